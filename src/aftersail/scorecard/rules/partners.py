"""A partner's quarterly score from its four sides (R22); pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a score: 0–100 or None, what it rests on, and whether somebody typed it in."""

    name: str
    score: float | None
    n: int = 0
    entered: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The four sides and the total over those that have data; None where none has."""

    sides: tuple[Side, ...]
    total: float | None

    @property
    def known(self) -> int:
        """How many sides have data."""
        return sum(side.score is not None for side in self.sides)


def quarter_of(day: date) -> date:
    """The first day of a day's quarter: 2026-05-17 gives 2026-04-01."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def quarters_back(first: date, back: int) -> date:
    """The first day of the quarter so many quarters earlier; a negative number goes forward."""
    months = first.year * 12 + first.month - 1 - 3 * back
    return date(months // 12, months % 12 + 1, 1)


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
        mean = sum(opinions) / len(opinions)
        found["satisfaction"] = Side("satisfaction", 100 * (mean - 1) / 4, len(opinions))
    return found


def score(live: Mapping[str, Side], entered: Iterable[Side], weights: Mapping[str, int]) -> Score:
    """Put the sides together: what is measured wins over what was typed in; sides without data do not count.

    The total is Σ weight × score ÷ Σ weight over the sides with data. Quality 90 (35) and time 80 (25) alone give 85.8.
    """
    typed = {side.name: side for side in entered}
    sides = tuple(live.get(name) or typed.get(name) or Side(name, None) for name in SIDES)
    counted = [
        (weights.get(side.name, DEFAULT_WEIGHTS[side.name]), side.score)
        for side in sides
        if side.score is not None
    ]
    total = sum(weight for weight, _score in counted)
    return Score(sides, sum(weight * value for weight, value in counted) / total if total else None)
