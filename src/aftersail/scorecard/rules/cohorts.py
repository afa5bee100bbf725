"""Which cases a figure counts: the period, what is left out, and what is counted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

Standing = Literal["valid", "duplicate", "cancelled"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from ``start`` to ``end``, the start included and the end not; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period must end after it begins")

    def holds(self, at: datetime) -> bool:
        """Whether an instant falls in the period."""
        return self.start <= at < self.end


class Counted(Protocol):
    """Any row that stands as valid, duplicate or cancelled."""

    @property
    def standing(self) -> Standing:
        """How the case stands."""


Row = TypeVar("Row", bound=Counted)


def valid_and_excluded(rows: Iterable[Row]) -> tuple[list[Row], list[tuple[str, int]]]:
    """The valid rows, and how many duplicates and cancelled ones stand apart (HANDBOOK §2.8)."""
    rows = list(rows)
    counts = Counter(row.standing for row in rows if row.standing != "valid")
    return [row for row in rows if row.standing == "valid"], sorted(counts.items())
