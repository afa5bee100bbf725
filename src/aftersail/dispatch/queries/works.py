"""Work orders, waiting and promised, as planning needs them: rows of bare values, for a board holds thousands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.prepared import SeenBy, among
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.readiness import firsts_of, owed_to
from aftersail.dispatch.rules.planning import Asked, Pledge, Work
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.fleet.queries.user_tasks import busy_spans
from aftersail.fleet.rules.user_tasks import clashes
from aftersail.people.models import Skill, TaskType
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.rules.travel import Place


class OrderRow(NamedTuple):
    """An order as it is read; lists still as the JSON text that they are kept as."""

    id: UUID
    version: int
    number: str
    state: str
    work_hours: Decimal
    opens_at: datetime
    closes_at: datetime
    due_at: datetime | None
    skill: UUID | None
    task: UUID | None
    level: int
    people: int
    papers: str
    tools: str
    after: UUID | None
    visit_with: UUID | None
    severity: str
    vessel: UUID
    steward: UUID | None
    port: str
    latitude: float
    longitude: float


class PromiseRow(NamedTuple):
    """What somebody is promised to."""

    id: UUID
    version: int
    staff: UUID
    starts_at: datetime
    ends_at: datetime
    expected_until: datetime | None
    locked_at: datetime | None


COLUMNS = (
    "id", "version", "number", "state", "work_hours", "window_from", "window_until", "due_at", "skill_id", "task_id", "level", "team_size",
    "certificate_kinds", "tool_classes", "after_id", "visit_with_id", "case__severity", "case__vessel_id", "case__vessel__steward_id",
    "port__code", "port__latitude", "port__longitude",
)  # fmt: skip
JSON = ("certificate_kinds", "tool_classes")


def order_rows(orders: QuerySet[WorkOrder]) -> list[OrderRow]:
    """Return orders as rows."""
    return [OrderRow._make(row) for row in orders.values_list(*_columns(""))]


def _columns(prefix: str) -> list[Any]:
    """Return the columns of an order; what is kept as JSON comes as text, for most orders say the same."""
    return [Cast(prefix + one, TextField()) if one in JSON else prefix + one for one in COLUMNS]


def _promised(seen: QuerySet[Assignment], staff: list[UUID], until: datetime, since: datetime) -> QuerySet[Any, Any]:  # fmt: skip
    """Return the promises of orders to which one of some people is promised between two instants, whole teams, the lead first."""
    touched = Assignment.objects.filter(
        released_at=None, staff__in=among(staff), starts_at__lt=until, ends_at__gt=since
    )
    rows = seen.filter(released_at=None, order__in=touched.values("order_id"))
    own = ("id", "version", "staff_id", "starts_at", "ends_at", "expected_until", "locked_at")
    return rows.order_by("-lead", "created_at", "id").values_list(*own, *_columns("order__"))


PROMISED = SeenBy(Assignment, _promised, list, datetime, datetime)


def promised_orders(
    account: Account, staff: list[UUID], line: Timeline
) -> tuple[list[OrderRow], dict[UUID, list[PromiseRow]]]:
    """Return the orders of the promises that people have in some days, as far as the account may see them, and their teams."""
    orders: list[OrderRow] = []
    teams: dict[UUID, list[PromiseRow]] = defaultdict(list)
    size = len(PromiseRow._fields)
    for row in PROMISED.rows(account, staff, line.ends_at, line.starts_at):
        team = teams[row[size]]
        if not team:
            orders.append(OrderRow._make(row[size:]))
        team.append(PromiseRow._make(row[:size]))
    return orders, teams


def works_of(orders: list[OrderRow], teams: dict[UUID, list[PromiseRow]], line: Timeline) -> tuple[Work, ...]:
    """Return orders as works, with what they wait for, whom they ask for besides the lead, and the days that their ships block."""
    ids = [one.id for one in orders]
    blocked, members = _blocked(orders, line), _members([one.id for one in orders if one.people > 1])
    owed, firsts = owed_to(ids), firsts_of({one.id: one.after for one in orders if one.after})
    roots = {one.visit_with for one in orders}
    asks, places = _Asks(orders), cache(Place)
    return tuple(
        Work(
            id=one.id, version=one.version, number=one.number, vessel_id=one.vessel,
            port=places(one.port, one.latitude, one.longitude), hours=float(one.work_hours),
            opens_at=one.opens_at, closes_at=one.closes_at, skill=lead.skill, skill_name=lead.skill_name, level=lead.level,
            certificates=lead.certificates, due_at=one.due_at, severity=one.severity, steward_id=one.steward,
            blocked=blocked.get(one.vessel, ()) if blocked else (), pledge=_pledge(one, team) if team else None,
            further=tuple(_asked(each) for each in members.get(one.id, ())) if one.people > 1 else (),
            owed=owed.get(one.id, ()) if owed else (), first=firsts.get(one.id) if one.after else None, visit=one.visit_with or (one.id if one.id in roots else None),
            tools=_listed(one.tools),
        )
        for one in orders
        for lead, team in ((asks.of(one), teams.get(one.id)),)
    )  # fmt: skip


class _Asks:
    """What orders ask of their leads: thousands ask for the same few things."""

    def __init__(self, orders: list[OrderRow]) -> None:
        self._skills = Skill.objects.in_bulk({one.skill for one in orders if one.skill})
        self._tasks = TaskType.objects.in_bulk({one.task for one in orders if one.task})
        self._known: dict[tuple[UUID | None, UUID | None, int, str], Asked] = {}

    def of(self, one: OrderRow) -> Asked:
        key = (one.skill, one.task, one.level, one.papers)
        known = self._known.get(key)
        if known is None:
            skill = self._skills.get(one.skill) if one.skill else None
            task = self._tasks.get(one.task) if one.task else None
            known = self._known[key] = _what(skill, task, one.level, _listed(one.papers))
        return known


def _asked(one: OrderMember) -> Asked:
    return _what(one.skill, one.task, one.level, tuple(map(str, one.certificate_kinds)))


def _what(skill: Skill | None, task: TaskType | None, level: int, papers: tuple[str, ...]) -> Asked:
    """Return what is asked of a person; the key names the kind of task where one is stated."""
    if skill is None:
        return Asked(certificates=papers)
    if task is None or task.pk == ALL_TASKS:
        return Asked(f"{skill.pk}:", bare_name(skill), level, papers)
    return Asked(f"{skill.pk}:{task.pk}", f"{bare_name(skill)} · {bare_name(task)}", level, papers)


@lru_cache(4096)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(map(str, json.loads(text)))


def _members(orders: list[UUID]) -> dict[UUID, list[OrderMember]]:
    """Return whom orders for teams ask for besides their leads, by order; one query."""
    found: dict[UUID, list[OrderMember]] = defaultdict(list)
    for one in OrderMember.objects.filter(order__in=among(orders)).select_related("skill", "task"):
        found[one.order_id].append(one)
    return found


def _blocked(orders: Iterable[OrderRow], line: Timeline) -> dict[UUID, tuple[tuple[date, date], ...]]:
    spans = busy_spans({one.vessel for one in orders}, line.first, line.last)
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for one in clashes(spans, line.first, line.last):
        found[one.vessel_id].append((one.first_day, one.last_day))
    return {vessel: tuple(days) for vessel, days in found.items()}


def _pledge(order: OrderRow, team: list[PromiseRow]) -> Pledge:
    lead = team[0]
    return Pledge(
        lead.id, lead.version, lead.staff, lead.starts_at, lead.ends_at,
        members=tuple((one.staff, one.starts_at, max(one.ends_at, one.expected_until or one.ends_at)) for one in team),
        locked=any(one.locked_at for one in team), begun=order.state != OrderState.ASSIGNED,
    )  # fmt: skip
