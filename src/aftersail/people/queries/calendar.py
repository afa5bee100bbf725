"""The team calendar: people down, days across; leave, duty and promised work in one picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from aftersail.core.calendar import WorkingCalendar
from aftersail.core.models import Account, CalendarDay
from aftersail.core.prepared import Prepared, among
from aftersail.people.contributed import BusyStretch, busy_stretches
from aftersail.people.models import Leave, RosterLine, Staff, Station
from aftersail.people.queries import area_with_parts
from aftersail.people.rules.rosters import Duty, Line, duty_on
from aftersail.people.states import COUNTING, LeaveState


@dataclass(slots=True)
class Day:
    """What a day is for a person; `duty` None without a roster on a working day of the house."""

    day: date
    duty: Duty | None = None
    leave: Leave | None = None
    busy: list[BusyStretch] = field(default_factory=list)

    @property
    def free(self) -> bool:
        """Whether the person could be sent: on duty or on call, not away, not promised."""
        away = self.leave is not None and self.leave.state == LeaveState.APPROVED
        return not away and not self.busy and self.duty is not Duty.OFF


@dataclass(frozen=True, slots=True)
class PersonDays:
    """One person's days in order."""

    staff: Staff
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """The picture: the days, whether the house works on each, the people, and how many are free each day."""

    days: tuple[date, ...]
    working: tuple[bool, ...]
    rows: tuple[PersonDays, ...]
    free: tuple[int, ...]
    on_call: tuple[int, ...]


def house_days() -> WorkingCalendar:
    """Return the house's working calendar."""
    rows = list(CalendarDay.objects.values_list("day", "working"))
    return WorkingCalendar(
        extra_working=frozenset(day for day, working in rows if working),
        extra_off=frozenset(day for day, working in rows if not working),
    )


def roster_lines(staff_ids: Iterable[UUID], first: date, last: date) -> dict[UUID, list[Line]]:
    """Return the roster lines that speak of some days, by person."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for staff, cycle, begins, ends in ROSTERS.rows(list(staff_ids), first, last):
        found[staff].append(Line(cycle, begins, ends))
    return found


ROSTERS = Prepared(
    lambda ids, first, last: RosterLine.objects.filter(
        Q(last_day=None) | Q(last_day__gte=first), staff__in=among(ids), first_day__lte=last
    ).values_list("staff_id", "pattern__cycle", "first_day", "last_day"),
    list,
    date,
    date,
)


def team_calendar(
    account: Account,
    first: date,
    days: int,
    *,
    station: Station | None = None,
    area: Any = None,
    staff: Any = None,
) -> TeamCalendar:
    """Return the calendar of a station's people, of an area's, of one person, or of everybody."""
    people = Staff.objects.visible_to(account).filter(active=True).select_related("station", "account")
    if station is not None:
        people = people.filter(station=station)
    if area:
        people = people.filter(station__area__in=area_with_parts(area))
    if staff is not None:
        people = people.filter(pk=staff)
    team = list(people.order_by("station__code", "-serves_on_board", "number"))
    ids, last = [one.pk for one in team], first + timedelta(days=days - 1)
    every = tuple(first + timedelta(days=n) for n in range(days))
    rosters, calendar = roster_lines(ids, first, last), house_days()
    working = tuple(calendar.is_working_day(day) for day in every)
    leaves = Leave.objects.visible_to(account).filter(
        staff__in=ids, first_day__lte=last, last_day__gte=first, state__in=COUNTING
    )
    away: dict[UUID, list[Leave]] = defaultdict(list)
    for leave in leaves.order_by("state"):
        away[leave.staff_id].append(leave)
    promised: dict[UUID, list[BusyStretch]] = defaultdict(list)
    for stretch in busy_stretches(account, ids, first, last):
        promised[stretch.staff_id].append(stretch)
    rows = tuple(
        PersonDays(one, tuple(_day(day, rosters[one.pk], away[one.pk], promised[one.pk]) for day in every))
        for one in team
    )
    crew = [row for row in rows if row.staff.serves_on_board]
    return TeamCalendar(
        every,
        working,
        rows,
        free=tuple(sum(row.days[n].free for row in crew) for n in range(days)),
        on_call=tuple(sum(row.days[n].duty is Duty.ON_CALL for row in crew) for n in range(days)),
    )


def _day(day: date, lines: list[Line], leaves: list[Leave], busy: list[BusyStretch]) -> Day:
    return Day(
        day,
        duty_on(lines, day),
        next((one for one in leaves if one.first_day <= day <= one.last_day), None),
        [one for one in busy if one.first_day <= day <= one.last_day],
    )
