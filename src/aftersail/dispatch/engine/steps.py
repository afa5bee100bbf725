"""A plan of the engine back to steps of the house: what would change, for whom, and why."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType
from uuid import UUID

from aftersail.core.ids import new_id
from aftersail.dispatch.engine.ours_first import Causes
from aftersail.dispatch.engine.problem import Brief
from aftersail.dispatch.engine.words import name_of
from aftersail.dispatch.rules.outside import Outside
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Planned, Work, hours_between
from aftersail.dispatch.rules.plans import Before, Given, Step
from aftersail.dispatch.rules.readiness import bound_of
from aftersail.engines.dispatch import Assignment, Plan
from aftersail.people.rules.travel import journey

SAME_SHIP_TOLD = 3


def steps_of(
    brief: Brief, plan: Plan, *, because_of: str = "", causes: Mapping[str, Sentence] = MappingProxyType({}),
    partners: Causes = MappingProxyType({}),
) -> tuple[Step, ...]:  # fmt: skip
    """Return the steps from what is promised to a plan, in the order of time.

    because_of: an order that goes first. causes: by order why its promise cannot be kept, told instead of what a move gains.
    partners: by order that a partner is planned for, why a partner.
    """
    changed = {id: each for id, each in plan.items() if brief.current.get(id) != each}
    minutes = {order.id: order.duration for order in brief.problem.orders}
    steps = [
        _step(brief, plan, id, minutes[id], because_of, causes.get(id), partners.get(id, ()))
        for id in changed
    ]
    return tuple(sorted(steps, key=lambda step: (step.starts_at, step.number)))


def _step(
    brief: Brief, plan: Plan, id: str, minutes: int, because_of: str, cause: Sentence | None, partner: tuple[Sentence, ...]
) -> Step:  # fmt: skip
    work, each = brief.works[id], plan[id]
    pledge, lead = work.pledge, UUID(each.team[0])
    person = next(one for one in brief.picture.people if one.id == lead)
    outside = person.outside
    theirs = () if outside is None else (_price_told(outside, work), *partner)
    return Step(
        id=new_id(), order_id=work.id, order_version=work.version, number=work.number, staff_id=lead,
        team=tuple(UUID(one) for one in each.team[1 : len(work.asked)]),
        starts_at=brief.clock.begins(each.start), ends_at=brief.clock.ends(each.start + minutes),
        before=Before(pledge.assignment_id, pledge.version, pledge.staff_id, pledge.starts_at, pledge.along) if pledge else None,
        why=(*theirs, *_why(brief, plan, work, each, person, because_of, cause)),
        given=Given(outside.partner_id, outside.name, outside.charges[work.id]) if outside else None,
    )  # fmt: skip


def _price_told(outside: Outside, work: Work) -> Sentence:
    code = "partner_day" if outside.by_day else "partner_hour"
    return sentence(
        code, who=outside.name, price=f"{outside.price_cny:,.0f}", cost=f"{outside.charges[work.id]:,.0f}"
    )


def _waited_for(brief: Brief, plan: Plan, work: Work) -> list[Sentence]:
    """Return what the work waited for, where that is why it does not begin sooner, and the visit it is part of."""
    told = []
    bound = bound_of(work, brief.planned)
    if bound and bound.at > max(work.opens_at, brief.picture.earliest):
        told.append(bound.told("after"))
    if work.first and work.first.id in brief.planned:
        told.append(sentence("after_order", first=work.first.number))
    visit = brief.works.items() if work.visit else ()
    mates = [one.number for id, one in visit if _one_visit(one, work) and id in plan]
    if mates:
        told.append(sentence("one_visit", orders=", ".join(mates)))
    return told


def _one_visit(one: Work, other: Work) -> bool:
    return one.id != other.id and one.visit is not None and one.visit == other.visit


def _why(
    brief: Brief,
    plan: Plan,
    work: Work,
    each: Assignment,
    person: Planned,
    because_of: str,
    cause: Sentence | None,
) -> tuple[Sentence, ...]:
    told: list[Sentence] = [] if cause is None else [cause]
    starts_at = brief.clock.begins(each.start)
    if work.pledge and cause is None:
        moved = hours_between(work.pledge.starts_at, starts_at)
        others = [str(who) for who, _since, _until in work.pledge.members if str(who) not in each.team]
        told += [sentence("hands_over", who=name_of(brief, who)) for who in others]
        if moved and because_of:
            told.append(sentence("pushed", hours=f"{moved:+.1f}", order=because_of))
        elif moved:
            told.append(sentence("shifted", hours=f"{moved:+.1f}"))
    same_ship = sorted(
        other.number
        for id, other in brief.works.items()
        if id in plan
        and plan[id].team == each.team
        and other.id != work.id
        and other.vessel_id == work.vessel_id
        and not _one_visit(other, work)
    )
    if same_ship:
        told.append(sentence("on_board", orders=", ".join(same_ship[:SAME_SHIP_TOLD])))
    team = each.team[: len(work.asked)]
    if len(team) > 1:
        told.append(sentence("team_of", people=", ".join(name_of(brief, one) for one in team)))
    told += _waited_for(brief, plan, work)
    way = journey(person.home, work.port, brief.picture.table)
    told.append(sentence("way", hours=f"{way.hours:.1f}", place=person.station))
    if work.due_at:
        margin = hours_between(starts_at, work.due_at)
        told.append(
            sentence("in_time", hours=f"{margin:.0f}")
            if margin >= 0
            else sentence("late", hours=f"{ceil(-margin)}")
        )
    if work.steward_id is not None and str(work.steward_id) in each.team:
        told.append(sentence("steward"))
    return tuple(told)
