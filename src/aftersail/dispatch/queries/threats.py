"""Promises that cannot be kept any more, and the drafts that answer them; a fixed number of queries (R84)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from aftersail.cases.states import OrderState
from aftersail.core.isolation import visible
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.dispatch.queries.readiness import owed_to
from aftersail.dispatch.rules.planning import Owed
from aftersail.dispatch.rules.threats import Held, Threat, threats_of
from aftersail.fleet.queries.user_tasks import busy_spans
from aftersail.fleet.rules.user_tasks import clashes
from aftersail.people.models import Leave
from aftersail.people.queries.network import place_of, travel_table
from aftersail.people.states import LeaveState

AHEAD_DAYS = 28
"""How far ahead promises are looked at; what lies later is planned when its time comes."""

Spans = dict[UUID, list[tuple[date, date]]]


def threats_now(account: Account, now: datetime) -> list[Threat]:
    """Return the promises that an account may see and that cannot be kept, in the order of time."""
    until = now + timedelta(days=AHEAD_DAYS)
    begun = Q(order__state=OrderState.IN_PROGRESS, expected_until__gt=now)
    rows = list(
        Assignment.objects.visible_to(account)
        .filter(Q(order__state=OrderState.ASSIGNED, ends_at__gt=now) | begun, released_at=None, starts_at__lt=until)
        .select_related("order__case", "order__port", "staff")
        .order_by("starts_at", "id")
    )  # fmt: skip
    first, last = timezone.localdate(now), timezone.localdate(until) + timedelta(AHEAD_DAYS)
    away = _away({one.staff_id for one in rows}, first, last)
    blocked = _blocked({one.order.case.vessel_id for one in rows}, first, last)
    owed = owed_to({one.order_id for one in rows})
    return threats_of([_held(one, away, blocked, owed.get(one.order_id, ())) for one in rows], travel_table())


def threatened(account: Account, now: datetime) -> list[tuple[Threat, Assignment]]:
    """Return the promises that cannot be kept, each with who was to go to which ship, in the order of time."""
    found = threats_now(account, now)
    rows = Assignment.objects.select_related("staff", "order__case__vessel").in_bulk(
        [one.assignment_id for one in found]
    )
    return [(one, rows[one.assignment_id]) for one in found]


def promises_of_people(staff: Collection[UUID]) -> set[UUID]:
    """Return the orders that people are promised to."""
    return _orders(Assignment.objects.filter(staff__in=staff))


def promises_on_ship(vessel: UUID) -> set[UUID]:
    """Return the orders promised on a ship."""
    return _orders(Assignment.objects.filter(order__case__vessel=vessel))


def promises_beside(order: UUID) -> set[UUID]:
    """Return the orders promised to whoever is promised to an order, that order included."""
    team = Assignment.objects.filter(order=order, released_at=None).values("staff_id")
    return _orders(Assignment.objects.filter(staff__in=team))


def _orders(rows: QuerySet[Assignment]) -> set[UUID]:
    return set(rows.filter(released_at=None).values_list("order_id", flat=True))


def open_replans(account: Account) -> QuerySet[PlanDraft]:
    """Return the drafts that a change made necessary and that nobody has settled yet, the newest first."""
    return PlanDraft.objects.visible_to(account).filter(state=DraftState.OPEN).exclude(cause=[])


def planners_for(orders: Iterable[UUID]) -> list[Account]:
    """Return whose work it is to plan some orders anew: the dispatchers, and station managers who see one of them."""
    ids = list(orders)
    active = Account.objects.filter(is_active=True)
    found = list(active.filter(roles__contains=[Role.DISPATCHER]).order_by("username"))
    leads = active.filter(roles__contains=[Role.STATION_MANAGER]).order_by("username")
    return found + [
        one
        for one in leads
        if one not in found and visible(Assignment, one).filter(order__in=ids, released_at=None).exists()
    ]


def _away(staff: Collection[UUID], first: date, last: date) -> Spans:
    found: Spans = defaultdict(list)
    rows = Leave.objects.filter(
        staff__in=staff, state=LeaveState.APPROVED, first_day__lte=last, last_day__gte=first
    )
    for person, begin, end in rows.values_list("staff_id", "first_day", "last_day"):
        found[person].append((begin, end))
    return found


def _blocked(vessels: Collection[UUID], first: date, last: date) -> Spans:
    found: Spans = defaultdict(list)
    for one in clashes(busy_spans(vessels, first, last), first, last):
        found[one.vessel_id].append((one.first_day, one.last_day))
    return found


def _held(row: Assignment, away: Spans, blocked: Spans, owed: Sequence[Owed]) -> Held:
    order: Any = row.order
    parts = [(one.name, one.expected_on) for one in owed if one.expected_on]
    moved = order.window_moved_at
    return Held(
        order_id=order.pk, assignment_id=row.pk, version=row.version, number=order.number, staff_id=row.staff_id,
        who=bare_name(row.staff), vessel_id=order.case.vessel_id, port=place_of(order.port), starts_at=row.starts_at,
        ends_at=row.ends_at, window=(order.window_from, order.window_until), begun=order.state == OrderState.IN_PROGRESS,
        explained=bool(row.override_reason) and (moved is None or moved < row.created_at), busy_until=row.expected_until,
        away=tuple(away.get(row.staff_id, ())), blocked=tuple(blocked.get(order.case.vessel_id, ())),
        owed=max(parts, key=lambda one: one[1], default=None),
    )  # fmt: skip
