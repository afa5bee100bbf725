"""What the statistics say, with how many events they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Where the rate of events goes, at the asked confidence."""

    NO_DATA = "no_data"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_TREND = "no_trend"


@dataclass(frozen=True, slots=True)
class Trend:
    """A test's statistic, its two-sided p-value, the verdict, and the number of events counted.

    `statistic` and `p_value` are None when there are too few events to say anything.
    """

    statistic: float | None
    p_value: float | None
    direction: Direction
    n: int
    degrees: int | None = None


@dataclass(frozen=True, slots=True)
class MeanCount:
    """Mean number of events per unit up to an age, and how many units were still watched there."""

    age: float
    mean: float
    watched: int
