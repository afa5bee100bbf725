"""What calling somebody out means for the plan: the promises that give way find other people or hours, or stay open (R84)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.engine.steps import steps_of
from aftersail.dispatch.rules.plan_sentences import sentence
from aftersail.dispatch.rules.planning import Picture, Taken, Work
from aftersail.dispatch.rules.plans import Step
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import LivePlan


@dataclass(frozen=True, slots=True)
class Away:
    """Who is called out for which order, from setting out until the rest is over."""

    staff_id: UUID
    name: str
    order: UUID
    number: str
    sets_out: datetime
    rested_at: datetime


def displaced_anew(
    picture: Picture, away: Away, displaced: Set[UUID]
) -> tuple[tuple[Step, ...], tuple[Work, ...]]:
    """Return the steps that promises in the way take, each the cheapest that pushes nobody; and those for which there is none."""
    works = tuple(one for one in picture.works if one.id != away.order)
    people = tuple(
        replace(one, taken=(*one.taken, Taken(away.sets_out, _free_again(away)))) if one.id == away.staff_id else one
        for one in picture.people
    )  # fmt: skip
    brief = brief_of(
        replace(picture, works=works, people=people), touched=frozenset(str(one) for one in displaced)
    )
    live = LivePlan.of(brief.problem, brief.current, teams_stay=True)
    gone = sorted((one for one in works if one.id in displaced), key=lambda one: (one.opens_at, one.number))
    for work in gone:
        waits = str(work.id) in brief.works and str(work.id) not in live.plan
        ways = live.insertions(str(work.id), 1) if waits else ()
        if ways:
            live.accept(str(work.id), ways[0].assignment)
    plan = live.plan
    cause = sentence("called_out", who=away.name, order=away.number)
    steps = steps_of(brief, plan, causes={str(one.id): cause for one in gone})
    return steps, tuple(one for one in gone if str(one.id) not in plan)


def _free_again(away: Away) -> datetime:
    """Return when a plan may count on somebody again: the hours of the night count in the day in which they end."""
    next_day = away.rested_at.astimezone(LOCAL).date() + timedelta(days=1)
    return datetime.combine(next_day, time(), LOCAL)
