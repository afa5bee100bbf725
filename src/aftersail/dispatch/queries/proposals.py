"""The dispatch proposal: who could take an order, in which order, why, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftersail.cases.models import WorkOrder
from aftersail.dispatch.queries.candidates import candidates_for, needs_of, places_of
from aftersail.dispatch.rules import Candidate, OrderNeed, Proposal, Ranking, Refusal, rank_candidates
from aftersail.people.models import Staff
from aftersail.people.queries.network import travel_table
from aftersail.people.rules.travel import TravelTable

LATE_HOURS = 7 * 24.0
"""How far past the window the second question reaches, asked when nobody can keep it."""

PATIENCE = timedelta(minutes=30)
"""How long a proposal holds while somebody reads it: the earliest start it names would else be gone at once."""


@dataclass(frozen=True, slots=True)
class OrderProposal:
    """The answer for one order.

    ranking: who can within the window, and who cannot with the reason; late: who could only start after it,
    asked when nobody can in time; staff: the people by candidate key; further: what is asked of those who go along.
    """

    order: WorkOrder
    need: OrderNeed
    now: datetime
    ranking: Ranking
    late: tuple[Proposal, ...]
    candidates: dict[str, Candidate]
    staff: dict[str, Staff]
    table: TravelTable
    further: tuple[OrderNeed, ...] = ()

    @property
    def best(self) -> Proposal | None:
        """The proposal that needs no reason to be chosen."""
        return next(iter(self.ranking.proposals or self.late), None)

    @property
    def nearest_reason(self) -> Refusal | None:
        """The refusal that is nearest to a yes, to be told when nobody can."""
        return None if self.ranking.proposals else next(iter(self.ranking.refusals), None)

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

    def due_margin_hours(self, starts_at: datetime) -> float | None:
        """Hours between a start and the instant by which we promised to be on board."""
        due_at = self.order.due_at
        return None if due_at is None else (due_at - starts_at) / timedelta(hours=1)


def proposal_for(order: WorkOrder, now: datetime, *, moving: bool = False) -> OrderProposal:
    """Rank everybody for an order as things stand at an instant; `moving` as if nobody were promised to it yet."""
    places = places_of(order)
    need, *further = needs_of(order, places)
    candidates, staff = candidates_for(order, places, now, moving=moving)
    table = travel_table()
    ranking = rank_candidates(need, candidates, now, table=table)
    late = (
        ()
        if ranking.proposals
        else rank_candidates(need, candidates, now, table=table, late_hours=LATE_HOURS).proposals
    )
    known = {one.key: one for one in candidates}
    return OrderProposal(order, need, now, ranking, late, known, staff, table, tuple(further))
