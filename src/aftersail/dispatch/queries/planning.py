"""Rows to the picture that a plan is made from, in a fixed number of queries whatever the size (R38)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.candidates import busy_times
from aftersail.dispatch.queries.readiness import firsts_of, owed_to
from aftersail.dispatch.rules.needs import HeldCertificate
from aftersail.dispatch.rules.planning import Asked, Picture, Planned, Pledge, Taken, Work, days_on_duty
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.fleet.queries.user_tasks import busy_spans
from aftersail.fleet.rules.user_tasks import clashes
from aftersail.people.models import Certificate, Leave, Staff, StaffSkill
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.queries import area_with_parts
from aftersail.people.queries.calendar import house_days, roster_lines
from aftersail.people.queries.network import place_of, travel_table
from aftersail.people.rules.skills import level_for
from aftersail.people.states import LeaveState
from aftersail.supply.queries.tool import classes_at_hand

MOST_ORDERS = 2000
"""So many orders are planned at once, the most urgent first."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What is to be planned: the days, and whose people and orders; without either everybody's.

    only: plan this one order, which is urgent, into what is promised, and leave the other orders that wait.
    promised: leave all orders that wait; for planning anew what is promised.
    """

    line: Timeline
    station: UUID | None = None
    area: UUID | None = None
    only: UUID | None = None
    promised: bool = False


def picture_of(account: Account, asked: PlanAsked, earliest: datetime) -> Picture:
    """Return orders, people and promises of what an account may see, as planning needs them."""
    people = _people(account, asked)
    ids = [one.pk for one in people]
    promises = _promises(account, asked, ids)
    waiting = [] if asked.promised else _waiting(account, asked)
    orders = waiting + [rows[0].order for rows in promises.values()]
    blocked, members = _blocked(orders, asked.line), members_of(one.pk for one in orders)
    owed, firsts = owed_to(one.pk for one in orders), firsts_of(orders)
    roots = {one.visit_with_id for one in orders}
    works = tuple(
        replace(
            _work(one, blocked, promises.get(one.pk), members[one.pk]), owed=owed.get(one.pk, ()), first=firsts.get(one.pk),
            visit=one.visit_with_id or (one.pk if one.pk in roots else None),
        )
        for one in orders
    )  # fmt: skip
    planned = _planned(account, people, works, asked, promises)
    return Picture(asked.line, earliest, works, planned, travel_table())


def members_of(orders: Iterable[UUID]) -> dict[UUID, list[OrderMember]]:
    """Return whom orders ask for besides their leads, by order; one query."""
    found: dict[UUID, list[OrderMember]] = defaultdict(list)
    for one in OrderMember.objects.filter(order__in=list(orders)).select_related("skill", "task"):
        found[one.order_id].append(one)
    return found


def _asked(one: WorkOrder | OrderMember) -> Asked:
    plain = one.task is None or one.task_id == ALL_TASKS
    named = bare_name(one.skill) + ("" if plain else f" · {bare_name(one.task)}") if one.skill else ""
    papers = tuple(str(kind) for kind in one.certificate_kinds)
    return Asked(skill_key(one), named, one.level if one.skill_id else 0, papers)


def skill_key(order: WorkOrder | OrderMember) -> str:
    """Return the key of what an order asks for: the skill, and the kind of task where one is stated."""
    if order.skill_id is None:
        return ""
    task = "" if order.task_id in {None, ALL_TASKS} else str(order.task_id)
    return f"{order.skill_id}:{task}"


def _people(account: Account, asked: PlanAsked) -> list[Staff]:
    people = Staff.objects.visible_to(account).filter(active=True, serves_on_board=True)
    if asked.station:
        people = people.filter(station=asked.station)
    if asked.area:
        people = people.filter(station__area__in=area_with_parts(asked.area))
    return list(people.select_related("station__port").order_by("number"))


def _waiting(account: Account, asked: PlanAsked) -> list[WorkOrder]:
    """Return the orders that wait for somebody, those whose window opens only after the days left out."""
    rows = WorkOrder.objects.visible_to(account).filter(state=OrderState.APPROVED)
    if asked.only:
        rows = rows.filter(pk=asked.only)
    else:
        rows = rows.filter(window_from__lt=asked.line.ends_at)
        if asked.station:
            rows = rows.filter(case__station=asked.station)
        if asked.area:
            rows = rows.filter(case__station__area__in=area_with_parts(asked.area))
    related = rows.select_related("case__vessel", "port", "skill", "task", "after")
    return list(related.order_by("case__severity", "due_at", "number")[:MOST_ORDERS])


def _promises(account: Account, asked: PlanAsked, ids: list[UUID]) -> dict[UUID, list[Assignment]]:
    """Return by order the promises of the days that the account may see, whole teams, the lead first."""
    line = asked.line
    touched = Assignment.objects.filter(
        released_at=None, staff__in=ids, starts_at__lt=line.ends_at, ends_at__gt=line.starts_at
    )
    rows = Assignment.objects.visible_to(account).filter(
        released_at=None, order__in=touched.values("order_id")
    )
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    related = ("order__case__vessel", "order__port", "order__skill", "order__task", "order__after")
    for row in rows.select_related(*related).order_by("-lead", "created_at", "id"):
        found[row.order_id].append(row)
    return found


def _blocked(orders: list[WorkOrder], line: Timeline) -> dict[UUID, tuple[tuple[date, date], ...]]:
    spans = busy_spans({one.case.vessel_id for one in orders}, line.first, line.last)
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for one in clashes(spans, line.first, line.last):
        found[one.vessel_id].append((one.first_day, one.last_day))
    return {vessel: tuple(days) for vessel, days in found.items()}


def _work(
    order: WorkOrder, blocked: dict[UUID, Any], team: list[Assignment] | None, members: list[OrderMember]
) -> Work:
    vessel, lead = order.case.vessel, _asked(order)
    return Work(
        id=order.pk, version=order.version, number=order.number, vessel_id=vessel.pk, port=place_of(order.port),
        hours=float(order.work_hours), opens_at=order.window_from, closes_at=order.window_until, skill=lead.skill,
        skill_name=lead.skill_name, level=lead.level, certificates=lead.certificates,
        further=tuple(_asked(one) for one in members), due_at=order.due_at,
        severity=order.case.severity, steward_id=vessel.steward_id, blocked=blocked.get(vessel.pk, ()),
        pledge=_pledge(order, team) if team else None,
        tools=tuple(order.tool_classes),
    )  # fmt: skip


def _pledge(order: WorkOrder, team: list[Assignment]) -> Pledge:
    lead = team[0]
    return Pledge(
        lead.pk, lead.version, lead.staff_id, lead.starts_at, lead.ends_at,
        members=tuple((one.staff_id, one.starts_at, max(one.ends_at, one.expected_until or one.ends_at)) for one in team),
        locked=any(one.locked_at for one in team), begun=order.state != OrderState.ASSIGNED,
    )  # fmt: skip


def _planned(
    account: Account,
    people: list[Staff],
    works: tuple[Work, ...],
    asked: PlanAsked,
    promises: dict[UUID, list[Assignment]],
) -> tuple[Planned, ...]:
    ids, line, urgent = [one.pk for one in people], asked.line, asked.only is not None
    calendar = house_days()
    working = [calendar.is_working_day(day) for day in line.every]
    rosters, away = roster_lines(ids, line.first, line.last), _leaves(ids, line)
    levels, papers = _levels(ids, works), _papers(ids, line)
    taken, tools = _taken(ids, line, promises), _tools(account, people, works, line)
    return tuple(
        Planned(
            id=one.pk, name=bare_name(one), station=bare_name(one.station), home=place_of(one.station.port),
            skills=levels.get(one.pk, {}), certificates=tuple(papers[one.pk]),
            on_duty=days_on_duty(line, working, rosters[one.pk], away[one.pk], urgent=urgent), taken=tuple(taken[one.pk]),
            tools=tools.get(one.pk, frozenset()),
        )
        for one in people
    )  # fmt: skip


def _tools(
    account: Account, people: list[Staff], works: tuple[Work, ...], line: Timeline
) -> dict[UUID, frozenset[str]]:
    """Return the classes of tools at people's hands for all the days, where an order asks for any."""
    if not any(work.tools for work in works):
        return {}
    stations, ids = {one.station_id for one in people}, [one.pk for one in people]
    shelves, hands = classes_at_hand(account, stations, ids, line.last)
    return {
        one.pk: frozenset(shelves.get(one.station_id, set()) | hands.get(one.pk, set())) for one in people
    }


def _leaves(ids: list[UUID], line: Timeline) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    rows = Leave.objects.filter(
        staff__in=ids, first_day__lte=line.last, last_day__gte=line.first, state=LeaveState.APPROVED
    )
    for staff, first, last in rows.values_list("staff_id", "first_day", "last_day"):
        found[staff].append((first, last))
    return found


def _levels(ids: list[UUID], works: tuple[Work, ...]) -> dict[UUID, dict[str, int]]:
    """Return people's levels for each key that an order asks for."""
    keys = {asked.skill for one in works for asked in one.asked if asked.skill}
    held: dict[UUID, dict[tuple[Any, Any], int]] = defaultdict(dict)
    skills = {UUID(key.partition(":")[0]) for key in keys}
    rows = StaffSkill.objects.filter(staff__in=ids, skill__in=skills)
    for staff, skill, task, level in rows.values_list("staff_id", "skill_id", "task_id", "level"):
        held[staff][str(skill), None if task == ALL_TASKS else str(task)] = level
    found: dict[UUID, dict[str, int]] = {}
    for staff, levels in held.items():
        parts = {key: key.partition(":") for key in keys}
        found[staff] = {
            key: level_for(levels, skill, task or None) for key, (skill, _colon, task) in parts.items()
        }
    return found


def _papers(ids: list[UUID], line: Timeline) -> dict[UUID, list[HeldCertificate]]:
    found: dict[UUID, list[HeldCertificate]] = defaultdict(list)
    rows = Certificate.objects.filter(Q(expires_on=None) | Q(expires_on__gte=line.first), staff__in=ids)
    for staff, kind, begins, ends in rows.values_list("staff_id", "kind__code", "valid_from", "expires_on"):
        found[staff].append(HeldCertificate(kind, begins, ends or date.max))
    return found


def _taken(
    ids: list[UUID], line: Timeline, promises: dict[UUID, list[Assignment]]
) -> dict[UUID, list[Taken]]:
    """Return hours that planning never moves: promises of orders that the reader may not see."""
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for staff, mine in busy_times(ids, line.starts_at - timedelta(days=1)).items():
        found[staff] += [
            Taken(one.starts_at, one.ends_at)
            for one in mine
            if one.order_id not in promises and one.starts_at < line.ends_at
        ]
    return found
