"""What was observed: the times of events on one unit or on several, and where the observation ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ended = Literal["time", "failure"]
"""Whether the observation ended at a time of its own, or with the last event."""


@dataclass(frozen=True, slots=True)
class Events:
    """Times of the events of one unit since its start, any unit of time, with the end of the observation.

    ValueError unless 0 < time ≤ end for every time, or, ended by a failure, unless the last event is the end.
    """

    times: tuple[float, ...]
    end: float
    ended: Ended = "time"

    def __post_init__(self) -> None:
        if not self.end > 0:
            raise ValueError("the observation must last longer than nothing")
        if any(not 0 < time <= self.end for time in self.times):
            raise ValueError("every event must lie after the start and not after the end")
        if self.ended == "failure" and (not self.times or max(self.times) != self.end):
            raise ValueError("an observation that ends with a failure ends at its last event")

    @property
    def counted(self) -> tuple[float, ...]:
        """The times that carry information: ended by a failure, the last one does not."""
        ordered = tuple(sorted(self.times))
        return ordered[:-1] if self.ended == "failure" else ordered


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """Events of one of several units, watched from age 0 to `end`; `times` in any order, repeats allowed."""

    times: tuple[float, ...]
    end: float

    def __post_init__(self) -> None:
        if self.end < 0 or any(not 0 <= time <= self.end for time in self.times):
            raise ValueError("every event must lie between age 0 and the end of the unit's observation")
