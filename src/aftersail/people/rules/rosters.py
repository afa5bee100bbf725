"""Who is on duty on which day, from a cycle of letters; and what a leave may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

LONGEST_LEAVE_DAYS = 366
LONGEST_PLAN_DAYS = 3 * 366
FIRST_YEAR, LAST_YEAR = 1950, 2200
"""A day outside these years is a slip of the finger."""


class Duty(StrEnum):
    """What a day is in a roster; people without a roster follow the house's calendar."""

    DAY = "D"
    NIGHT = "N"
    ON_CALL = "C"
    OFF = "O"


@dataclass(frozen=True, slots=True)
class Line:
    """A pattern worked from a day on, until a day or for good."""

    cycle: str
    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the line says something of a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def duty_on(lines: Iterable[Line], day: date) -> Duty | None:
    """Return what a day is; None where no line speaks of it. The cycle DDDDDOO begun on a Monday is off on Saturday."""
    for line in lines:
        if line.holds(day):
            return Duty(line.cycle[(day - line.first_day).days % len(line.cycle)])
    return None


def days_off(lines: Sequence[Line], first: date, days: int) -> frozenset[date]:
    """Return the days of a stretch on which the roster gives a person free."""
    if not lines:
        return frozenset()
    every = (first + timedelta(days=n) for n in range(days))
    return frozenset(day for day in every if duty_on(lines, day) is Duty.OFF)


def overlapping(
    stretches: Iterable[tuple[date, date | None]], first: date, last: date | None
) -> tuple[date, date | None] | None:
    """Return the first of some stretches of days that shares a day with another; an open end lasts for ever."""
    for begins, ends in stretches:
        if (last is None or begins <= last) and (ends is None or ends >= first):
            return begins, ends
    return None


def may_be_away(*, first: date, last: date, others: Iterable[tuple[date, date | None]]) -> Verdict:
    """Whether a leave makes sense beside the leave that stands already."""
    if last < first:
        return refuse(_("The last day must not come before the first."))
    if (last - first).days >= LONGEST_LEAVE_DAYS or not (first.year >= FIRST_YEAR and last.year <= LAST_YEAR):
        return refuse(_("A leave lasts a year at most. Check the days."))
    if clash := overlapping(others, first, last):
        told = _("There is leave already from {first} to {last}. Change or withdraw that one first.")
        return refuse(format_lazy(told, first=str(clash[0]), last=str(clash[1])))
    return ALLOWED
