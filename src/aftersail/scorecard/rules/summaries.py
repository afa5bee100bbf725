"""Figures from what a database has already summed up: count, mean, spread; and when a figure must be hidden."""

from __future__ import annotations

from math import sqrt

from aftersail.core.figures import SMALL_SAMPLE, Figure, no_data, note_for, t_quantile

CUSTOMERS_NEEDED = 3
CASES_NEEDED = 5


def mean_figure(mean: float | None, spread: float | None, n: int, unit: str) -> Figure:
    """The mean with its t-interval, from five values on; `spread` is the sample standard deviation.

    Five values of mean 3 and spread 1.5811 give (1.037, 4.963), as 1…5 do.
    """
    if mean is None or n == 0:
        return no_data(unit)
    if n < SMALL_SAMPLE or spread is None:
        return Figure(mean, unit, n, mean * n, n, note=note_for(n))
    half = t_quantile(n - 1, 0.95) * spread / sqrt(n)
    return Figure(mean, unit, n, mean * n, n, mean - half, mean + half, note_for(n))


def may_compare(*, customers: int, cases: int) -> bool:
    """Whether a figure over other customers may be shown to a customer: three of them and five cases at least.

    Both are counted without the reader's own, else theirs could be taken off again (HANDBOOK §5).
    """
    return customers >= CUSTOMERS_NEEDED and cases >= CASES_NEEDED
