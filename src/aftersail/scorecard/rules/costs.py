"""What service costs: cost per closed case, work in progress, and how much of the work was planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from aftersail.core.figures import Figure, average, no_data, note_for, quantile_figure, ratio
from aftersail.scorecard.rules.cohorts import Standing, valid_and_excluded


@dataclass(frozen=True, slots=True)
class CaseCost:
    """All cost booked to a case (labour, travel, parts, freight, outside), and whether it is closed."""

    key: str
    cost_cny: Decimal
    closed: bool
    standing: Standing = "valid"


@dataclass(frozen=True, slots=True)
class CostFigures:
    """Mean (with t-interval) and median cost of closed cases, and the sum of open ones, all in CNY."""

    mean: Figure
    median: Figure
    in_progress: Figure


def cost_per_case(cases: Iterable[CaseCost]) -> CostFigures:
    """Σ cost ÷ closed cases; open cost is shown as work in progress, not divided.

    The numerator is summed as Decimal before it becomes a float for display.
    """
    valid, excluded = valid_and_excluded(cases)
    closed = [case.cost_cny for case in valid if case.closed]
    still_open = [case.cost_cny for case in valid if not case.closed]
    if closed:
        total = sum(closed, Decimal(0))
        plain = [float(cost) for cost in closed]
        mean = replace(
            average(plain, "CNY"),
            value=float(total / len(closed)),
            numerator=float(total),
            excluded=tuple(excluded),
        )
        median = quantile_figure(plain, 0.5, "CNY")
    else:
        mean = median = no_data("CNY", excluded=excluded)
    work = float(sum(still_open, Decimal(0)))
    in_progress = Figure(work, "CNY", len(still_open), note=note_for(len(still_open)) if still_open else "")
    return CostFigures(mean, median, in_progress)


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Hours of service, and whether they were planned before the need arose."""

    hours: float
    planned: bool


def planned_ratio(entries: Iterable[ServiceHours]) -> Figure:
    """Planned hours ÷ all service hours in percent (R83); None where no hours were booked."""
    booked = list(entries)
    planned = sum(entry.hours for entry in booked if entry.planned)
    return ratio(planned, sum(entry.hours for entry in booked), "%", len(booked), scale=100)
