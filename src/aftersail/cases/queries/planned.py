"""Work orders that a moved date of a hull touches (R36)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OPEN_ORDERS
from aftersail.fleet.queries.effects import Moved


def orders_touched(moved: Moved) -> list[str]:
    """Return the numbers and windows of open work orders on a hull in the days that a moved date touches."""
    if moved.days is None:
        return []
    first = timezone.make_aware(datetime.combine(moved.days[0], time.min))
    last = timezone.make_aware(datetime.combine(moved.days[1] + timedelta(1), time.min))
    rows = WorkOrder.objects.filter(
        case__vessel=moved.vessel, state__in=OPEN_ORDERS, window_from__lt=last, window_until__gte=first
    ).order_by("window_from")
    return [
        f"{one.number} {timezone.localtime(one.window_from):%Y-%m-%d} – {timezone.localtime(one.window_until):%Y-%m-%d}"
        for one in rows
    ]
