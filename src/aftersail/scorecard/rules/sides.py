"""A quarterly score from several sides, for partners and consultants alike; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


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


def quarter_among(quarters: list[date], day: date) -> date:
    """The quarter, of those given by their first days, in which a day lies."""
    return max(first for first in quarters if first <= day)


def label_of(first: date) -> str:
    """Return how a quarter is called: 2026-Q2."""
    return f"{first.year}-Q{(first.month + 2) // 3}"


def put_together(
    live: Mapping[str, Side], entered: Iterable[Side], weights: Mapping[str, int], defaults: Mapping[str, int]
) -> Score:
    """Put the sides together: what is measured wins over what was typed in; sides without data do not count.

    `defaults` names the sides in their order, each with what it counts where `weights` says nothing. The total is
    Σ weight × score ÷ Σ weight over the sides with data. Quality 90 (35) and time 80 (25) alone give 85.8.
    """
    typed = {side.name: side for side in entered}
    sides = tuple(live.get(name) or typed.get(name) or Side(name, None) for name in defaults)
    counted = [
        (weights.get(side.name, defaults[side.name]), side.score) for side in sides if side.score is not None
    ]
    total = sum(weight for weight, _score in counted)
    return Score(sides, sum(weight * value for weight, value in counted) / total if total else None)


def of_grades(name: str, grades: list[int]) -> Side:
    """Return the side of grades from 1 to 5 as (mean − 1) ÷ 4, in %; 4 and 5 give 87.5."""
    mean = sum(grades) / len(grades)
    return Side(name, 100 * (mean - 1) / 4, len(grades))
