"""A plan: who does which order from when, and what it costs, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Assignment:
    """The team, one engineer id for each slot in the slots' order, and the minute at which work begins.

    `calls`: members who call at a store on their way to this order, each with the store's place.
    """

    start: int
    team: tuple[str, ...]
    calls: tuple[tuple[str, int], ...] = ()


Plan = Mapping[str, Assignment]
"""Assignment by order id; an order left out is unserved."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of a plan's cost, named as the weights that price them."""

    unserved: float = 0.0
    late: float = 0.0
    travel: float = 0.0
    lodging: float = 0.0
    boarding: float = 0.0
    rates: float = 0.0
    overtime: float = 0.0
    changed: float = 0.0
    later: float = 0.0
    steward: float = 0.0
    unevenness: float = 0.0
    waiting: float = 0.0

    @property
    def total(self) -> float:
        """The sum that plans are compared by."""
        return float(sum(getattr(self, part.name) for part in fields(self)))

    def minus(self, other: Cost) -> Cost:
        """Return the difference, part by part."""
        return Cost(*(getattr(self, p.name) - getattr(other, p.name) for p in fields(self)))
