"""Figures, money, durations and instants as people read them, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Figure = int | float | Decimal

MINUTE = 60
HOUR = 3600
DAY = 86_400


def no_data() -> str:
    """Return the words for a figure that cannot be computed."""
    return _("no data")


def is_missing(value: object) -> bool:
    """Tell whether a figure is absent: None, an empty string, or not a number."""
    return value is None or value == "" or value != value  # only "not a number" differs from itself


def number(value: Figure | str | None, places: int = 0) -> str:
    """Write a figure with grouped thousands and `places` decimals."""
    if value is None or is_missing(value):
        return no_data()
    # A component's attribute arrives as text.
    return f"{Decimal(value) if isinstance(value, str) else value:,.{places}f}"


def percent(share: Figure | None, places: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    if share is None or is_missing(share):
        return no_data()
    return f"{number(Decimal(str(share)) * 100, places)}%"


def cny(amount: Figure | None, places: int = 0) -> str:
    """Write an amount of money in yuan; whole yuan unless asked for more."""
    if amount is None or is_missing(amount):
        return no_data()
    sign = "-" if amount < 0 else ""
    return f"{sign}¥{number(-amount if amount < 0 else amount, places)}"


def seconds_in(value: timedelta | Figure) -> float:
    """Return the seconds in a timedelta, or the figure itself, which already is seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


def duration(value: timedelta | Figure | None) -> str:
    """Write a time span by its two largest units; the sign is left to the caller."""
    if value is None or is_missing(value):
        return no_data()
    total = abs(seconds_in(value))
    if total < MINUTE:
        return _("under 1 min")
    days, rest = divmod(int(total), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours} if hours else _("%d d") % days
    if hours:
        values = {"hours": hours, "minutes": minutes}
        return _("%(hours)d h %(minutes)d min") % values if minutes else _("%d h") % hours
    return _("%d min") % minutes


def hours(value: Figure | None, places: int = 1) -> str:
    """Write a number of hours; whole ones without decimals."""
    if value is None or is_missing(value):
        return no_data()
    return _("%s h") % number(value, places if value % 1 else 0)


def local(instant: datetime) -> datetime:
    """Bring an aware instant to the installation's time zone; leave a naive one as it is."""
    return instant if instant.tzinfo is None else instant.astimezone(timezone.get_default_timezone())


def moment(instant: datetime) -> str:
    """Write an instant to the minute."""
    return local(instant).isoformat(" ", "minutes")[:16]


def day(value: date | datetime) -> str:
    """Write a calendar day; an instant is first brought to local time."""
    return (local(value) if isinstance(value, datetime) else value).isoformat()[:10]


def ago(instant: datetime, now: datetime) -> str:
    """Say how far an instant lies from `now`, in one unit."""
    gap = (now - instant).total_seconds()
    span = abs(gap)
    if span < MINUTE:
        return _("just now")
    if span >= 60 * DAY:
        return day(instant)
    unit = MINUTE if span < HOUR else HOUR if span < DAY else DAY
    return _distance(int(span // unit), unit, gap > 0, get_language())


@lru_cache(maxsize=4_000)
def _distance(count: int, unit: int, past: bool, _language: str | None) -> str:
    """Put a distance into words; a list says the same few again and again."""
    words = {
        MINUTE: ngettext("%d minute", "%d minutes", count),
        HOUR: ngettext("%d hour", "%d hours", count),
        DAY: ngettext("%d day", "%d days", count),
    }[unit] % count
    return _("%s ago") % words if past else _("in %s") % words
