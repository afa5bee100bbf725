"""When people are told that support ends or a last buy is due, and how long stock must last; pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from aftersail.fleet.rules.warranty_terms import add_months

DAYS_A_MONTH = Decimal("30.4375")


def is_near(ends_on: date | None, months_ahead: int, today: date) -> bool:
    """Whether a day lies within so many months ahead, or has passed.

    With 12 months ahead, an end on 2027-03-10 is near from 2026-03-10 on.
    """
    return ends_on is not None and ends_on <= add_months(today, months_ahead)


def months_short(cover_months: Decimal | None, ends_on: date | None, today: date) -> Decimal | None:
    """Return how many months before the end of support the stock is used up, 0 if it lasts; None without figures.

    Months from today to the end of support, less the months that stock covers, at 30.4375 days a month: a cover of 6
    months with 365 days to go is 6.0 months short.
    """
    if cover_months is None or ends_on is None:
        return None
    to_go = Decimal(max(0, (ends_on - today).days)) / DAYS_A_MONTH
    return max(Decimal(0), to_go - cover_months).quantize(Decimal("0.1"))
