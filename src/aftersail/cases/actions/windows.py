"""When a ship can be reached, noted anew: it sails early, comes late, or stays longer (R84)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import WindowMoved
from aftersail.cases.models import WorkOrder
from aftersail.cases.permissions import may_move_window
from aftersail.cases.states import OPEN_ORDERS
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require


@transaction.atomic
def move_window(
    *,
    by: Account,
    order: WorkOrder,
    window_from: datetime,
    window_until: datetime,
    reason: str,
    at: datetime,
    whole_ship: bool = False,
    seen: int | None = None,
) -> list[WorkOrder]:
    """Note when the ship can be reached now; promises stay as they are until somebody publishes others.

    With `whole_ship` the same holds for all open orders on this ship in this port. Returns the orders that changed.
    """
    require(
        all_of(
            may_move_window(by, order),
            ALLOWED if reason.strip() else refuse(_("Give the reason.")),
            ALLOWED
            if window_until > window_from
            else refuse(_("The ship's window must close after it opens.")),
            ALLOWED
            if window_until > at
            else refuse(_("The ship's window is already over. Choose a later one.")),
        )
    )
    concerned = [order]
    if whole_ship:
        others = WorkOrder.objects.visible_to(by).filter(
            case__vessel=order.case.vessel_id, port=order.port_id, state__in=OPEN_ORDERS
        )
        concerned += others.exclude(pk=order.pk).select_related("case").order_by("number")
    changed = []
    for one in concerned:
        if (one.window_from, one.window_until) == (window_from, window_until):
            continue
        one.change(
            seen if one is order else None,
            window_from=window_from,
            window_until=window_until,
            window_moved_at=at,
        )
        moved = WindowMoved(
            number=one.number, since=_minute(window_from), until=_minute(window_until), reason=reason.strip()
        )
        record(moved, by=by, about=one, at=at)
        changed.append(one)
    return changed


def _minute(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
