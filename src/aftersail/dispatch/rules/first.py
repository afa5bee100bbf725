"""Who is proposed first for an order, found by judging no more people than that takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from aftersail.dispatch.rules.needs import Candidate, OrderNeed, Proposal, Weights
from aftersail.dispatch.rules.ranking import home_parts, rank_candidates, standing
from aftersail.people.rules.travel import Place, TravelTable, journey

Group = tuple[float, Callable[[], Iterable[Candidate]]]
"""The least that sending any of some people can cost, in CNY, and what reads them; asked for only if it could matter."""

LATE_HOURS = 7 * 24.0
"""How far past the window the second question reaches, asked when nobody can keep it."""


def least_cost(need: OrderNeed, home: Place, coverage_rank: int | None, table: TravelTable) -> float:
    """Return below which score nobody of a home can come, in CNY: what speaks against them whenever they begin."""
    parts = home_parts(need, journey(home, need.ship, table), coverage_rank, table, Weights())
    return round(sum(parts.values()), 2)


def homes_of(need: OrderNeed, candidates: Iterable[Candidate], table: TravelTable) -> list[Group]:
    """Return candidates by home, those of the cheapest first."""
    homes: dict[tuple[Place, int | None], list[Candidate]] = defaultdict(list)
    for one in candidates:
        homes[one.place, one.coverage_rank].append(one)
    groups = [(least_cost(need, *home, table), partial(iter, people)) for home, people in homes.items()]
    return sorted(groups, key=lambda group: group[0])


def first_proposed(
    need: OrderNeed, groups: Sequence[Group], now: datetime, table: TravelTable
) -> Proposal | None:
    """Return the first of those whom `rank_candidates` would propose of all groups, the cheapest given first; None where nobody can.

    When nobody can keep the window, who could start soonest after it at the least price.
    """
    return _first(need, groups, now, table, 0.0) or _first(need, groups, now, table, LATE_HOURS)


def _first(
    need: OrderNeed, groups: Sequence[Group], now: datetime, table: TravelTable, late_hours: float
) -> Proposal | None:
    best: Proposal | None = None
    for least, people in groups:
        if best is not None and best.score < least:
            break
        found = rank_candidates(need, people(), now, table=table, late_hours=late_hours).proposals
        best = min((*found[:1], *([best] if best else ())), key=standing, default=None)
    return best
