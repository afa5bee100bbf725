"""Orders that wait for somebody, and who is promised where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OPEN_ORDERS
from aftersail.core.models import Account
from aftersail.core.prepared import Prepared, SeenBy
from aftersail.core.refusals import NotThere
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Staff


@dataclass(frozen=True, slots=True)
class StaffWeek:
    """One engineer's promises of a week, by day; `days` has seven lists."""

    staff: Staff
    days: tuple[tuple[Assignment, ...], ...]


RELATED = (
    "case__vessel__lies_at", "case__equipment__model", "case__station", "case__owner", "port", "skill", "task", "after", "visit_with",
)  # fmt: skip


def orders_for(account: Account) -> QuerySet[WorkOrder]:
    """Return the work orders that this account may see."""
    return WorkOrder.objects.visible_to(account).select_related(*RELATED)


def _order(seen: QuerySet[WorkOrder], pk: UUID) -> QuerySet[WorkOrder]:
    return seen.filter(pk=pk).order_by().select_related(*RELATED)


def order_by_id(account: Account, order_id: UUID) -> WorkOrder:
    """Return one work order, or refuse as if it did not exist."""
    found: WorkOrder | None = ORDER.first(account, order_id)
    if found is None:
        raise NotThere
    return found


ORDER = SeenBy(WorkOrder, _order, UUID)


def open_orders(account: Account) -> QuerySet[WorkOrder]:
    """Return the orders still to be done: the single dispatch queue (R17)."""
    return orders_for(account).filter(state__in=OPEN_ORDERS)


def assignments_for(account: Account) -> QuerySet[Assignment]:
    """Return the assignments of orders that this account may see."""
    return Assignment.objects.visible_to(account).select_related("staff__station", "order__case__vessel")


def _assignment(seen: QuerySet[Assignment], pk: UUID) -> QuerySet[Assignment]:
    related = ("staff__station", "staff__account", "order__case__vessel")
    return seen.filter(pk=pk).order_by().select_related(*related)


def assignment_by_id(account: Account, assignment_id: UUID) -> Assignment:
    """Return one assignment, or refuse as if it did not exist."""
    found: Assignment | None = ASSIGNMENT.first(account, assignment_id)
    if found is None:
        raise NotThere
    return found


ASSIGNMENT = SeenBy(Assignment, _assignment, UUID)


def promised_to(order_id: UUID) -> set[UUID]:
    """Return who is promised to an order now."""
    return {staff for (staff,) in PROMISED.rows(order_id)}


PROMISED = Prepared(
    lambda order: Assignment.objects.filter(order=order, released_at=None).values_list("staff_id"), UUID
)


def assignments_of(order_ids: list[UUID]) -> dict[UUID, list[Assignment]]:
    """Return the promises in force by order, the lead first."""
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(order__in=order_ids, released_at=None).select_related("staff__station")
    for row in rows.order_by("-lead", "starts_at"):
        found[row.order_id].append(row)
    return found


def week_of(account: Account, day: date, station: Any = None) -> list[StaffWeek]:
    """Return who is promised where in the seven days from `day` (local), people without a promise left out."""
    first = timezone.make_aware(datetime.combine(day, time.min))
    rows = assignments_for(account).filter(
        released_at=None, starts_at__lt=first + timedelta(days=7), ends_at__gt=first
    )
    if station is not None:
        rows = rows.filter(staff__station=station)
    by_staff: dict[UUID, list[Assignment]] = defaultdict(list)
    people: dict[UUID, Staff] = {}
    for row in rows.order_by("staff__station__code", "staff__number", "starts_at"):
        by_staff[row.staff_id].append(row)
        people[row.staff_id] = row.staff
    return [StaffWeek(people[pk], _by_day(mine, first)) for pk, mine in by_staff.items()]


def _by_day(rows: list[Assignment], first: datetime) -> tuple[tuple[Assignment, ...], ...]:
    days = []
    for number in range(7):
        start = first + timedelta(days=number)
        days.append(
            tuple(row for row in rows if row.starts_at < start + timedelta(days=1) and row.ends_at > start)
        )
    return tuple(days)
