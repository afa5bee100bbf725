"""The dispatch proposal: who could take an order, in which order, why, and why the others cannot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from uuid import UUID

from aftersail.cases.models import WorkOrder
from aftersail.dispatch.queries.candidates import HOMES, RANKS, Asking, candidates_for, needs_of, places_of
from aftersail.dispatch.rules import Candidate, OrderNeed, Place, Proposal, Ranking, Refusal, rank_candidates
from aftersail.dispatch.rules.first import LATE_HOURS, first_proposed, homes_of, least_cost
from aftersail.people.models import Staff
from aftersail.people.queries.network import travel_table
from aftersail.people.rules.travel import TravelTable

PATIENCE = timedelta(minutes=30)
"""How long a proposal holds while somebody reads it: the earliest start it names would else be gone at once."""


@dataclass(frozen=True, slots=True)
class OrderPeople:
    """An order, and some people or everybody, to be judged for it.

    candidates, staff: the people by candidate key; places, further: what asks for the people of its team, and what is
    asked of those who go along.
    """

    order: WorkOrder
    places: tuple[Asking, ...]
    need: OrderNeed
    further: tuple[OrderNeed, ...]
    now: datetime
    candidates: dict[str, Candidate]
    staff: dict[str, Staff]
    table: TravelTable

    def judged(
        self,
        staff: Staff,
        starts_at: datetime,
        ends_at: datetime,
        *,
        called_in: bool = False,
        need: OrderNeed | None = None,
    ) -> Proposal | Refusal | None:
        """Judge one person for just these hours by the same rules; None for somebody who does not go on board.

        A level that is too low is told only when nothing else is wrong, for it may be made good by a supervisor.
        With `called_in` a day off of the roster is no hindrance; `need` is what is asked, the lead's without.
        """
        candidate = self.candidates.get(staff.number)
        if candidate is None:
            return None
        if called_in:
            candidate = replace(candidate, days_off=frozenset())
        hours = (ends_at - starts_at) / timedelta(hours=1)
        fixed = replace(need or self.need, earliest=starts_at, latest=starts_at, duration_hours=hours)
        answer = self._answer(fixed, candidate)
        if isinstance(answer, Refusal) and answer.rule == "skill":
            otherwise = self._answer(replace(fixed, level=0), candidate)
            return otherwise if isinstance(otherwise, Refusal) else answer
        return answer

    def _answer(self, need: OrderNeed, candidate: Candidate) -> Proposal | Refusal:
        ranking = rank_candidates(need, [candidate], self.now - PATIENCE, table=self.table)
        answers: tuple[Proposal | Refusal, ...] = (*ranking.proposals, *ranking.refusals)
        return answers[0]


@dataclass(frozen=True, slots=True)
class OrderProposal(OrderPeople):
    """The answer for one order.

    ranking: who of everybody can within the window, and who cannot with the reason; late: who could only start after
    it, asked when nobody can in time.
    """

    ranking: Ranking
    late: tuple[Proposal, ...]

    @property
    def best(self) -> Proposal | None:
        """The proposal that needs no reason to be chosen."""
        return next(iter(self.ranking.proposals or self.late), None)

    @property
    def nearest_reason(self) -> Refusal | None:
        """The refusal that is nearest to a yes, to be told when nobody can."""
        return None if self.ranking.proposals else next(iter(self.ranking.refusals), None)

    def due_margin_hours(self, starts_at: datetime) -> float | None:
        """Hours between a start and the instant by which we promised to be on board."""
        due_at = self.order.due_at
        return None if due_at is None else (due_at - starts_at) / timedelta(hours=1)


def people_for(
    order: WorkOrder, now: datetime, *, moving: bool = False, of: Collection[UUID] | None = None
) -> OrderPeople:
    """Read everybody, or some people, to be judged for an order as things stand at an instant.

    With `moving` what they are promised to this very order does not count as taken.
    """
    return _read(_nobody(order, now), of, moving=moving)


def people_and_first(
    order: WorkOrder, now: datetime, of: Collection[UUID]
) -> tuple[OrderPeople, Proposal | None]:
    """Read some people, and find who of everybody is proposed first.

    Those of the nearest home are read along with them, others only if one of them could come first.
    """
    asked = _nobody(order, now)
    homes = _homes(asked)
    nearest = homes[0][1] if homes else frozenset()
    known = _read(asked, nearest.union(of))

    def living(ids: frozenset[UUID]) -> list[Candidate]:
        found = known if ids is nearest else _read(asked, ids)
        return [found.candidates[key] for key, one in found.staff.items() if one.pk in ids]

    groups = [(least, cache(partial(living, ids))) for least, ids in homes]
    return known, first_proposed(asked.need, groups, now, asked.table)


def proposal_for(order: WorkOrder, now: datetime, *, moving: bool = False) -> OrderProposal:
    """Rank everybody for an order as things stand at an instant; `moving` as if nobody were promised to it yet."""
    asked = people_for(order, now, moving=moving)
    everybody = asked.candidates.values()
    late: tuple[Proposal, ...] = ()
    ranking = rank_candidates(asked.need, everybody, now, table=asked.table)
    if not ranking.proposals:
        late = rank_candidates(asked.need, everybody, now, table=asked.table, late_hours=LATE_HOURS).proposals
    told = {name: getattr(asked, name) for name in OrderPeople.__slots__}
    return OrderProposal(**told, ranking=ranking, late=late)


def first_of_these(asked: OrderPeople) -> Proposal | None:
    """Return who is proposed first of the people that were read."""
    groups = homes_of(asked.need, asked.candidates.values(), asked.table)
    return first_proposed(asked.need, groups, asked.now, asked.table)


def _nobody(order: WorkOrder, now: datetime) -> OrderPeople:
    places = places_of(order)
    need, *further = needs_of(order, places)
    return OrderPeople(order, places, need, tuple(further), now, {}, {}, travel_table())


def _read(asked: OrderPeople, ids: Collection[UUID] | None, *, moving: bool = False) -> OrderPeople:
    found, staff = candidates_for(asked.order, asked.places, asked.now, moving=moving, of=ids)
    return replace(asked, candidates={one.key: one for one in found}, staff=staff)


def _homes(asked: OrderPeople) -> list[tuple[float, frozenset[UUID]]]:
    """Return who lives at the cheapest station, at the next two, four and so on: few statements even where nobody near can."""
    ranks, people = dict(RANKS.rows(asked.order.port_id)), HOMES.rows()
    ports = {station: Place(*port) for _pk, station, *port in people}
    least = {
        station: least_cost(asked.need, port, ranks.get(station), asked.table)
        for station, port in ports.items()
    }
    waiting = sorted(least, key=lambda station: least[station])
    homes: list[tuple[float, frozenset[UUID]]] = []
    while waiting:
        size = 2 ** len(homes)
        stations, waiting = waiting[:size], waiting[size:]
        ids = frozenset(pk for pk, station, *_port in people if station in stations)
        homes.append((least[stations[0]], ids))
    return homes
