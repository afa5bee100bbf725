"""Calling somebody out for an urgent order: what is offered, and sending whoever is chosen (R84)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.verdicts import Reason
from aftersail.dispatch.actions import assign_order, release_assignment
from aftersail.dispatch.actions.steps import publish_steps
from aftersail.dispatch.queries.calling_out import called_out_ways
from aftersail.dispatch.queries.orders import assignment_by_id
from aftersail.dispatch.rules.calling_out import CalledOut
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Picture, hours_between
from aftersail.dispatch.rules.plans import Step
from aftersail.dispatch.rules.timeline import local_minute
from aftersail.people.models import Staff

if TYPE_CHECKING:
    from aftersail.dispatch.engine import Offer

WAYS = 3


def ways_called_out(
    order: WorkOrder, picture: Picture, best: datetime | None, at: datetime
) -> tuple[tuple[Offer, ...], tuple[Reason, ...]]:
    """Return the ways to call somebody out that are aboard before `best`, the earliest first; without any, why."""
    found = called_out_ways(order, picture, best, at, WAYS)
    offers = tuple(_offer(order, picture, staff_id, one, best) for staff_id, one in found.ways)
    return offers, found.why_not


def call_out(*, by: Account, order: WorkOrder, offer: Offer, at: datetime) -> None:
    """Send whoever is called out; part of a larger action, which asked who may and that the offer still stands.

    Promises in the way are moved first, all or nothing; those without another way wait again, and whoever it concerns is
    told. Raises `Refused` with every reason.
    """
    step = offer.step
    staff = Staff.objects.select_related("account", "station__port").get(pk=step.staff_id)
    publish_steps(by=by, steps=offer.pushed, at=at, whole=True)
    why = format_lazy(_("{who} is called out for {order}."), who=staff.name, order=order.number)
    for work in offer.open:
        assert work.pledge is not None  # only promises give way
        promise = assignment_by_id(by, work.pledge.assignment_id)
        release_assignment(by=by, assignment=promise, reason=str(why), at=at, seen=work.pledge.version)
    assign_order(
        by=by, order=order, staff=staff, starts_at=step.starts_at, ends_at=step.ends_at, at=at, id=step.id,
        override_reason=str(_("Outside working hours: called out for an urgent order.")), seen=step.order_version, planned=True,
    )  # fmt: skip


def _offer(
    order: WorkOrder, picture: Picture, staff_id: UUID, found: CalledOut, best: datetime | None
) -> Offer:
    from aftersail.dispatch.engine import Away, Offer, displaced_anew  # 30 MB, only once somebody asks

    fits = found.proposal
    step = Step(
        id=new_id(), order_id=order.pk, order_version=order.version, number=order.number, staff_id=staff_id,
        starts_at=fits.earliest_start, ends_at=fits.ends_at, why=_why(order, found, best),
    )  # fmt: skip
    if not found.displaced:
        return Offer(found.cost_cny, step, (), found.rested_at)
    numbers = {one.what for one in found.displaced}
    away = Away(
        staff_id, fits.candidate.name, order.pk, order.number,
        sets_out=fits.earliest_start - timedelta(hours=fits.travel_hours), rested_at=found.rested_at,
    )  # fmt: skip
    displaced = frozenset(one.id for one in picture.works if one.number in numbers)
    pushed, left = displaced_anew(picture, away, displaced)
    return Offer(found.cost_cny, step, pushed, found.rested_at, left)


def _why(order: WorkOrder, found: CalledOut, best: datetime | None) -> tuple[Sentence, ...]:
    fits = found.proposal
    sooner = None if best is None else hours_between(fits.earliest_start, best)
    told = [] if sooner is None else [sentence("sooner", hours=f"{sooner:.1f}")]
    told.append(sentence("door_to_ship", hours=f"{fits.travel_hours:.1f}"))
    if order.due_at:
        margin = hours_between(fits.earliest_start, order.due_at)
        late = sentence("late", hours=f"{ceil(-margin)}")
        told.append(sentence("in_time", hours=f"{margin:.0f}") if margin >= 0 else late)
    if found.rested_at > fits.ends_at:
        told.append(sentence("rests", until=local_minute(found.rested_at)))
    return tuple(told)
