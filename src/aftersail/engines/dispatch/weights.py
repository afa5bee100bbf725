"""The prices that make one plan better than another, each visible to the dispatcher, the weightiest first."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """Prices in one currency. The order of the fields is the order of importance meant by the defaults.

    One priority-1 order unserved outweighs a whole day late; an hour late outweighs an hour of travel; a change of
    engineer outweighs a missed steward; evenness only breaks ties.
    """

    unserved: float = 8000.0
    """An order left out, times its priority."""
    late_minute: float = 3.0
    """A minute after the promise, times the priority."""
    travel: float = 1.0
    """Factor on the cost of travel."""
    lodging_night: float = 350.0
    """A night away from home."""
    boarding: float = 100.0
    """One person's going aboard a ship; makes small items on one hull one visit."""
    overtime_minute: float = 1.0
    """A minute of work beyond the regular ones."""
    changed_engineer: float = 400.0
    """A member of a published team exchanged for another."""
    later_minute: float = 0.5
    """A minute later than was published."""
    steward_missed: float = 240.0
    """A ship served without its own steward."""
    unevenness: float = 50.0
    """Per engineer, times the squared share of the regular minutes that is taken."""
    waiting_minute: float = 0.0
    """A minute on a route, between setting out as late as may be and being home again, without travel or work."""

    def __post_init__(self) -> None:
        if any(getattr(self, each.name) < 0 for each in fields(self)):
            raise ValueError("no price may be negative")
