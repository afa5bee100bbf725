"""The reliability engine's door: maintenance records → events in time → trend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from aftersail.engines.reliability import Events, Trend, laplace_trend


def trend_of(days: Iterable[date], first: date, last: date, *, confidence: float = 0.95) -> Trend:
    """Return the Laplace trend of events watched from a first to a last day, in calendar days.

    Both days are included; an event counts at the end of its day. Calendar time stands for running hours, which
    most logs lack; where use was uneven the verdict must be read with that in mind.
    """
    times = tuple(float((day - first).days + 1) for day in days if first <= day <= last)
    return laplace_trend(Events(times, float((last - first).days + 1)), confidence=confidence)
