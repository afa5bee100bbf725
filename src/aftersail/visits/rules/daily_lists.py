"""A station's daily lists: which days count, how many were completed, how long the streak is (R60)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from aftersail.core.calendar import ServiceCalendar
from aftersail.core.figures import Figure, share

LOOKED_BACK = 366


@dataclass(frozen=True, slots=True)
class Habit:
    """How a station keeps its lists: lists signed of those due, and working days in a row with every list signed."""

    figure: Figure
    streak: int
    missing_today: tuple[str, ...]


def working_days(first: date, last: date, calendar: ServiceCalendar) -> list[date]:
    """Return the working days from one day to another, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]


def habit_of(
    lists: tuple[str, ...], signed: Set[tuple[str, date]], first: date, today: date, calendar: ServiceCalendar
) -> Habit:
    """Return how well lists were kept from a first day to today; today counts only where it is complete already.

    lists: the codes due on every working day. signed: code and day of each list signed.
    """
    days = working_days(first, today, calendar)
    due = [(code, day) for day in days for code in lists if day < today or (code, day) in signed]
    missing = (
        tuple(code for code in lists if (code, today) not in signed) if calendar.is_working_day(today) else ()
    )
    return Habit(
        share(sum(one in signed for one in due), len(due)), streak(lists, signed, today, calendar), missing
    )


def streak(
    lists: tuple[str, ...], signed: Set[tuple[str, date]], today: date, calendar: ServiceCalendar
) -> int:
    """Return how many working days in a row, up to today or the one before, have every list signed; no list, no streak."""
    if not lists:
        return 0
    count, day = 0, today
    for _n in range(LOOKED_BACK):
        if calendar.is_working_day(day):
            if all((code, day) in signed for code in lists):
                count += 1
            elif day != today:
                break
        day -= timedelta(days=1)
    return count
