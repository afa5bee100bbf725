"""What a reader asks of the key figures: a period, and which part of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from aftersail.fleet.states import LifecycleStage, Severity
from aftersail.people.queries import area_with_parts

PERIODS = (
    ("month", _("This month")),
    ("last_month", _("Last month")),
    ("quarter", _("This quarter")),
    ("year", _("Last 12 months")),
    ("custom", _("From … until")),
)
USUAL = "year"
TO = ".."
TREND_MONTHS = 12
IDS = {"area": "station__area_id", "station": "station_id", "family": "equipment__model__family_id"}
WORDS = {"stage": LifecycleStage.values, "severity": Severity.values}


@dataclass(frozen=True)
class Asked:
    """A period from `start` to just before `end`, and the filters in force by name."""

    period: str
    start: datetime
    end: datetime
    filters: tuple[tuple[str, str], ...] = ()

    def condition(self, prefix: str = "") -> Q:
        """Return the filter on cases, or on records that reach a case through `prefix` (such as `case__`)."""
        paths = IDS | {name: name for name in WORDS}
        return Q(**dict(matching(f"{prefix}{paths[name]}", name, value) for name, value in self.filters))

    def within(self, path: str) -> Q:
        """Return the filter on an instant at `path` that lies in the period."""
        return Q(**{f"{path}__gte": self.start, f"{path}__lt": self.end})

    def value(self, name: str) -> str:
        """Return the value of a filter, or nothing."""
        return dict(self.filters).get(name, "")

    def with_filter(self, name: str, value: Any) -> Asked:
        """Return the same question about one station, area, … only."""
        kept = [(key, old) for key, old in self.filters if key != name]
        return replace(self, filters=(*kept, (name, str(value))))

    def within_days(self, first: date, last: date) -> Asked:
        """Return the same question about other days, both included."""
        return replace(self, period="custom", start=midnight(first), end=midnight(last + timedelta(days=1)))

    def year_before_end(self) -> Asked:
        """Return the same question about the 12 calendar months that end with the period."""
        last = timezone.localdate(self.end - timedelta(microseconds=1))
        return replace(self, start=midnight(months_before(last.replace(day=1), TREND_MONTHS - 1)))

    def query(self) -> str:
        """Return the question as a query string, the same for the same question."""
        return urlencode({"period": self.named_period, **dict(sorted(self.filters))})

    @property
    def named_period(self) -> str:
        """The period as one word of an address: its name, or its first and last day."""
        return f"{self.first_day}{TO}{self.last_day}" if self.period == "custom" else self.period

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return timezone.localdate(self.start)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return timezone.localdate(self.end - timedelta(microseconds=1))


def asked_of(address: Mapping[str, str], today: date) -> Asked:
    """Read the question out of an address; what makes no sense is left out, never an error.

    `period` is one of `PERIODS` or two days (`2026-01-01..2026-03-31`); `custom` reads `from` and `until`.
    """
    named = address.get("period", "")
    first, joint, last = named.partition(TO)
    if joint:
        address, named = {**dict(address.items()), "from": first, "until": last}, "custom"
    period = named if named in dict(PERIODS) else USUAL
    begin, end = _days(period, address, today)
    filters = [(name, str(UUID(value))) for name in IDS if (value := address.get(name, "")) and _is_id(value)]
    filters += [(name, value) for name, known in WORDS.items() if (value := address.get(name, "")) in known]
    return Asked(period, midnight(begin), midnight(end + timedelta(days=1)), tuple(filters))


def matching(path: str, name: str, value: Any) -> tuple[str, Any]:
    """Return the lookup of one filter: an area stands for itself and for its parts (R23)."""
    return (f"{path}__in", area_with_parts(value)) if name == "area" else (path, value)


def months_before(month: date, count: int) -> date:
    """The first day of the month that lies `count` months before; 2026-01-01 and 2 give 2025-11-01."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def midnight(day: date) -> datetime:
    """The instant at which a local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _days(period: str, address: Mapping[str, str], today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    if period == "month":
        return month, today
    if period == "last_month":
        return months_before(month, 1), month - timedelta(days=1)
    if period == "quarter":
        return months_before(month, (today.month - 1) % 3), today
    first, last = (_day(address.get(key, "")) for key in ("from", "until"))
    if period == "custom" and (first or last):
        first, last = first or last or today, last or today
        return min(first, last), max(first, last)
    return months_before(month, TREND_MONTHS - 1), today


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1990 < day.year < 2200 else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
