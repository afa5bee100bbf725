"""Numbers people see: `<form>-<station>-<yyyymm>-<seq4>`, gapless per series even under concurrency."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from aftersail.core.postgresql.fetching import fetch


def next_number(form: str, station: str, at: datetime) -> str:
    """Take the next number of a form at a station in the month of `at` (local time).

    The series row stays locked until the caller's transaction ends, so a rollback gives the number back
    and no number is skipped.

    >>> next_number("SC", "QD", at)  # doctest: +SKIP
    'SC-QD-202601-0001'
    """
    month = at.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y%m")
    key = f"{form}-{station}-{month}"
    ((last,),) = fetch(
        "insert into core_numberseries as s (key, last) values (%s, 1)"
        " on conflict (key) do update set last = s.last + 1 returning last",
        [key],
    )
    return f"{key}-{last:04d}"
