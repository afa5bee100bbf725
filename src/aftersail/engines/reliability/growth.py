"""How many events a unit has had on average by an age: Nelson's mean cumulative function."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from aftersail.engines.reliability.problem import UnitHistory
from aftersail.engines.reliability.result import MeanCount


def mean_cumulative_function(units: Sequence[UnitHistory]) -> tuple[MeanCount, ...]:
    """The step function of mean events per unit at each age with an event; ValueError for no units.

    At each age the events there are divided by the units still watched (a unit that ends at that very age still
    is). Nelson 1988; the valve seats of 41 engines give 1.543 at 653 days.
    """
    if not units:
        raise ValueError("a mean needs at least one unit")
    ends = sorted(unit.end for unit in units)
    counts = Counter(time for unit in units for time in unit.times)
    steps: list[MeanCount] = []
    mean = 0.0
    for age in sorted(counts):
        watched = len(ends) - bisect_left(ends, age)
        mean += counts[age] / watched
        steps.append(MeanCount(age, mean, watched))
    return tuple(steps)
