"""The working calendar: which days and hours count, and arithmetic on them (China, 调休 included)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
SHANGHAI = "Asia/Shanghai"
CHINESE_HOURS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))


class ServiceCalendar(Protocol):
    """What a clock needs of a calendar; hours are fractional, instants aware, days local dates."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this local date."""

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The earliest instant by which ``hours`` working hours have passed since ``start``."""

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from ``start`` to ``end``; negative when ``end`` is earlier."""

    def add_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``."""

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""

    def local_date(self, instant: datetime) -> date:
        """The calendar's local date at an instant."""

    def end_of_day(self, day: date) -> datetime:
        """The instant (UTC) at which work ends on this local date, if people work on it."""


def aware_utc(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError for a datetime without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)


@dataclass(frozen=True)
class WorkingCalendar:
    """Office hours of a house in China.

    ``hours`` are local (start, end) pairs in order; ``extra_working`` and ``extra_off`` are dates on which
    this house departs from the public calendar (for years whose 调休 is not yet announced, or its own days).
    Worked number: Friday 2025-01-24 17:00 + 1 h in Shanghai ends Sunday 2025-01-26 09:00, for that Sunday
    is worked in exchange for Spring Festival.
    """

    hours: tuple[tuple[time, time], ...] = CHINESE_HOURS
    zone: str = SHANGHAI
    extra_working: frozenset[date] = frozenset()
    extra_off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("a working day needs hours")
        if any(start >= end for start, end in self.hours):
            raise ValueError("working hours must start before they end")
        if any(earlier[1] > later[0] for earlier, later in pairwise(self.hours)):
            raise ValueError("working hours must be in order and must not overlap")
        if self.extra_working & self.extra_off:
            raise ValueError("a date cannot be both working and off")

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this local date: overrides first, then holidays, 调休 and weekends."""
        return bool(self._marks(day.year)[_day_of_year(day) + 1] - self._marks(day.year)[_day_of_year(day)])

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from ``start`` to ``end``; negative when ``end`` is earlier."""
        from_day, from_second = self._local(start)
        to_day, to_second = self._local(end)
        seconds = self._days_before(to_day, from_day.year) * self._seconds_a_day
        seconds -= self._days_before(from_day, from_day.year) * self._seconds_a_day
        seconds += self._worked(to_day, to_second) - self._worked(from_day, from_second)
        return seconds / 3600

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The earliest instant by which ``hours`` working hours have passed since ``start``.

        It lands on the end of a working period, not the beginning of the next; ValueError if negative.
        """
        if hours < 0:
            raise ValueError("working hours to add cannot be negative")
        if hours == 0:
            return aware_utc(start)
        day, second = self._local(start)
        left = hours * 3600 + self._worked(day, second)
        whole_days = int(left // self._seconds_a_day)
        rest = left - whole_days * self._seconds_a_day
        if rest < 1e-6 and whole_days:
            whole_days, rest = whole_days - 1, self._seconds_a_day
        first = day if self.is_working_day(day) else self.add_working_days(day, 1)
        return max(aware_utc(start), self._instant(self.add_working_days(first, whole_days), rest))

    def add_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``; ``day`` itself for 0; ValueError if negative."""
        if days < 0:
            raise ValueError("working days to add cannot be negative")
        if days == 0:
            return day
        year = day.year
        rank = self._marks(year)[_day_of_year(day) + 1] + days
        while rank > self._marks(year)[-1]:
            rank -= self._marks(year)[-1]
            year += 1
        return date(year, 1, 1) + self._marks(year).index(rank) * DAY - DAY

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        return self._days_before(end + DAY, start.year) - self._days_before(start + DAY, start.year)

    def local_date(self, instant: datetime) -> date:
        """The date in the calendar's zone at an instant."""
        return self._local(instant)[0]

    def end_of_day(self, day: date) -> datetime:
        """The instant (UTC) at which the last working period of this local date ends."""
        return datetime.combine(day, self.hours[-1][1], ZoneInfo(self.zone)).astimezone(UTC)

    def _marks(self, year: int) -> tuple[int, ...]:
        return _working_days_by_day(year, self.extra_working, self.extra_off)

    @property
    def _seconds_a_day(self) -> float:
        return sum(_seconds(end) - _seconds(start) for start, end in self.hours)

    def _local(self, instant: datetime) -> tuple[date, float]:
        local = aware_utc(instant).astimezone(ZoneInfo(self.zone))
        return local.date(), _seconds(local.time())

    def _worked(self, day: date, second: float) -> float:
        """Working seconds of ``day`` that have passed at its ``second``."""
        if not self.is_working_day(day):
            return 0.0
        return sum(min(max(second - _seconds(s), 0.0), _seconds(e) - _seconds(s)) for s, e in self.hours)

    def _instant(self, day: date, worked: float) -> datetime:
        """The instant at which ``worked`` seconds (0 ≤ worked ≤ a day's) have passed on a working day."""
        for start, end in self.hours:
            length = _seconds(end) - _seconds(start)
            if worked <= length:
                local = datetime.combine(day, start) + timedelta(seconds=worked)
                return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            worked -= length
        return self.end_of_day(day)

    def _days_before(self, day: date, since_year: int) -> int:
        """Working days from 1 January of ``since_year`` up to, not including, ``day``; negative before it."""
        whole = sum(self._marks(year)[-1] for year in range(since_year, day.year))
        whole -= sum(self._marks(year)[-1] for year in range(day.year, since_year))
        return whole + self._marks(day.year)[_day_of_year(day)]


@dataclass(frozen=True)
class RoundTheClock:
    """The 24×7 calendar: every hour of every day counts."""

    zone: str = SHANGHAI

    def is_working_day(self, day: date) -> bool:
        """Always."""
        return True

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """``hours`` later, in UTC; ValueError if negative."""
        if hours < 0:
            raise ValueError("working hours to add cannot be negative")
        return aware_utc(start) + timedelta(hours=hours)

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        """Plain hours from ``start`` to ``end``; negative when ``end`` is earlier."""
        return (aware_utc(end) - aware_utc(start)).total_seconds() / 3600

    def add_working_days(self, day: date, days: int) -> date:
        """``days`` later; ValueError if negative."""
        if days < 0:
            raise ValueError("working days to add cannot be negative")
        return day + days * DAY

    def working_days_between(self, start: date, end: date) -> int:
        """Days from ``start`` to ``end``."""
        return (end - start).days

    def local_date(self, instant: datetime) -> date:
        """The date in the calendar's zone at an instant."""
        return aware_utc(instant).astimezone(ZoneInfo(self.zone)).date()

    def end_of_day(self, day: date) -> datetime:
        """Midnight at the end of this local date, in UTC."""
        return datetime.combine(day + DAY, time(), ZoneInfo(self.zone)).astimezone(UTC)


def _seconds(moment: time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6


def _day_of_year(day: date) -> int:
    """0 for 1 January."""
    return day.timetuple().tm_yday - 1


@cache
def _working_days_by_day(year: int, working: frozenset[date], off: frozenset[date]) -> tuple[int, ...]:
    """How many working days of ``year`` lie before its day i, for i = 0 … length (the last is the total)."""
    public = holidays.country_holidays("CN", years=(year - 1, year, year + 1))
    counts = [0]
    for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        day = date(year, 1, 1) + offset * DAY
        counts.append(counts[-1] + (day in working or (day not in off and public.is_working_day(day))))
    return tuple(counts)
