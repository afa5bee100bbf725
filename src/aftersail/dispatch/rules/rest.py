"""How many hours a person works on a day, and when that is too many (labour law: eight, and three of overtime at most)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
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

Stretch = tuple[datetime, datetime]


def hours_on(day: date, stretches: Iterable[Stretch]) -> float:
    """Return the hours of work that promises bring to a local day, each promise eight at most.

    A promise from Monday 14:00 to Wednesday 10:00 brings 8 h to Monday, 8 h to Tuesday and 8 h to Wednesday;
    one from 9:00 to 13:00 brings 4 h.
    """
    begins = datetime.combine(day, time(), LOCAL)
    ends = begins + timedelta(days=1)
    hour = timedelta(hours=1)
    return sum(
        min(HOURS_A_DAY, max(0.0, (min(until, ends) - max(since, begins)) / hour))
        for since, until in stretches
    )


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
    a_day = timedelta(days=1)
    known = [
        (since, until) for since, until in others if since < ends_at + a_day and until > starts_at - a_day
    ]
    if not known:
        return ALLOWED
    day, last = starts_at.astimezone(LOCAL).date(), (ends_at - timedelta(seconds=1)).astimezone(LOCAL).date()
    first = day
    while day <= last:
        promised = hours_on(day, known)
        total = promised + hours_on(day, [(starts_at, ends_at)]) + (travel_hours if day == first else 0.0)
        if promised and total > LONGEST_DAY_HOURS:
            return _too_long(day, f"{total:.1f}")
        day += timedelta(days=1)
    return ALLOWED
