"""A partner's quarterly score from its four sides (R22); pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from aftersail.scorecard.rules.sides import Score, Side, of_grades, put_together

DEFAULT_WEIGHTS: Mapping[str, int] = {"quality": 35, "time": 25, "cost": 15, "satisfaction": 25}
"""What a side counts where the house keeps no weight of its own (default of the house)."""

SIDES = tuple(DEFAULT_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Done:
    """One confirmed order: promised end, actual end, times sent back, agreed and actual cost."""

    ends_at: datetime
    finished_at: datetime | None
    reworks: int
    agreed_cny: Decimal
    actual_cny: Decimal | None


def measured(orders: Sequence[Done], opinions: Sequence[int]) -> dict[str, Side]:
    """The sides that our own records measure.

    Quality: orders never sent back, in %. Time: orders finished by the promised end, in %. Cost: agreed over actual
    cost, in %, at most 100. Satisfaction: mean overall of the users (1–5) as (mean − 1) ÷ 4, in %. Orders of 900 and
    1,000 agreed that cost 1,000 and 1,000 give 95.
    """
    found: dict[str, Side] = {}
    if orders:
        n = len(orders)
        found["quality"] = Side("quality", 100 * sum(one.reworks == 0 for one in orders) / n, n)
    timed = [one for one in orders if one.finished_at is not None]
    if timed:
        kept = sum(one.finished_at <= one.ends_at for one in timed)  # type: ignore[operator]
        found["time"] = Side("time", 100 * kept / len(timed), len(timed))
    priced = [one for one in orders if one.actual_cny]
    if priced:
        agreed, actual = sum(one.agreed_cny for one in priced), sum(one.actual_cny or 0 for one in priced)
        found["cost"] = Side("cost", min(100.0, float(100 * agreed / actual)), len(priced))
    if opinions:
        found["satisfaction"] = of_grades("satisfaction", list(opinions))
    return found


def score(live: Mapping[str, Side], entered: Iterable[Side], weights: Mapping[str, int]) -> Score:
    """Return a partner's score from what is measured and what was typed in."""
    return put_together(live, entered, weights, DEFAULT_WEIGHTS)
