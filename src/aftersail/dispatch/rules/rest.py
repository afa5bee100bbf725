"""How many hours a person works on a day, and when that is too many (labour law: eight, and three of overtime at most)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

LOCAL = ZoneInfo("Asia/Shanghai")
HOURS_A_DAY = 8.0
"""What a day of work on board counts, however long the promise runs through the night."""

LONGEST_DAY_HOURS = 11.0
"""Eight hours and three of overtime (Labour Law of the PRC, article 41)."""

HOUR, SECOND, A_DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)

Stretch = tuple[datetime, datetime]


def hours_on(day: date, stretches: Iterable[Stretch]) -> float:
    """Return the hours of work that promises bring to a local day, each promise eight at most.

    A promise from Monday 14:00 to Wednesday 10:00 brings 8 h to Monday, 8 h to Tuesday and 8 h to Wednesday;
    one from 9:00 to 13:00 brings 4 h.
    """
    begins, ends = _midnights(day)
    hours = 0.0
    for since, until in stretches:
        if since < ends and until > begins:
            hours += min(HOURS_A_DAY, (min(until, ends) - max(since, begins)) / HOUR)
    return hours


@lru_cache(1024)
def _midnights(day: date) -> tuple[datetime, datetime]:
    """Return when a local day begins and ends, in UTC, as promises are read: instants of two zones are slow to compare."""
    begins = datetime.combine(day, time(), LOCAL)
    return begins.astimezone(UTC), (begins + timedelta(days=1)).astimezone(UTC)


@lru_cache(1024)
def _too_long(day: date, hours: str) -> Verdict:
    """Return the refusal of a day of so many hours; a board tells the same of many people."""
    told = _(
        "{day} would have {hours} h of work and journeys, {most} at most. Choose another day, or say why."
    )
    return refuse(format_lazy(told, day=day.isoformat(), hours=hours, most=f"{LONGEST_DAY_HOURS:.0f}"))


def is_rested(
    others: Iterable[Stretch], starts_at: datetime, ends_at: datetime, travel_hours: float
) -> Verdict:
    """Whether a day that holds other promises already stays within the longest day, the journey counted.

    A first day with 4 h promised, 5 h of journey and 4 h of new work is 13 h: refused. One work alone is never
    refused, however far: whoever goes far stays overnight.
    """
    day, last = starts_at.astimezone(LOCAL).date(), (ends_at - SECOND).astimezone(LOCAL).date()
    begins, ends = _midnights(day)[0], _midnights(last)[1]
    known = [(since, until) for since, until in others if since < ends and until > begins]
    while known and day <= last:
        if promised := hours_on(day, known):
            total = promised + hours_on(day, ((starts_at, ends_at),)) + travel_hours
            if total > LONGEST_DAY_HOURS:
                return _too_long(day, f"{total:.1f}")
        day, travel_hours = day + A_DAY, 0.0
    return ALLOWED
