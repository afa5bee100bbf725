"""Calling somebody out at any hour: from when each could be aboard, and which promises the rest that follows displaces; pure (R84)."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftersail.dispatch.rules.needs import Busy, Candidate, OrderNeed, Proposal, Refusal
from aftersail.dispatch.rules.ranking import rank_candidates
from aftersail.dispatch.rules.rest import is_rested, rested_at, within_working_hours
from aftersail.people.rules.travel import TravelTable, journey


@dataclass(frozen=True, slots=True)
class CalledOut:
    """Somebody who could be aboard outside working hours, until when they rest then, and the promises that give way."""

    proposal: Proposal
    rested_at: datetime
    displaced: tuple[Busy, ...]

    @property
    def cost_cny(self) -> float:
        """What the journeys there and back and nights away cost."""
        return sum(self.proposal.cost_parts[part] for part in ("fare", "travel", "lodging"))


@dataclass(frozen=True, slots=True)
class CallOut:
    """Everybody who could be called out, the earliest aboard first, and why the others cannot, nearest to capable first."""

    ways: tuple[CalledOut, ...]
    refusals: tuple[Refusal, ...]


def call_out_for(
    need: OrderNeed, people: Iterable[Candidate], movable: Set[str], now: datetime, table: TravelTable
) -> CallOut:
    """Judge everybody for work in one go by the rules of every promise, as if what is `movable` were not promised.

    movable: the numbers of the orders whose promises may give way. need: its window is when the work may begin. Then the
    promises are named that it would run into, or that would break the rest or the longest day; a rest or a day that
    only other promises could save refuses.
    """
    everybody = list(people)
    known = {one.key: one for one in everybody}
    staying = [
        replace(one, assignments=tuple(busy for busy in one.assignments if busy.what not in movable))
        for one in everybody
    ]
    ranking = rank_candidates(need, staying, now, table=table)
    judged = [_displacing(need, one, known[one.candidate.key], movable, table) for one in ranking.proposals]
    ways = sorted(
        (one for one in judged if isinstance(one, CalledOut)),
        key=lambda one: (
            one.proposal.earliest_start,
            one.cost_cny,
            len(one.displaced),
            one.proposal.candidate.key,
        ),
    )
    tired = tuple(one for one in judged if isinstance(one, Refusal))
    return CallOut(tuple(ways), (*tired, *ranking.refusals))


def outside_hours(ways: Iterable[CalledOut], before: datetime | None) -> tuple[CalledOut, ...]:
    """Return the ways that lie outside working hours and begin before an instant, if one is named."""
    return tuple(
        one
        for one in ways
        if not within_working_hours(one.proposal.earliest_start, one.proposal.ends_at)
        and (before is None or one.proposal.earliest_start < before)
    )


def _displacing(
    need: OrderNeed, found: Proposal, person: Candidate, movable: Set[str], table: TravelTable
) -> CalledOut | Refusal:
    """Return which movable promises give way; a refusal where the others leave no rest."""
    starts_at, ends_at = found.earliest_start, found.ends_at
    sets_out, rested = starts_at - timedelta(hours=found.travel_hours), rested_at(starts_at, ends_at)
    can_move = [one for one in person.assignments if one.what in movable]
    gone = [
        one
        for one in can_move
        if one.ends_at > sets_out and one.starts_at < rested + _way_on(need, one, table)
    ]
    while True:
        kept = [(one.starts_at, one.ends_at) for one in person.assignments if one not in gone]
        verdict = is_rested(kept, starts_at, ends_at, found.travel_hours)
        if verdict:
            return CalledOut(found, rested, tuple(sorted(gone, key=lambda one: one.starts_at)))
        left = [one for one in can_move if one not in gone and one.ends_at > sets_out]
        if not left:
            return Refusal(found.candidate, "rest", verdict.reasons[0])
        gone.append(min(left, key=lambda one: one.starts_at))


def _way_on(need: OrderNeed, after: Busy, table: TravelTable) -> timedelta:
    """Return how long the journey to the promise that follows takes, none on the same ship."""
    if after.place is None or (after.ship and after.ship == need.vessel):
        return timedelta()
    return timedelta(hours=journey(need.ship, after.place, table).hours)
