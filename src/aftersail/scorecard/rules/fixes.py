"""How often one visit, or one call, was enough; and whether return visits were made on time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftersail.core.figures import IMMATURE, Figure, share
from aftersail.scorecard.rules.cohorts import Period, Standing, valid_and_excluded

MATURE_DAYS = 30
TRIES_NEEDED = 3


@dataclass(frozen=True, slots=True)
class VisitedCase:
    """A restored case: how many visits it took and when the same fault came back, if it did."""

    key: str
    restored_at: datetime
    visits: int
    repeated_at: datetime | None = None
    standing: Standing = "valid"


@dataclass(frozen=True, slots=True)
class CountedShare:
    """A proportion and the keys behind its two sides, for drill-down; ``waiting`` are not counted yet."""

    figure: Figure
    hits: tuple[str, ...]
    others: tuple[str, ...]
    waiting: tuple[str, ...] = ()


def first_time_fix_rate(cases: Iterable[VisitedCase], period: Period, as_of: datetime) -> CountedShare:
    """Cases restored in the period by one visit, without the same fault within 30 days, ÷ those visited.

    A case counts, either way, only once its 30 days are over: counting failures at once and successes later
    would make every recent month look bad.
    """
    restored = (case for case in cases if case.visits > 0 and period.holds(case.restored_at))
    valid, excluded = valid_and_excluded(restored)
    wait = timedelta(days=MATURE_DAYS)
    hits: list[str] = []
    others: list[str] = []
    waiting: list[str] = []
    for case in valid:
        came_back = case.repeated_at is not None and case.repeated_at <= case.restored_at + wait
        if as_of < case.restored_at + wait:
            waiting.append(case.key)
        else:
            (hits if case.visits == 1 and not came_back else others).append(case.key)
    apart = [*excluded, *([("immature", len(waiting))] if waiting else [])]
    figure = share(len(hits), len(hits) + len(others), excluded=apart)
    if waiting and figure.value is None:
        figure = replace(figure, note=IMMATURE)
    return CountedShare(figure, tuple(hits), tuple(others), tuple(waiting))


@dataclass(frozen=True, slots=True)
class ContactedCase:
    """A case with a first contact: was it solved there and then, from afar?"""

    key: str
    solved_at_first_contact: bool
    standing: Standing = "valid"


def first_contact_resolution(cases: Iterable[ContactedCase]) -> CountedShare:
    """Cases solved remotely at the first contact ÷ cases with a contact."""
    valid, excluded = valid_and_excluded(cases)
    hits = tuple(case.key for case in valid if case.solved_at_first_contact)
    others = tuple(case.key for case in valid if not case.solved_at_first_contact)
    return CountedShare(share(len(hits), len(valid), excluded=excluded), hits, others)


@dataclass(frozen=True, slots=True)
class DueReturnVisit:
    """A return visit: when due, when done (None: not yet), and how often nobody was reached."""

    key: str
    due_at: datetime
    done_at: datetime | None = None
    tries: int = 0
    standing: Standing = "valid"


def return_visit_rate(visits: Iterable[DueReturnVisit], period: Period, as_of: datetime) -> CountedShare:
    """Return visits done on time ÷ due in the period.

    Nobody reached after three tries is not done, and is counted apart too as "unreachable" (it stays in the
    denominator). Visits not yet due are left out.
    """
    valid, excluded = valid_and_excluded(visit for visit in visits if period.holds(visit.due_at))
    hits: list[str] = []
    others: list[str] = []
    waiting: list[str] = []
    for visit in valid:
        if visit.done_at is not None and visit.done_at <= as_of:
            (hits if visit.done_at <= visit.due_at else others).append(visit.key)
        else:
            (others if visit.due_at < as_of else waiting).append(visit.key)
    unreachable = sum(1 for visit in valid if visit.done_at is None and visit.tries >= TRIES_NEEDED)
    apart = [*excluded]
    apart += [("not_due", len(waiting))] if waiting else []
    apart += [("unreachable", unreachable)] if unreachable else []
    figure = share(len(hits), len(hits) + len(others), excluded=apart)
    return CountedShare(figure, tuple(hits), tuple(others), tuple(waiting))
