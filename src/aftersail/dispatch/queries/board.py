"""The board: people by station with their promises, days away and load; a fixed number of queries whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.core.masters.naming import name_at
from aftersail.core.models import Account
from aftersail.core.prepared import Prepared, among
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.candidates import Promise, busy_times
from aftersail.dispatch.rules.conflicts import Conflict, Promised, conflicts_of
from aftersail.dispatch.rules.load import NOTHING, Load, booked_by_day, capacity_on, weeks_of
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.people.models import Leave, Staff, StaffSkill
from aftersail.people.queries import area_with_parts
from aftersail.people.queries.calendar import house_days, roster_lines
from aftersail.people.rules.rosters import Line, days_off
from aftersail.people.states import LeaveState


@dataclass(frozen=True, slots=True)
class BoardAsked:
    """Which part of the board: the days, and whose rows; empty fields ask for everybody."""

    line: Timeline
    station: UUID | None = None
    area: UUID | None = None
    skill: UUID | None = None
    severity: str = ""
    free: bool = False
    words: str = ""


@dataclass(slots=True)
class Bar:
    """A promise on the board; of an order that the reader may not see only the hours are known."""

    starts_at: datetime
    ends_at: datetime
    order_id: UUID
    id: UUID | None = None
    version: int = 0
    number: str = ""
    hull: str = ""
    vessel: str = ""
    port: str = ""
    port_code: str = ""
    title: str = ""
    severity: str = ""
    state: str = ""
    travel_hours: float = 0.0
    lead: bool = True
    locked: bool = False
    locked_by: str = ""
    lock_reason: str = ""
    explained: bool = False
    window: tuple[datetime, datetime] | None = None
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether the reader may see what the promise is about."""
        return self.id is not None


@dataclass(slots=True)
class Row:
    """One person: promises in order, stretches of leave, days off duty, load by week."""

    id: UUID
    number: str
    name: str
    station_id: UUID
    bars: list[Bar] = field(default_factory=list)
    leaves: list[tuple[date, date]] = field(default_factory=list)
    off: frozenset[date] = frozenset()
    loads: tuple[Load, ...] = ()


@dataclass(slots=True)
class Group:
    """A station with its people and its load by week."""

    id: UUID
    name: str
    rows: list[Row] = field(default_factory=list)
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The picture: the days with whether the house works on each, the Mondays of its weeks, the stations."""

    line: Timeline
    working: tuple[bool, ...]
    weeks: tuple[date, ...]
    groups: list[Group]

    @property
    def rows(self) -> list[Row]:
        """Everybody on the board, in order."""
        return [row for group in self.groups for row in group.rows]


FIELDS = (
    "id", "version", "order_id", "staff_id", "starts_at", "ends_at", "travel_hours", "lead", "locked_at", "locked_by__name", "lock_reason",
    "override_reason", "order__number", "order__state", "order__window_from", "order__window_until", "order__case__vessel__hull_code",
    "order__case__title", "order__case__severity", "order__port__code",
)  # fmt: skip


def board(account: Account, asked: BoardAsked, *, only: Collection[UUID] | None = None) -> Board:
    """Return the board of what an account may see; with `only`, of these people alone."""
    line, calendar = asked.line, house_days()
    working = tuple(calendar.is_working_day(day) for day in line.every)
    groups: dict[UUID, Group] = {}
    rows: dict[UUID, Row] = {}
    for pk, number, name, station_id, station in _people(account, asked, only):
        group = groups.setdefault(station_id, Group(station_id, station))
        rows[pk] = Row(pk, number, name, station_id)
        group.rows.append(rows[pk])
    _fill_bars(account, asked, rows)
    rosters = roster_lines(list(rows), line.first, line.last)
    _fill_days_away(rows, rosters, line)
    weeks = tuple(weeks_of(line.every))
    days = [_days_of(week, line) for week in weeks]
    for row in rows.values():
        _find_conflicts(row)
        row.loads = _loads(row, rosters[row.id], line, working, days)
    for group in groups.values():
        group.loads = tuple(sum((row.loads[n] for row in group.rows), NOTHING) for n in range(len(weeks)))
    _keep_wanted(groups, asked)
    return Board(line, working, weeks, [group for group in groups.values() if group.rows])


def colleagues_of(staff: Collection[UUID]) -> list[UUID]:
    """Return everybody at the stations of some people: whose load changes together with theirs."""
    return [pk for (pk,) in COLLEAGUES.rows(list(staff))]


COLLEAGUES = Prepared(
    lambda ids: Staff.objects.filter(
        station__in=Staff.objects.filter(pk__in=among(ids)).values("station_id")
    ).values_list("pk"),
    list,
)


def _people(account: Account, asked: BoardAsked, only: Collection[UUID] | None) -> QuerySet[Any]:
    people = Staff.objects.visible_to(account).filter(active=True, serves_on_board=True)
    if only is not None:
        people = people.filter(pk__in=list(only))
    if asked.station:
        people = people.filter(station=asked.station)
    if asked.area:
        people = people.filter(station__area__in=area_with_parts(asked.area))
    if asked.skill:
        people = people.filter(
            pk__in=StaffSkill.objects.filter(skill=asked.skill, level__gt=0).values("staff_id")
        )
    ordered = people.order_by("station__code", "number")
    return ordered.values_list("pk", "number", name_at("name"), "station_id", name_at("station__name"))


def _fill_bars(account: Account, asked: BoardAsked, rows: dict[UUID, Row]) -> None:
    """Put the promises of the days shown into the rows, those of unseen orders as taken hours."""
    line = asked.line
    wanted = Q(released_at=None, staff__in=list(rows), starts_at__lt=line.ends_at, ends_at__gt=line.starts_at)
    seen = Assignment.objects.visible_to(account).filter(wanted).order_by("starts_at")
    found = seen.values_list(*FIELDS, name_at("order__case__vessel__name"), name_at("order__port__name"))
    known: set[tuple[UUID, UUID]] = set()
    for (
        pk, version, order_id, staff_id, starts_at, ends_at, travel_hours, lead, locked_at, locked_by, lock_reason,
        override, number, state, opens, closes, hull, title, severity, port_code, vessel, port,
    ) in found:  # fmt: skip
        known.add((staff_id, order_id))
        rows[staff_id].bars.append(Bar(
            starts_at=starts_at, ends_at=ends_at, order_id=order_id, id=pk, version=version, number=number, hull=hull, vessel=vessel,
            port=port, port_code=port_code, title=title, severity=severity, state=state, travel_hours=float(travel_hours), lead=lead,
            locked=locked_at is not None, locked_by=locked_by or "", lock_reason=lock_reason, explained=bool(override),
            window=(opens, closes),
        ))  # fmt: skip
    if account.sees_everything:
        return
    for staff_id, promises in busy_times(rows, line.starts_at).items():
        hidden = [p for p in promises if (staff_id, p.order_id) not in known and p.starts_at < line.ends_at]
        rows[staff_id].bars += [_taken(p) for p in hidden]
        rows[staff_id].bars.sort(key=lambda bar: bar.starts_at)


def _taken(promise: Promise) -> Bar:
    return Bar(promise.starts_at, promise.ends_at, promise.order_id)


def _fill_days_away(rows: dict[UUID, Row], rosters: dict[UUID, list[Line]], line: Timeline) -> None:
    leaves = Leave.objects.filter(
        staff__in=list(rows), first_day__lte=line.last, last_day__gte=line.first, state=LeaveState.APPROVED
    )
    for staff_id, first, last in leaves.order_by("first_day").values_list(
        "staff_id", "first_day", "last_day"
    ):
        rows[staff_id].leaves.append((first, last))
    for row in rows.values():
        row.off = days_off(rosters[row.id], line.first, line.days)


def _find_conflicts(row: Row) -> None:
    before: Promised | None = None
    for bar in row.bars:
        opens, closes = bar.window or (None, None)
        promised = Promised(
            bar.starts_at, bar.ends_at, bar.travel_hours, bar.port_code, opens, closes, bar.explained
        )
        if bar.known:
            bar.conflicts = conflicts_of(promised, away=row.leaves, days_off=row.off, before=before)
            before = promised


def _loads(
    row: Row, lines: list[Line], line: Timeline, working: tuple[bool, ...], weeks: Sequence[slice]
) -> tuple[Load, ...]:
    by_day = booked_by_day(((bar.starts_at, bar.ends_at), bar.travel_hours) for bar in row.bars)
    booked = [by_day.get(day, 0.0) for day in line.every]
    had = [
        capacity_on(day, working=works, lines=lines, away=row.leaves)
        for day, works in zip(line.every, working, strict=True)
    ]
    return tuple(Load(sum(booked[week]), sum(had[week])) for week in weeks)


def _days_of(week: date, line: Timeline) -> slice:
    """Return which of the days shown lie in a week, given by its Monday."""
    begins = (week - line.first).days
    return slice(max(0, begins), begins + 7)


def _keep_wanted(groups: dict[UUID, Group], asked: BoardAsked) -> None:
    """Leave out rows that the words, or the wish for free people, do not mean; a station's load stays whole."""
    words = asked.words.casefold()
    for group in groups.values():
        if asked.free:
            group.rows = [row for row in group.rows if not row.bars]
        if words:
            group.rows = [row for row in group.rows if _means(row, words)]


def _means(row: Row, words: str) -> bool:
    told = [row.name, row.number]
    for bar in row.bars:
        told += [bar.number, bar.hull, bar.vessel, bar.title, bar.port]
    return any(words in text.casefold() for text in told)
