"""What takes an engineer's time, with the journey from each of it to one ship: made once, asked for every day of a board."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from aftersail.dispatch.rules.needs import Busy, Candidate, OrderNeed
from aftersail.dispatch.rules.onward import way_after
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.people.rules.travel import Journey, TravelTable, journey

Taken = tuple[datetime, datetime]
"""When a stretch that is taken begins, and when one is at the ship after it."""

AT_ONCE = timedelta()
"""The journey of whoever is there already."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """An engineer's time as one ship sees it.

    home: the journey from home. taken: promises and leave as they begin, the journey to the ship after each counted;
    without_journeys: the same wherever the engineer may be. promised: the promises as they end, each with the journey
    from there; ends: when they end; hours: from when to when they last. away: the leave alone.
    """

    home: Journey
    taken: tuple[Taken, ...]
    without_journeys: tuple[Taken, ...]
    promised: tuple[tuple[Busy, Journey], ...]
    ends: tuple[datetime, ...]
    hours: tuple[Taken, ...]
    away: tuple[Taken, ...]

    def way_to_start(self, starts_at: datetime) -> Journey:
        """Return the journey that a start takes: from where the last promise of that day ended, else from home.

        Who ended elsewhere the day before stayed there overnight if that is nearer: after a day in Qingdao somebody from
        Shanghai begins the next morning half an hour away, not five hours.
        """
        ended = bisect_right(self.ends, starts_at)
        if not ended:
            return self.home
        last, onward = self.promised[ended - 1]
        days = (starts_at.astimezone(LOCAL).date() - last.ends_at.astimezone(LOCAL).date()).days
        if days == 0:
            return onward
        return min(onward, self.home, key=lambda way: way.hours) if days == 1 else self.home

    def way_from(self, now: datetime) -> Journey:
        """Return the journey from where somebody is: on board of the ship they are at work on, else as `way_to_start` says."""
        going = bisect_right(self.ends, now)
        if going < len(self.promised) and self.promised[going][0].starts_at <= now:
            return self.promised[going][1]
        return self.way_to_start(now)


def timetable_of(need: OrderNeed, candidate: Candidate, table: TravelTable) -> Timetable:
    """Return somebody's timetable for the ship that is asked for."""
    home = journey(candidate.place, need.ship, table)
    ways = [(one, way_after(need, one, home, table)) for one in candidate.assignments]
    ways.sort(key=lambda one: one[0].ends_at)
    hours = tuple((one.starts_at, one.ends_at) for one, _way in ways)
    away = tuple(leave_between(first, last) for first, last in candidate.leaves)
    on_the_way = [(one.starts_at, one.ends_at + timedelta(hours=way.hours)) for one, way in ways]
    from_home = timedelta(hours=home.hours)
    return Timetable(
        home=home,
        taken=tuple(sorted([*on_the_way, *((since, until + from_home) for since, until in away)])),
        without_journeys=tuple(sorted([*hours, *away])),
        promised=tuple(ways),
        ends=tuple(until for _since, until in hours),
        hours=hours,
        away=away,
    )


def leave_between(first: date, last: date) -> Taken:
    """Return a leave as time that is taken, from midnight to midnight."""
    since, until = (datetime.combine(day, time(), LOCAL) for day in (first, last + timedelta(days=1)))
    return since.astimezone(UTC), until.astimezone(UTC)


def first_start(
    need: OrderNeed, taken: Iterable[Taken], now: datetime, way: timedelta, days_off: frozenset[date] = frozenset()
) -> datetime:  # fmt: skip
    """The first instant from which the work fits, the journey before it included, between what is taken.

    way: the journey where nothing comes before. taken: in the order in which it begins. Work begins on no day off of the
    roster; work that has begun goes on through it. What comes before it ends on a whole minute, for people are promised
    minutes: the start that is shown must be one that can be kept.
    """
    start, work = on_duty(max(need.earliest, whole_minute(now + way)), days_off), need.work
    end = start + work
    for since, there in taken:
        if since >= end:
            break  # and so does all that begins later
        if there > start:
            start = on_duty(whole_minute(there), days_off)
            end = start + work
    return start


def whole_minute(at: datetime) -> datetime:
    """Return the same instant, or the next whole minute."""
    return (
        at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    )


def on_duty(start: datetime, days_off: frozenset[date]) -> datetime:
    """The same instant, or the first hour of the next day that is not off."""
    if not days_off:
        return start
    day = start.astimezone(LOCAL).date()
    if day not in days_off:
        return start
    while day in days_off:
        day += timedelta(days=1)
    return datetime.combine(day, time(8), LOCAL)
