"""Hours promised against hours that people have: by person and day, by station and week (R24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aftersail.dispatch.rules.rest import HOURS_A_DAY, Stretch, hours_on
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.people.rules.rosters import Duty, Line, duty_on

MOMENT = timedelta(microseconds=1)
AT_WORK = frozenset({Duty.DAY, Duty.NIGHT})


@dataclass(frozen=True, slots=True)
class Load:
    """Hours booked or asked for, and hours there are, of somebody or some place in some days."""

    booked_hours: float
    capacity_hours: float

    @property
    def share(self) -> float | None:
        """Booked over capacity; None where there is no capacity at all (48 h of 40 h are 1.2)."""
        return self.booked_hours / self.capacity_hours if self.capacity_hours else None

    @property
    def over(self) -> bool:
        """Whether more is booked than there is."""
        return self.booked_hours > self.capacity_hours

    def __add__(self, other: Load) -> Load:
        return Load(self.booked_hours + other.booked_hours, self.capacity_hours + other.capacity_hours)


NOTHING = Load(0.0, 0.0)


def capacity_on(
    day: date, *, working: bool, lines: Iterable[Line], away: Iterable[tuple[date, date]]
) -> float:
    """Return the hours that a person has on a day: eight on duty, none on leave, off duty or on call.

    Without a roster the house's working calendar decides.
    """
    if any(first <= day <= last for first, last in away):
        return 0.0
    duty = duty_on(lines, day)
    on_duty = working if duty is None else duty in AT_WORK
    return HOURS_A_DAY if on_duty else 0.0


def weeks_of(days: Iterable[date]) -> list[date]:
    """Return the Mondays of the weeks that some days lie in, in order."""
    return sorted({day - timedelta(days=day.weekday()) for day in days})


def booked_by_day(promises: Iterable[tuple[Stretch, float]]) -> dict[date, float]:
    """Return the hours booked by day: work, eight hours of a promise at most, and the journey on the day it begins.

    A promise of 4 h that begins today after a journey of 2.5 h books 6.5 h today.
    """
    booked: dict[date, float] = defaultdict(float)
    for (since, until), travel in promises:
        day, last = since.astimezone(LOCAL).date(), (until - MOMENT).astimezone(LOCAL).date()
        booked[day] += travel
        while day <= last:
            booked[day] += hours_on(day, [(since, until)])
            day += timedelta(days=1)
    return booked


def demand_week(
    *, promised_on: date | None, window: tuple[date, date], due_on: date | None, today: date
) -> date:
    """Return the Monday of the week to which an order's hours belong (R24).

    Promised work belongs to the week in which it begins. What waits belongs to the week of its promise to be on
    board, within the ship's window, and never to a week that is over: due on the 3rd, with a window from the 6th,
    counts in the week of the 6th.
    """
    if promised_on is not None:
        wanted = promised_on
    else:
        wanted = max(min(due_on or window[0], window[1]), window[0], today)
    return wanted - timedelta(days=wanted.weekday())
