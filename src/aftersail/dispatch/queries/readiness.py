"""What orders wait for: parts that are owed, and orders that must end before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OPEN_ORDERS
from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse
from aftersail.dispatch.models import Assignment, PartnerOrder
from aftersail.dispatch.rules.planning import First, Owed
from aftersail.dispatch.rules.timeline import LOCAL, local_minute
from aftersail.dispatch.states import GIVEN
from aftersail.supply.queries.work import parts_owed


def owed_to(orders: Iterable[UUID]) -> dict[UUID, tuple[Owed, ...]]:
    """Return by order the parts that it waits for; one query."""
    found = parts_owed(list(orders))
    return {order: tuple(Owed(one.name, one.expected_on) for one in parts) for order, parts in found.items()}


def firsts_of(after: Mapping[UUID, UUID]) -> dict[UUID, First]:
    """Return by order the one that must end before it, as far as that is still to be done; three queries at most.

    after: by order which one that is.
    """
    known = WorkOrder.objects.filter(pk__in=set(after.values()), state__in=OPEN_ORDERS)
    numbers = dict(known.values_list("pk", "number")) if after else {}
    if not numbers:
        return {}
    ends: dict[UUID, datetime] = {}
    promised = Assignment.objects.filter(order__in=numbers, released_at=None)
    for order, ends_at, expected in promised.values_list("order_id", "ends_at", "expected_until"):
        ends[order] = max(filter(None, (ends.get(order), ends_at, expected)))
    given = PartnerOrder.objects.filter(order__in=numbers, state__in=GIVEN)
    for order, ends_at in given.values_list("order_id", "ends_at"):
        ends[order] = max(filter(None, (ends.get(order), ends_at)))
    return {order: First(pk, numbers[pk], ends.get(pk)) for order, pk in after.items() if pk in numbers}


@dataclass(frozen=True, slots=True)
class Waits:
    """What work must wait for, in words; `at` is the instant from which it need not, None where nobody knows."""

    at: datetime | None
    reason: Reason


def waits_of(order: WorkOrder) -> list[Waits]:
    """Return what an order that is still to be done waits for: its parts, and the order that must end before it."""
    if order.state not in OPEN_ORDERS:
        return []
    found = [_waits_for_part(one) for one in owed_to([order.pk]).get(order.pk, ())]
    first = firsts_of({order.pk: order.after_id} if order.after_id else {}).get(order.pk)
    if first is not None:
        known = first.ends_at is not None
        told = _("{first} must end before, at {until}.") if known else _("{first} must end before; nobody is promised to it yet.")  # fmt: skip
        until = local_minute(first.ends_at) if first.ends_at else ""
        found.append(Waits(first.ends_at, format_lazy(told, first=first.number, until=until)))
    return found


def _waits_for_part(one: Owed) -> Waits:
    if one.expected_on is None:
        return Waits(None, format_lazy(_("{part} is owed; nobody has said when it arrives."), part=one.name))
    at = datetime.combine(one.expected_on, time(), LOCAL)
    told = _("{part} arrives on {day}.")
    return Waits(at, format_lazy(told, part=one.name, day=one.expected_on.isoformat()))


def in_turn(order: WorkOrder, starts_at: datetime, ends_at: datetime, reason: str) -> Verdict:
    """Work before its parts are there, before the order ahead of it has ended, or into one after it, needs a reason."""
    if reason:
        return ALLOWED
    told = _("{why} Choose a later start, or say why it is possible all the same.")
    early = [
        refuse(format_lazy(told, why=one.reason))
        for one in waits_of(order)
        if one.at is None or starts_at < one.at
    ]
    behind = Assignment.objects.filter(
        order__after=order.pk,
        order__state__in=OPEN_ORDERS,
        released_at=None,
        lead=True,
        starts_at__lt=ends_at,
    )
    pushed = _("{order} comes after this one and begins at {start}. Move it first, or say why that is possible all the same.")  # fmt: skip
    early += [
        refuse(format_lazy(pushed, order=number, start=local_minute(start)))
        for number, start in behind.values_list("order__number", "starts_at")
    ]
    return all_of(*early)
