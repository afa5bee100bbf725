"""The load board (R24): hours asked for by area, yard and week against the hours that the area's people have."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OPEN_ORDERS
from aftersail.core.masters.naming import name_at
from aftersail.core.models import Account
from aftersail.dispatch.queries.board import Bar, Board, BoardAsked, Row, board
from aftersail.dispatch.rules.conflicts import Conflict
from aftersail.dispatch.rules.load import NOTHING, Load, demand_week
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.fleet.models import Yard
from aftersail.people.models import Area, Station

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Asking:
    """An open order as the load board counts it: whose area and yard, in which week, how many hours of people."""

    id: UUID
    number: str
    title: str
    hull: str
    area: str
    yard: str
    week: date
    hours: float
    promised: bool


@dataclass(slots=True)
class AreaLoad:
    """One area: its capacity and demand by week, and the demand by the code of each yard in it ("" for ships in service)."""

    code: str
    name: str
    loads: list[Load]
    yards: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadBoard:
    """The picture: Mondays across, areas down with their yards, every order behind it, and conflicts by person."""

    weeks: tuple[date, ...]
    areas: list[AreaLoad]
    orders: list[Asking]
    yards: dict[str, str]
    conflicts: list[tuple[Row, str, Bar, Conflict]]

    @property
    def later(self) -> int:
        """How many open orders belong to weeks after those shown."""
        return sum(1 for one in self.orders if one.week not in self.weeks)

    def behind(self, area: str, yard: str | None, week: date) -> list[Asking]:
        """Return the orders behind one cell; `yard` None for all of the area."""
        return [
            one
            for one in self.orders
            if one.area == area and one.week == week and (yard is None or one.yard == yard)
        ]


def load_board(account: Account, today: date, *, weeks: int = WEEKS) -> LoadBoard:
    """Return demand against capacity of the weeks from this Monday; a fixed number of queries."""
    line = Timeline(today - timedelta(days=today.weekday()), 7 * weeks)
    people = board(account, BoardAsked(line))
    roots = _roots()
    orders = _orders(account, today, roots)
    areas = {code: AreaLoad(code, name, [NOTHING] * weeks) for code, name in dict(roots.values()).items()}
    homes = dict(Station.objects.values_list("pk", "area_id"))
    for group in people.groups:
        code, _name = roots[homes[group.id]]
        has = [Load(0.0, load.capacity_hours) for load in group.loads]
        areas[code].loads = [one + other for one, other in zip(areas[code].loads, has, strict=True)]
    place = {week: n for n, week in enumerate(people.weeks)}
    for order in orders:
        if order.week in place and order.area in areas:
            area, n = areas[order.area], place[order.week]
            area.loads[n] += Load(order.hours, 0.0)
            area.yards.setdefault(order.yard, [0.0] * weeks)[n] += order.hours
    shown = [one for one in areas.values() if any(load != NOTHING for load in one.loads)]
    yards = dict(Yard.objects.visible_to(account).values_list("code", name_at("name")))
    return LoadBoard(people.weeks, shown, orders, yards, _conflicts(people))


def _roots() -> dict[Any, tuple[str, str]]:
    """Return for every area the code and name of the sea that it is a part of."""
    rows = {pk: (parent, code, name) for pk, parent, code, name in Area.objects.values_list("pk", "parent_id", "code", name_at("name"))}  # fmt: skip
    found = {}
    for pk in rows:
        top = pk
        while rows[top][0] in rows:
            top = rows[top][0]
        found[pk] = rows[top][1:]
    return found


def _orders(account: Account, today: date, roots: dict[Any, tuple[str, str]]) -> list[Asking]:
    promised = Q(assignments__released_at=None)
    rows = (
        WorkOrder.objects.visible_to(account)
        .filter(state__in=OPEN_ORDERS)
        .annotate(starts=Min("assignments__starts_at", filter=promised), people=Count("assignments", filter=promised))
        .order_by("due_at", "number")
    )  # fmt: skip
    found = []
    values = (
        "pk", "number", "case__title", "case__vessel__hull_code", "port__area_id", "case__open_to_yard__code", "window_from",
        "window_until", "due_at", "work_hours", "starts", "people",
    )  # fmt: skip
    for pk, number, title, hull, area, yard, opens, closes, due, hours, starts, people in rows.values_list(*values):  # fmt: skip
        week = demand_week(
            promised_on=_day(starts), window=(timezone.localdate(opens), timezone.localdate(closes)), due_on=_day(due), today=today
        )  # fmt: skip
        code, _name = roots[area]
        found.append(Asking(pk, number, title, hull, code, yard or "", week, float(hours * max(1, Decimal(people))), people > 0))  # fmt: skip
    return found


def _day(at: datetime | None) -> date | None:
    return None if at is None else timezone.localdate(at)


def _conflicts(people: Board) -> list[tuple[Row, str, Bar, Conflict]]:
    """Return what stands against promises, by day: person, station, promise, conflict."""
    found = [
        (row, group.name, bar, one)
        for group in people.groups
        for row in group.rows
        for bar in row.bars
        for one in bar.conflicts
    ]
    return sorted(found, key=lambda entry: (entry[3].first_day, entry[0].number))
