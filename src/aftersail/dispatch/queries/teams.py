"""Teams: who of some people takes which place that an order asks for, and who could go along with a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftersail.dispatch.queries.proposals import OrderPeople
from aftersail.dispatch.rules import OrderNeed, Proposal, Refusal, rank_candidates
from aftersail.dispatch.rules.teams import seated
from aftersail.people.models import Staff


@dataclass(frozen=True, slots=True)
class TeamJudged:
    """The answer for each person of a team, the lead first; the needs that nobody of them meets.

    placed: by person the place of the order that he takes, None for one who goes besides.
    """

    answers: tuple[Proposal | Refusal | None, ...]
    lacking: tuple[tuple[int, OrderNeed], ...]
    placed: tuple[int | None, ...]


def judged_team(
    proposal: OrderPeople, people: Sequence[Staff], starts_at: datetime, ends_at: datetime, *, called_in: bool = False
) -> TeamJudged:  # fmt: skip
    """Judge a team for just these hours: the lead by what is asked of the lead, the others by the places left.

    Whoever takes no place is judged as the lead would be, for they may go along under supervision.
    """
    lead, *others = people
    asked = [
        [proposal.judged(one, starts_at, ends_at, called_in=called_in, need=need) for one in others]
        for need in proposal.further
    ]
    places = seated([{n for n, one in enumerate(row) if isinstance(one, Proposal)} for row in asked])
    answers = [proposal.judged(lead, starts_at, ends_at, called_in=called_in)]
    placed: list[int | None] = [0]
    for n, one in enumerate(others):
        place = places.index(n) if n in places else None
        placed.append(None if place is None else place + 1)
        answers.append(
            asked[place][n]
            if place is not None
            else proposal.judged(one, starts_at, ends_at, called_in=called_in)
        )
    lacking = tuple((n + 2, proposal.further[n]) for n, one in enumerate(places) if one is None)
    return TeamJudged(tuple(answers), lacking, tuple(placed))


def company_for(proposal: OrderPeople, lead: Staff, starts_at: datetime, ends_at: datetime) -> list[Staff]:
    """Return who could go along with a lead at these hours, the best for each place in turn; fewer where nobody can."""
    hours, taken, found = (ends_at - starts_at) / timedelta(hours=1), {lead.number}, []
    for need in proposal.further:
        fixed = replace(need, earliest=starts_at, latest=starts_at, duration_hours=hours)
        free = [one for key, one in proposal.candidates.items() if key not in taken]
        best = next(iter(rank_candidates(fixed, free, proposal.now, table=proposal.table).proposals), None)
        if best is not None:
            taken.add(best.candidate.key)
            found.append(proposal.staff[best.candidate.key])
    return found
