"""Who could be called out for an urgent order, read in a fixed number of queries (R84)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.verdicts import Reason
from aftersail.dispatch.queries.proposals import OrderProposal, proposal_for
from aftersail.dispatch.rules.calling_out import CalledOut, call_out_for, outside_hours
from aftersail.dispatch.rules.needs import Candidate, OrderNeed, Refusal
from aftersail.dispatch.rules.plan_sentences import sentence
from aftersail.dispatch.rules.planning import Picture, Work, by_hand, open_windows
from aftersail.dispatch.rules.readiness import bound_of, put_off
from aftersail.dispatch.rules.rest import within_working_hours
from aftersail.dispatch.rules.timeline import local_minute

SOON = timedelta(days=1)

WAYS_OUT: Mapping[str, Reason] = {
    "distance": _("Agree with the ship on a later sailing, or meet it in the next port."),
    "rest": _("Choose somebody from “Who could go?” and say why the rest can be cut short, or wait for the morning."),
    "skill": _("Guide the crew by telephone until the morning, or ask a partner."),
}  # fmt: skip
OTHER_WAY = _("Free somebody, or ask a partner.")
"""The way out for every other rule."""


@dataclass(frozen=True, slots=True)
class CalledOutWays:
    """The ways earlier than within working hours, the earliest first, with whom they are about; without any, why."""

    ways: tuple[tuple[UUID, CalledOut], ...] = ()
    why_not: tuple[Reason, ...] = ()


def is_pressing(order: WorkOrder, best: datetime | None, at: datetime) -> bool:
    """Whether an order is worth calling somebody out: its clocks run around the clock, or its promise would be missed.

    best: when work could begin within working hours, None where it could not. Nobody is called out while somebody can be
    aboard within today's, nor for a ship that is not in port within a day: that is planned.
    """
    if order.window_from > at + SOON or (best is not None and within_working_hours(at, best)):
        return False
    late = order.due_at is not None and (best is None or best > order.due_at)
    return order.case.around_the_clock or late


def called_out_ways(
    order: WorkOrder, picture: Picture, best: datetime | None, at: datetime, how_many: int
) -> CalledOutWays:
    """Return who could be aboard before `best` at any hour, by the rules of every proposal, and in one go within the window."""
    work = next(one for one in picture.works if one.id == order.pk)
    if held := put_off([work], picture.line.first, {}, lambda one: True):
        return CalledOutWays(why_not=tuple(map(str, held.values())))
    if work.further:
        told = _("The order asks for a team: send it from “Who could go?”, and say why at these hours.")
        return CalledOutWays(why_not=(told,))
    proposal = proposal_for(order, at)
    need = _need_now(proposal.need, work, picture, at)
    if need is None:
        return CalledOutWays(why_not=(str(sentence("window_over", order=work.number)),))
    people = _equipped(proposal, work, picture)
    found = call_out_for(need, people, _movable(picture, at), at, proposal.table)
    ways = outside_hours(found.ways, best)[:how_many]
    if ways:
        staff = proposal.staff
        return CalledOutWays(tuple((staff[one.proposal.candidate.key].pk, one) for one in ways))
    at_night = best is None or not within_working_hours(at, at)
    return CalledOutWays(
        why_not=_why_nobody(found.refusals, work, people) if at_night and not found.ways else ()
    )


def _need_now(need: OrderNeed, work: Work, picture: Picture, at: datetime) -> OrderNeed | None:
    """Return the need with the first stretch of the ship's window in which the work can still begin and end; None without one."""
    bound = bound_of(work)
    for opens, closes in open_windows(work, picture.line):
        begins, latest = max(opens, bound.at) if bound else opens, closes - need.work
        if max(begins, at) <= latest:
            return replace(need, earliest=begins, latest=latest)
    return None


def _equipped(proposal: OrderProposal, work: Work, picture: Picture) -> list[Candidate]:
    """Return those whom the planner sees and who have the tools at hand; work that goes on counts until it is expected to end."""
    tools = {tool.casefold() for tool in work.tools}
    able = {one.id for one in picture.people if tools <= one.tools}
    ends = {
        (who, one.number): until
        for one in picture.works
        if one.pledge and one.pledge.begun
        for who, _since, until in one.pledge.members
    }
    return [
        replace(
            one,
            assignments=tuple(
                replace(busy, ends_at=max(busy.ends_at, ends.get((pk, busy.what), busy.ends_at)))
                for busy in one.assignments
            ),
        )
        for key, one in proposal.candidates.items()
        if (pk := proposal.staff[key].pk) in able
    ]


def _movable(picture: Picture, at: datetime) -> set[str]:
    known = {one.id for one in picture.people}
    return {
        one.number
        for one in picture.works
        if one.pledge and not one.pledge.begun and one.pledge.starts_at > at and not by_hand(one, known)
    }


def _why_nobody(refusals: Iterable[Refusal], work: Work, people: list[Candidate]) -> tuple[Reason, ...]:
    """Return the refusal that is nearest to a yes, with whom it is about and the way out."""
    nearest = next(iter(refusals), None)
    if nearest is None:
        tool = work.tools[0] if work.tools and not people else ""
        return (str(sentence("no_tool", order=work.number, tool=tool)) if tool else OTHER_WAY,)
    told = nearest.reason
    if nearest.rule == "distance" and nearest.until is not None:
        told = str(sentence("too_late", start=local_minute(nearest.until), hours=f"{work.hours:g}", closes=local_minute(work.closes_at)))  # fmt: skip
    return (f"{nearest.candidate.name}: {told}", WAYS_OUT.get(nearest.rule, OTHER_WAY))
