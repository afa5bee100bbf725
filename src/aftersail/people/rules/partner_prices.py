"""What work given to a partner is expected to cost by the prices agreed (R21); pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

HOURS_A_DAY = 8
"""A day on board that is paid by the day."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A price: what for (`RateKind`), in CNY, and the days for which it holds; without a last one for good."""

    kind: str
    price_cny: Decimal
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices that hold in some days, in CNY; None for what has none."""

    hour: Decimal | None = None
    day: Decimal | None = None
    travel: Decimal | None = None
    call_out: Decimal | None = None

    @property
    def for_work(self) -> bool:
        """Whether work has a price at all."""
        return self.hour is not None or self.day is not None


def prices_of(agreed: Iterable[Agreed], first: date, last: date) -> Prices:
    """Return the prices that hold in some days, of each kind the dearest.

    300 up to the 5th and 320 from the 6th on, asked of the 1st to the 10th: 320.
    """
    found: dict[str, Decimal] = {}
    for one in agreed:
        if one.first <= last and (one.last is None or one.last >= first):
            found[one.kind] = max(found.get(one.kind, one.price_cny), one.price_cny)
    return Prices(found.get("hour"), found.get("day"), found.get("travel"), found.get("call_out"))


def expected_cost_cny(prices: Prices, work_hours: float, way_hours: float) -> Decimal:
    """Return what a partner will ask for some hours of work, `way_hours` away; ValueError where work has no price.

    Whole days of eight hours by the day, what remains by the hour but never dearer than a day; the journey there and
    back, and the call-out. At 300 an hour, 2,000 a day, 150 an hour of travel and 500 a call-out, ten hours of work two
    hours away cost 2,000 + 2 · 300 + 2 · 2 · 150 + 500 = 3,700.
    """
    if not prices.for_work:
        raise ValueError("neither an hour nor a day of work has a price")
    hours, way = Decimal(str(work_hours)), Decimal(str(way_hours))
    days, rest = divmod(hours, HOURS_A_DAY)
    work = days * _of_one_day(prices, Decimal(HOURS_A_DAY)) + (_of_one_day(prices, rest) if rest else 0)
    cost = work + 2 * way * (prices.travel or 0) + (prices.call_out or 0)
    return cost.quantize(Decimal("0.01"))


def _of_one_day(prices: Prices, hours: Decimal) -> Decimal:
    """Return what hours of one day cost: by the hour or by the day, whichever is agreed and cheaper."""
    by_hour = None if prices.hour is None else hours * prices.hour
    return min(price for price in (by_hour, prices.day) if price is not None)
