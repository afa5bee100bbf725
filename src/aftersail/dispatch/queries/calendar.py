"""What the user's calendar and a hull's moved dates mean for promises (R36, R37)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.dispatch.models import Assignment
from aftersail.fleet.queries.effects import Moved
from aftersail.fleet.queries.user_tasks import Availability, availability


def calendar_of(
    order: WorkOrder, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> Availability:
    """Return what the user's calendar says of an order's window, or of the hours named; days only, never what is done."""
    first = timezone.localdate(starts_at or order.window_from)
    last = timezone.localdate(ends_at or order.window_until)
    return availability(order.case.vessel_id, first, max(first, last))


def not_blocked(order: WorkOrder, starts_at: datetime, ends_at: datetime, reason: str) -> Verdict:
    """Hours in days that the user's calendar blocks need a reason, such as the user's consent (R37)."""
    blocking = calendar_of(order, starts_at, ends_at).blocked
    if not blocking or reason:
        return ALLOWED
    told = _(
        "The user's calendar blocks {first} – {last}. Choose other hours, or say why the ship can be served all the same."
    )
    return refuse(
        format_lazy(told, first=blocking[0].first_day.isoformat(), last=blocking[0].last_day.isoformat())
    )


def promises_touched(moved: Moved) -> list[str]:
    """Return the promises on a hull in the days that a moved date touches: order, engineer, start."""
    if moved.days is None:
        return []
    first = timezone.make_aware(datetime.combine(moved.days[0], time.min))
    last = timezone.make_aware(datetime.combine(moved.days[1] + timedelta(1), time.min))
    rows = (
        Assignment.objects.filter(
            order__case__vessel=moved.vessel,
            released_at=None,
            starts_at__lt=last,
            ends_at__gte=first,
            order__done_at=None,
        )
        .select_related("order", "staff")
        .order_by("starts_at")
    )
    return [
        f"{one.order.number} {one.staff.name} {timezone.localtime(one.starts_at):%Y-%m-%d}" for one in rows
    ]
