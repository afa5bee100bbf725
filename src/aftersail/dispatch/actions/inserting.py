"""An urgent order into the plan as it is promised: the best ways are offered, one is taken in one step (R84)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import Reason, Refused, require
from aftersail.dispatch.actions.calling_out import call_out, ways_called_out
from aftersail.dispatch.actions.promises import minute
from aftersail.dispatch.actions.steps import publish_steps
from aftersail.dispatch.events import OrderInserted
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_assign
from aftersail.dispatch.queries.calling_out import is_pressing
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.queries.proposals import PATIENCE
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.dispatch.rules.timetable import whole_minute

if TYPE_CHECKING:
    from aftersail.dispatch.engine import Offer

LEAST_DAYS, MOST_DAYS = 14, 28
"""How far ahead promises are looked at that an urgent order could push."""


@dataclass(frozen=True, slots=True)
class Insertions:
    """The best ways to insert an order as things stood at an instant, the cheapest first; without any, why.

    called_out: the ways outside working hours that are earlier, the earliest first; nobody: why nobody can be called out.
    """

    offered_at: datetime
    offers: tuple[Offer, ...]
    why_not: tuple[Reason, ...] = ()
    called_out: tuple[Offer, ...] = ()
    nobody: tuple[Reason, ...] = ()


def insertions_of(*, by: Account, order: WorkOrder, at: datetime) -> Insertions:
    """Return the three best ways to insert an order that waits, asked of everybody whom the account may see.

    Where it presses, those three beside them who are aboard soonest if they are called out now.
    """
    if order.state != OrderState.APPROVED:
        return Insertions(at, (), (_("Only an approved order that waits for somebody can be inserted."),))
    first = timezone.localdate(at)
    days = (timezone.localdate(order.window_until) - first).days + 1
    line = Timeline(first, min(MOST_DAYS, max(LEAST_DAYS, days)))
    picture = picture_of(by, PlanAsked(line, only=order.pk), whole_minute(at))
    from aftersail.dispatch.engine import offers_for  # 30 MB, only once somebody asks

    offers, why_not = offers_for(picture, order.pk)
    best = min((one.step.starts_at for one in offers), default=None)
    called_out, nobody = (
        ways_called_out(order, picture, best, at) if is_pressing(order, best, at) else ((), ())
    )
    return Insertions(at, offers, tuple(str(one) for one in why_not), called_out, nobody)


@transaction.atomic
def insert_order(
    *, by: Account, order: WorkOrder, staff_id: UUID, starts_at: datetime, offered_at: datetime, at: datetime
) -> Assignment:
    """Take an offer: the promises it pushes are moved and the order is assigned, all or nothing; every rule is asked again.

    For somebody called out, promises without another way wait again, and the log keeps why it is outside working hours.

    Whoever is pushed, and whoever goes, is told by what the moves record. Raises `Refused` for an offer older than half an
    hour, one that is not on offer any more, and with every reason of the rules.
    """
    require(may_assign(by, order))
    if not offered_at <= at <= offered_at + PATIENCE:
        raise Refused([_("This offer is older than half an hour. Look at the new ones.")])
    found = insertions_of(by=by, order=order, at=offered_at)
    offer = next(
        (
            one
            for one in (*found.offers, *found.called_out)
            if (one.step.staff_id, one.step.starts_at) == (staff_id, starts_at)
        ),
        None,
    )
    if offer is None:
        raise Refused([_("This way is not open any more: the plan has changed. Look at the new offers.")])
    if offer.rested_at is None:
        publish_steps(by=by, steps=[*offer.pushed, offer.step], at=at, whole=True)
    else:
        call_out(by=by, order=order, offer=offer, at=at)
    made = Assignment.objects.select_related("staff", "order").get(pk=offer.step.id)
    inserted = OrderInserted(
        number=order.number, order_id=order.pk, engineer=made.staff.name, planned=minute(made.starts_at),
        pushed=[*(one.number for one in offer.pushed), *(one.number for one in offer.open)],
    )  # fmt: skip
    record(inserted, by=by, about=order, at=at)
    return made
