"""Rows to the picture that a plan is made from, in a fixed number of queries whatever the size (R38)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.masters.naming import name_at
from aftersail.core.models import Account
from aftersail.core.prepared import among
from aftersail.dispatch.queries.candidates import busy_times
from aftersail.dispatch.queries.outside import partners_planned
from aftersail.dispatch.queries.works import order_rows, promised_orders, works_of
from aftersail.dispatch.rules.needs import HeldCertificate
from aftersail.dispatch.rules.planning import Picture, Planned, Taken, Work, days_on_duty
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.people.models import Certificate, Leave, Staff, StaffSkill
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.queries import area_with_parts
from aftersail.people.queries.calendar import house_days, roster_lines
from aftersail.people.queries.network import travel_table
from aftersail.people.rules.skills import level_for
from aftersail.people.rules.travel import Place
from aftersail.people.states import LeaveState
from aftersail.supply.queries.tool import classes_at_hand

MOST_ORDERS = 2000
"""So many orders are planned at once, the most urgent first."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What is to be planned: the days, and whose people and orders; without either everybody's.

    only: plan this one order, which is urgent, into what is promised, and leave the other orders that wait.
    promised: leave all orders that wait; for planning anew what is promised. partners: whether partners may take orders
    that wait, except for an urgent one.
    """

    line: Timeline
    station: UUID | None = None
    area: UUID | None = None
    only: UUID | None = None
    promised: bool = False
    partners: bool = True


def picture_of(account: Account, asked: PlanAsked, earliest: datetime) -> Picture:
    """Return orders, people and promises of what an account may see, as planning needs them."""
    people = _people(account, asked)
    promised, teams = promised_orders(account, [one.id for one in people], asked.line)
    waiting = [] if asked.promised else order_rows(_waiting(account, asked))
    works = works_of(waiting + promised, teams, asked.line)
    planned, table = _planned(account, people, works, asked), travel_table()
    if not waiting or asked.only or not asked.partners:
        return Picture(asked.line, earliest, works, planned, table)
    outside = partners_planned(account, works, asked.line, table)
    return Picture(asked.line, earliest, works, (*planned, *outside.people), table, outside.beside)


class Person(NamedTuple):
    """Somebody who goes on board."""

    id: UUID
    name: str
    station_id: UUID
    station: str
    home: Place


def _people(account: Account, asked: PlanAsked) -> list[Person]:
    people = Staff.objects.visible_to(account).filter(active=True, serves_on_board=True)
    if asked.station:
        people = people.filter(station=asked.station)
    if asked.area:
        people = people.filter(station__area__in=area_with_parts(asked.area))
    port = ("station__port__code", "station__port__latitude", "station__port__longitude")
    rows = people.order_by("number").values_list(
        "pk", name_at("name"), "station_id", name_at("station__name"), *port
    )
    return [Person._make((*row[:4], Place(*row[4:]))) for row in rows]


def _waiting(account: Account, asked: PlanAsked) -> QuerySet[WorkOrder]:
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
    return rows.order_by("case__severity", "due_at", "number")[:MOST_ORDERS]


def _planned(
    account: Account, people: list[Person], works: tuple[Work, ...], asked: PlanAsked
) -> tuple[Planned, ...]:
    ids, line, urgent = [one.id for one in people], asked.line, asked.only is not None
    calendar = house_days()
    working = [calendar.is_working_day(day) for day in line.every]
    rosters, away = roster_lines(ids, line.first, line.last), _leaves(ids, line)
    levels, papers = _levels(ids, works), _papers(ids, line)
    taken, tools = _taken(account, ids, line, works), _tools(account, people, works, line)
    return tuple(
        Planned(
            id=one.id, name=one.name, station=one.station, home=one.home,
            skills=levels.get(one.id, {}), certificates=tuple(papers[one.id]),
            on_duty=days_on_duty(line, working, rosters[one.id], away[one.id], urgent=urgent), taken=tuple(taken[one.id]),
            tools=tools.get(one.id, frozenset()),
        )
        for one in people
    )  # fmt: skip


def _tools(
    account: Account, people: list[Person], works: tuple[Work, ...], line: Timeline
) -> dict[UUID, frozenset[str]]:
    """Return the classes of tools at people's hands for all the days, where an order asks for any."""
    if not any(work.tools for work in works):
        return {}
    stations, ids = {one.station_id for one in people}, [one.id for one in people]
    shelves, hands = classes_at_hand(account, stations, ids, line.last)
    return {
        one.id: frozenset(shelves.get(one.station_id, set()) | hands.get(one.id, set())) for one in people
    }


def _leaves(ids: list[UUID], line: Timeline) -> dict[UUID, list[tuple[date, date]]]:
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    rows = Leave.objects.filter(
        staff__in=among(ids), first_day__lte=line.last, last_day__gte=line.first, state=LeaveState.APPROVED
    )
    for staff, first, last in rows.values_list("staff_id", "first_day", "last_day"):
        found[staff].append((first, last))
    return found


def _levels(ids: list[UUID], works: tuple[Work, ...]) -> dict[UUID, dict[str, int]]:
    """Return people's levels for each key that an order asks for."""
    keys = {one.skill for one in works} | {asked.skill for one in works for asked in one.further}
    keys.discard("")
    held: dict[UUID, dict[tuple[Any, Any], int]] = defaultdict(dict)
    skills = {UUID(key.partition(":")[0]) for key in keys}
    rows = StaffSkill.objects.filter(staff__in=among(ids), skill__in=skills)
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
    rows = Certificate.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=line.first), staff__in=among(ids)
    )
    for staff, kind, begins, ends in rows.values_list("staff_id", "kind__code", "valid_from", "expires_on"):
        found[staff].append(HeldCertificate(kind, begins, ends or date.max))
    return found


def _taken(
    account: Account, ids: list[UUID], line: Timeline, works: tuple[Work, ...]
) -> dict[UUID, list[Taken]]:
    """Return hours that planning never moves: promises of orders that the reader may not see, and of the evening before."""
    found: dict[UUID, list[Taken]] = defaultdict(list)
    # Whoever sees everything has all promises of these days among the works.
    until = line.starts_at if account.sees_everything else line.ends_at
    promised = {work.id for work in works if work.pledge}
    for staff, mine in busy_times(ids, line.starts_at - timedelta(days=1), until).items():
        found[staff] += [Taken(one.starts_at, one.ends_at) for one in mine if one.order_id not in promised]
    return found
