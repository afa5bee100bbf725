"""Work that takes longer than promised: when it is expected to end (R84)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.dispatch.events import OverrunExpected
from aftersail.dispatch.models import Assignment


@transaction.atomic
def expect_end(*, by: Account | None, order: WorkOrder, until: datetime, at: datetime) -> bool:
    """Note when work that has begun will end; part of a larger action, which asked who may. False where it is known."""
    require(all_of(_under_way(order), ALLOWED if until > at else refuse(_("Name a time that lies ahead."))))
    rows = Assignment.objects.filter(order=order, released_at=None)
    lead = rows.filter(lead=True).exclude(expected_until=until).first()
    if lead is None:
        return False
    rows.update(expected_until=until)
    expected = OverrunExpected(number=order.number, order_id=order.pk, expected_until=until)
    record(expected, by=by, about=lead, at=at)
    return True


def end_reached(*, order: WorkOrder) -> None:
    """Forget when work was expected to end, now that it has; part of a larger action."""
    Assignment.objects.filter(order=order, released_at=None).update(expected_until=None)


def _under_way(order: WorkOrder) -> Verdict:
    if order.state == OrderState.IN_PROGRESS:
        return ALLOWED
    return refuse(_("Only work that has begun is expected to end at a time."))
