"""Making promises of planned steps, each by the actions of the board, so that every rule is asked again (R17, R38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from aftersail.cases.models import WorkOrder
from aftersail.core.models import Account
from aftersail.core.verdicts import Reason, Refused, all_of, require
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.actions.moving import move_assignment, promises_of, replan
from aftersail.dispatch.actions.outside import offer_planned
from aftersail.dispatch.actions.partners import hold_partners
from aftersail.dispatch.actions.promises import hold_still
from aftersail.dispatch.permissions import may_release
from aftersail.dispatch.queries.orders import assignment_by_id, order_by_id
from aftersail.dispatch.queries.plan_drafts import standing_of
from aftersail.dispatch.rules.locks import is_open
from aftersail.dispatch.rules.plans import Step, why_stale
from aftersail.people.models import Staff

Refusals = dict[UUID, tuple[Reason, ...]]
"""Why steps did not go through, by the id of the step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of publishing: the steps that went through, and those refused with every reason."""

    published: tuple[Step, ...]
    refused: tuple[tuple[Step, tuple[Reason, ...]], ...]


def publish_steps(*, by: Account, steps: Sequence[Step], at: datetime, whole: bool = False) -> Outcome:
    """Make promises of steps; part of a larger action. With `whole` all go through or `Refused` names what stood against it.

    Steps wait for each other: whoever is to take over hours that another step frees is tried again after that one.
    Exchanges in a ring are made in one go.
    """
    people = list(Staff.objects.filter(pk__in=_touched(steps)).select_related("account", "station__port"))
    hold_still(people)
    hold_partners({one.given.partner_id for one in steps if one.given})
    staff = {one.pk: one for one in people}
    now = standing_of(by, steps)
    refused: Refusals = {
        one.id: (why,) for one in steps if (why := why_stale(one, now.get(one.order_id))) is not None
    }
    waiting, done = [one for one in steps if one.id not in refused], []
    while waiting:
        told, through = _tried(by, waiting, staff, at)
        if not through:
            through = _ring(by, [one for one in waiting if one.before], staff, at)
        done += through
        waiting = [one for one in waiting if one not in through]
        if not through:
            refused |= told
            break
    if whole and refused:
        raise Refused([_named(one, why) for one in steps for why in refused.get(one.id, ())])
    return Outcome(tuple(done), tuple((one, refused[one.id]) for one in steps if one.id in refused))


def _named(step: Step, why: Reason) -> str:
    return f"{step.number}: {why}"


def _touched(steps: Sequence[Step]) -> set[UUID]:
    return {who for one in steps for who in one.touched}


def _tried(
    by: Account, steps: Sequence[Step], staff: dict[UUID, Staff], at: datetime
) -> tuple[Refusals, list[Step]]:
    """Try every step by itself; return why those refused were, and which went through."""
    refused: Refusals = {}
    through = []
    for step in steps:
        try:
            with transaction.atomic():
                _take(by, step, staff, at)
        except Refused as refusal:
            refused[step.id] = tuple(refusal.reasons)
        else:
            through.append(step)
    return refused, through


def _take(by: Account, step: Step, staff: dict[UUID, Staff], at: datetime) -> None:
    if step.given is not None:
        offer_planned(by=by, step=step, given=step.given, at=at)
        return
    who, begin, end = staff[step.staff_id], step.starts_at, step.ends_at
    team = [staff[one] for one in step.team]
    if step.before is None:
        order = order_by_id(by, step.order_id)
        assign_order(
            by=by, order=order, staff=who, team=team, starts_at=begin, ends_at=end, at=at, id=step.id, seen=step.order_version,
            planned=True,
        )  # fmt: skip
        return
    found = assignment_by_id(by, step.before.assignment_id)
    move_assignment(
        by=by, assignment=found, staff=who, team=team, starts_at=begin, ends_at=end, at=at, id=step.id, seen=step.before.version,
        planned=True,
    )  # fmt: skip


def _ring(by: Account, steps: Sequence[Step], staff: dict[UUID, Staff], at: datetime) -> list[Step]:
    """Take promises that stand in each other's way back together and make them anew; none where one is refused."""
    if len(steps) < 2:
        return []
    try:
        with transaction.atomic():
            _exchange(by, [(one, order_by_id(by, one.order_id)) for one in steps], staff, at)
    except Refused:
        return []
    return list(steps)


def _exchange(
    by: Account, pairs: list[tuple[Step, WorkOrder]], staff: dict[UUID, Staff], at: datetime
) -> None:
    before = {step.id: promises_of(order) for step, order in pairs}
    for step, order in pairs:
        require(all_of(may_release(by, order), *(is_open(one) for one in before[step.id])))
        for one in before[step.id]:
            one.change(released_at=at)
    for step, order in pairs:
        replan(
            by=by, order=order, before=before[step.id], people=[staff[one] for one in step.everybody], starts_at=step.starts_at,
            ends_at=step.ends_at, at=at, id=step.id, reason="", planned=True,
        )  # fmt: skip
