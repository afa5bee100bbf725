"""What dispatch tells the pages about people: who is promised when, and what somebody was sent to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersail.core.models import Account
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import READERS
from aftersail.dispatch.queries.candidates import busy_times
from aftersail.people.contributed import BusyStretch, LifeEntry

LIFE_ENTRIES = 200


def promised_days(
    account: Account, staff: Collection[UUID], first: date, last: date
) -> Iterator[BusyStretch]:
    """Tell the calendar who is promised; orders that the reader may not see say only that somebody is taken."""
    since = timezone.make_aware(datetime.combine(first, time.min))
    until = timezone.make_aware(datetime.combine(last, time.min)) + timedelta(days=1)
    busy = busy_times(staff, since)
    ids = {
        promise.order_id for promises in busy.values() for promise in promises if promise.starts_at < until
    }
    rows = Assignment.objects.visible_to(account).filter(order__in=ids)
    shown = dict(rows.values_list("order_id", "order__case__vessel__hull_code"))
    opens = account.has_role(*READERS)
    for person, promises in busy.items():
        for promise in promises:
            if promise.starts_at >= until:
                continue
            known = promise.order_id in shown
            yield BusyStretch(
                person,
                timezone.localdate(promise.starts_at),
                timezone.localdate(promise.ends_at - timedelta(seconds=1)),
                shown[promise.order_id] if known else _("taken"),
                reverse("dispatch:proposal", args=[promise.order_id]) if known and opens else "",
            )


def sent_where(account: Account, staff_id: UUID) -> Iterator[LifeEntry]:
    """Tell a person's timeline the orders they were sent for, with the stage in the ship's life (R34)."""
    rows = (
        Assignment.objects.visible_to(account)
        .filter(staff=staff_id, released_at=None)
        .select_related("order__case__vessel", "order__port")
        .order_by("-starts_at")[:LIFE_ENTRIES]
    )
    opens = account.has_role(*READERS)
    for one in rows:
        case = one.order.case
        yield LifeEntry(
            timezone.localdate(one.starts_at),
            timezone.localdate(one.ends_at),
            case.get_stage_display(),
            f"{one.order.number} · {case.vessel.hull_code}",
            case.title,
            reverse("dispatch:proposal", args=[one.order_id]) if opens else "",
            "route",
        )
