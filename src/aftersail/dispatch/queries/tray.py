"""The tray of the board: approved work orders to which nobody is promised, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.masters.naming import name_at
from aftersail.core.models import Account
from aftersail.dispatch.queries.board import BoardAsked
from aftersail.people.queries import area_with_parts

SHOWN = 60
COUNTED_TO = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for somebody."""

    id: UUID
    version: int
    number: str
    title: str
    severity: str
    hull: str
    vessel: str
    port: str
    skill: str
    level: int
    people: int
    work_hours: float
    window_from: datetime
    window_until: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tray:
    """The most urgent orders that wait, and how many there are."""

    orders: list[Waiting]
    count: int


def tray(account: Account, asked: BoardAsked) -> Tray:
    """Return what waits, by severity and promise; two statements."""
    rows = WorkOrder.objects.visible_to(account).filter(_wanted(asked), state=OrderState.APPROVED)
    values: list[Any] = [
        "pk", "version", "number", "case__title", "case__severity", "case__vessel__hull_code", name_at("case__vessel__name"),
        name_at("port__name"), name_at("skill__name"), "level", "team_size", "work_hours", "window_from", "window_until", "due_at",
    ]  # fmt: skip
    urgent = rows.order_by("case__severity", F("due_at").asc(nulls_last=True), "number")
    found = [_waiting(*one) for one in urgent.values_list(*values)[:SHOWN]]
    count = len(found) if len(found) < SHOWN else rows.order_by()[:COUNTED_TO].count()
    return Tray(found, count)


def _waiting(*values: Any) -> Waiting:
    row = dict(zip(Waiting.__slots__, values, strict=True))
    return Waiting(**row | {"skill": row["skill"] or "", "work_hours": float(row["work_hours"])})


def _wanted(asked: BoardAsked) -> Q:
    wanted = Q()
    if asked.station:
        wanted &= Q(case__station=asked.station)
    if asked.area:
        wanted &= Q(case__station__area__in=area_with_parts(asked.area))
    if asked.skill:
        wanted &= Q(skill=asked.skill)
    if asked.severity:
        wanted &= Q(case__severity=asked.severity)
    if asked.words:
        named = ("number", "case__title", "case__vessel__name", "case__vessel__hull_code", "port__name")
        either = Q()
        for path in named:
            either |= Q(**{f"{path}__icontains": asked.words})
        wanted &= either
    return wanted
