"""Is the rate of events rising or falling? The Laplace and the MIL-HDBK-189C test."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, sqrt

from aftersail.engines.reliability.problem import Events
from aftersail.engines.reliability.result import Direction, Trend

FEWEST = 3
NO_DATA = Trend(None, None, Direction.NO_DATA, 0)


def fewest_events() -> int:
    """How many events a trend needs at least (HANDBOOK §2.6: below 3 no fit)."""
    return FEWEST


def laplace_trend(events: Events, *, confidence: float = 0.95) -> Trend:
    """Laplace's U = (mean time − T/2) / (T / √(12 n)); U < 0 means the events thin out.

    Ended by a failure, the last event is not counted. Worked (HANDBOOK §2.6, 22 failures ended by the last at
    620): U = −2.783. Kumar's loader (36 failures, 2000 h): 0.605.
    """
    times, end = events.counted, events.end
    if len(events.times) < FEWEST or not times:
        return _too_few(events)
    u = (sum(times) / len(times) - end / 2) / (end / sqrt(12 * len(times)))
    p_value = erfc(abs(u) / sqrt(2))
    return Trend(u, p_value, _direction(p_value, confidence, falling=u < 0), len(events.times))


def mil_hdbk_trend(events: Events, *, confidence: float = 0.95) -> Trend:
    """The statistic 2S = 2 Σ ln(T / tᵢ), χ² with 2n degrees under a constant rate; large means improving.

    Worked (HANDBOOK §2.6, as above): 2S = 71.64 on 42 degrees.
    """
    times, end = events.counted, events.end
    if len(events.times) < FEWEST or not times:
        return _too_few(events)
    statistic = 2 * sum(log(end / time) for time in times)
    degrees = 2 * len(times)
    upper = _beyond(statistic, len(times))
    p_value = min(1.0, 2 * min(upper, 1 - upper))
    return Trend(
        statistic, p_value, _direction(p_value, confidence, falling=upper < 0.5), len(events.times), degrees
    )


def _beyond(statistic: float, pairs: int) -> float:
    """P(χ² > statistic) on 2 × pairs degrees, the chance of fewer than `pairs` Poisson events at statistic / 2.

    Exact for an even number of degrees; SciPy would take 70 MB in every web process for it. Worked:
    71.64 on 42 degrees leaves 0.002935.
    """
    half = statistic / 2
    if half <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(half) - half - lgamma(k + 1)) for k in range(pairs)))


def _too_few(events: Events) -> Trend:
    return Trend(None, None, Direction.NO_DATA, len(events.times))


def _direction(p_value: float, confidence: float, *, falling: bool) -> Direction:
    if p_value > 1 - confidence:
        return Direction.NO_TREND
    return Direction.IMPROVING if falling else Direction.WORSENING
