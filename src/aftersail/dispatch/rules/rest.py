"""How many hours a person works on a day, when that is too many (labour law: eight, and three of overtime at most), and rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.dispatch.rules.timeline import LOCAL, local_minute

HOURS_A_DAY = 8.0
"""What a day of work on board counts, however long the promise runs through the night."""

LONGEST_DAY_HOURS = 11.0
"""Eight hours and three of overtime (Labour Law of the PRC, article 41)."""

WORK_FROM, WORK_UNTIL = time(8), time(18)
"""Working hours: a plan lays work and journeys between them; whoever goes at other hours is called out."""

NIGHT_FROM, NIGHT_UNTIL = time(22), time(6)
"""Work in these hours is work at night, as the labour regulations reckon it."""

REST = timedelta(hours=10)
"""What follows work at night: as long as a crew rests in a day (Maritime Labour Convention, 2006, standard A2.3)."""

HOUR, SECOND, A_DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)

Stretch = tuple[datetime, datetime]


def within_working_hours(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a stretch begins and ends within the working hours of one local day."""
    begin, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    return begin.date() == end.date() and begin.time() >= WORK_FROM and end.time() <= WORK_UNTIL


def rested_at(starts_at: datetime, ends_at: datetime) -> datetime:
    """Return when whoever worked a stretch may set out for the next: at its end, after work at night ten hours later.

    From 23:00 to 2:00: at 12:00. A stretch longer than the longest day is a stay of several days with nights of sleep in it.
    """
    begin, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    one_go = ends_at - starts_at <= timedelta(hours=LONGEST_DAY_HOURS)
    night = begin.time() < NIGHT_UNTIL or end.time() > NIGHT_FROM or end.date() > begin.date()
    return ends_at + REST if one_go and night else ends_at


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
    """Whether a day that holds other promises already stays within the longest day, the journey counted, and nights are rested.

    A first day with 4 h promised, 5 h of journey and 4 h of new work is 13 h: refused. One work alone is never
    refused, however far: whoever goes far stays overnight. After work at night, here or before, comes the rest.
    """
    promised = tuple(others)
    if not promised:
        return ALLOWED
    day, last = starts_at.astimezone(LOCAL).date(), (ends_at - SECOND).astimezone(LOCAL).date()
    begins, ends = _midnights(day)[0], _midnights(last)[1]
    known = [(since, until) for since, until in promised if since < ends and until > begins]
    way = travel_hours
    while known and day <= last:
        if hours := hours_on(day, known):
            total = hours + hours_on(day, ((starts_at, ends_at),)) + way
            if total > LONGEST_DAY_HOURS:
                return _too_long(day, f"{total:.1f}")
        day, way = day + A_DAY, 0.0
    return _nights_rested(promised, starts_at, ends_at, travel_hours * HOUR)


def _nights_rested(
    others: Iterable[Stretch], starts_at: datetime, ends_at: datetime, way: timedelta
) -> Verdict:
    """Whether nobody sets out within the rest after work at night: for this work, or for one that follows it."""
    rested = None
    for since, until in others:
        if until <= starts_at < until + REST + way and starts_at - way < rested_at(since, until):
            told = _(
                "Work at night ends at {until}; rest lasts until {rested}. Choose a later start, or say why."
            )
            return refuse(
                format_lazy(told, until=local_minute(until), rested=local_minute(rested_at(since, until)))
            )
        if ends_at <= since < ends_at + REST:
            rested = rested or rested_at(starts_at, ends_at)
            if since < rested:
                told = _("This work is at night; rest lasts until {rested}, and the next work begins at {start}. Move that first, or say why.")  # fmt: skip
                return refuse(format_lazy(told, rested=local_minute(rested), start=local_minute(since)))
    return ALLOWED
