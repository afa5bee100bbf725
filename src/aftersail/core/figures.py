"""A number that is honest about itself: its count, its interval, and "no data" instead of a false zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, lgamma, log, sqrt
from statistics import NormalDist, fmean, stdev

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason

SMALL_SAMPLE = 5
NO_DATA = _("no data")
SMALL_SAMPLE_NOTE = _("small sample")
IMMATURE = _("not yet mature")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit ("%", "h", "CNY", …), how many records it rests on, and its interval.

    ``value`` is None where there is no data; ``numerator`` and ``denominator`` are None for other than ratios.
    ``low`` and ``high`` bound a two-sided interval (95 % unless said otherwise). ``excluded`` counts records
    left out and apart, by reason.
    """

    value: float | None
    unit: str
    n: int
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    note: Reason = ""
    excluded: tuple[tuple[str, int], ...] = ()

    @property
    def small(self) -> bool:
        """Whether the figure rests on too few records to be ranked."""
        return 0 < self.n < SMALL_SAMPLE


def no_data(unit: str, *, excluded: Sequence[tuple[str, int]] = ()) -> Figure:
    """The figure of an empty set: None, never 0 or 100."""
    return Figure(None, unit, 0, note=NO_DATA, excluded=tuple(excluded))


def share(
    hits: int, of: int, *, excluded: Sequence[tuple[str, int]] = (), confidence: float = 0.95
) -> Figure:
    """A proportion in percent with its Wilson interval; ``share(47, 50)`` is 94.0 (83.8–97.9)."""
    if of == 0:
        return Figure(None, "%", 0, 0, 0, note=NO_DATA, excluded=tuple(excluded))
    low, high = wilson(hits, of, confidence)
    return Figure(100 * hits / of, "%", of, hits, of, 100 * low, 100 * high, note_for(of), tuple(excluded))


def ratio(numerator: float, denominator: float, unit: str, n: int, *, scale: float = 1.0) -> Figure:
    """A plain quotient times ``scale`` without an interval; None when the denominator is 0."""
    value = None if denominator == 0 else scale * numerator / denominator
    note = NO_DATA if value is None else note_for(n)
    return Figure(value, unit, n, numerator, denominator, note=note)


def average(values: Sequence[float], unit: str, *, confidence: float = 0.95) -> Figure:
    """The mean with its t-interval, which is given from five values on."""
    if not values:
        return no_data(unit)
    low, high = t_interval(values, confidence) if len(values) >= SMALL_SAMPLE else (None, None)
    return Figure(
        fmean(values), unit, len(values), sum(values), len(values), low, high, note_for(len(values))
    )


def quantile_figure(values: Sequence[float], q: float, unit: str) -> Figure:
    """The q-quantile (0…1), interpolated between order statistics; None for no values."""
    return (
        Figure(quantile(values, q), unit, len(values), note=note_for(len(values)))
        if values
        else no_data(unit)
    )


def note_for(n: int) -> Reason:
    """The words for fewer than five records, else nothing."""
    return SMALL_SAMPLE_NOTE if n < SMALL_SAMPLE else ""


def wilson(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a proportion, as fractions; 47 of 50 give (.8378, .9794) at 95 %.

    ValueError unless 0 ≤ hits ≤ of and of > 0. (Wilson 1927.)
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError("hits must lie between 0 and a positive total")
    z2 = normal_quantile(confidence) ** 2
    p = hits / of
    centre = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = sqrt(z2 * (p * (1 - p) / of + z2 / (4 * of * of))) / (1 + z2 / of)
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == of else min(1.0, centre + half)
    return low, high


def t_interval(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Student's interval of a mean; ValueError for fewer than two values. 1…5 give (1.037, 4.963) at 95 %."""
    n = len(values)
    if n < 2:
        raise ValueError("an interval of a mean needs two values")
    half = t_quantile(n - 1, confidence) * stdev(values) / sqrt(n)
    return fmean(values) - half, fmean(values) + half


def quantile(values: Sequence[float], q: float) -> float:
    """The q-quantile by linear interpolation between order statistics (type 7); ValueError for none."""
    if not values or not 0 <= q <= 1:
        raise ValueError("a quantile needs values and a fraction between 0 and 1")
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return below + (above - below) * (place - floor(place))


def normal_quantile(confidence: float) -> float:
    """The two-sided normal quantile: 1.960 for 0.95."""
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def t_quantile(degrees: int, confidence: float) -> float:
    """Student's two-sided quantile: 2.776 for 4 degrees at 0.95.

    Found by bisection on the tail I_x(ν/2, ½), x = ν/(ν+t²); kept here so that pages need no SciPy.
    """
    if degrees < 1 or not 0 < confidence < 1:
        raise ValueError("degrees of freedom are positive and a confidence lies between 0 and 1")
    low, high = 0.0, 1.0
    while _t_tail(high, degrees) > 1 - confidence:
        high *= 2
    for _step in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_tail(middle, degrees) > 1 - confidence else (low, middle)
    return (low + high) / 2


def _t_tail(t: float, degrees: int) -> float:
    """P(|T| > t)."""
    return _incomplete_beta(degrees / (degrees + t * t), degrees / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function by its continued fraction (Abramowitz & Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return min(1.0, max(0.0, x))
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    fraction = 1.0
    for m in range(200, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        fraction = 1 + even / (1 + odd / fraction)
    first = -(a + b) * x / (a + 1)
    return front / (1 + first / fraction)
