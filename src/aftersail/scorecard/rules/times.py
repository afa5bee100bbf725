"""How fast we were: response, on-site and restoration times, and how often the promise was kept (R84)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from aftersail.core.figures import Figure, average, no_data, quantile_figure, share
from aftersail.scorecard.rules.cohorts import Period, Standing, valid_and_excluded


@dataclass(frozen=True, slots=True)
class TimedCase:
    """One case and one of its times in hours; None where the end was not reached."""

    key: str
    hours: float | None
    standing: Standing = "valid"


@dataclass(frozen=True, slots=True)
class TimeFigures:
    """Median, 90th percentile and mean of a time in hours, and the keys of the cases behind them."""

    median: Figure
    p90: Figure
    mean: Figure
    keys: tuple[str, ...]


def time_figures(cases: Iterable[TimedCase]) -> TimeFigures:
    """Figures over the valid cases whose time is known; 1, 2, 3, 4 and 10 h: median 3, P90 7.6, mean 4."""
    valid, excluded = valid_and_excluded(cases)
    known = [(case.key, case.hours) for case in valid if case.hours is not None]
    apart = [*excluded, *([("open", len(valid) - len(known))] if len(valid) > len(known) else [])]
    hours = [value for _key, value in known]
    if not hours:
        empty = no_data("h", excluded=apart)
        return TimeFigures(empty, empty, empty, ())
    figures = (quantile_figure(hours, 0.5, "h"), quantile_figure(hours, 0.9, "h"), average(hours, "h"))
    median, p90, mean = (replace(figure, excluded=tuple(apart)) for figure in figures)
    return TimeFigures(median, p90, mean, tuple(key for key, _hours in known))


@dataclass(frozen=True, slots=True)
class DueCase:
    """One promise: when it was due (None: no target), when it was kept (None: still open)."""

    key: str
    due_at: datetime | None
    stopped_at: datetime | None
    standing: Standing = "valid"


@dataclass(frozen=True, slots=True)
class Attainment:
    """Share of promises kept, and the cases on either side, for drill-down."""

    figure: Figure
    met: tuple[str, ...]
    missed: tuple[str, ...]
    not_due: tuple[str, ...]


def attainment(cases: Iterable[DueCase], period: Period, as_of: datetime) -> Attainment:
    """Promises due in the period: kept ÷ due in percent.

    An open promise past its due instant is a miss; an open one not yet due is left out and counted apart, and
    so are duplicates and cancelled cases.
    """
    in_period = [case for case in cases if case.due_at is not None and period.holds(case.due_at)]
    valid, excluded = valid_and_excluded(in_period)
    met: list[str] = []
    missed: list[str] = []
    not_due: list[str] = []
    for case in valid:
        due = case.due_at
        if due is None:
            continue
        if case.stopped_at is not None and case.stopped_at <= as_of:
            (met if case.stopped_at <= due else missed).append(case.key)
        else:
            (missed if due < as_of else not_due).append(case.key)
    apart = [*excluded, *([("not_due", len(not_due))] if not_due else [])]
    figure = share(len(met), len(met) + len(missed), excluded=apart)
    return Attainment(figure, tuple(met), tuple(missed), tuple(not_due))
