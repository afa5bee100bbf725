"""What a run reports: rows with the keys every benchmark shares, goals and the peer's figures beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PEER = "Odoo 18 + OCA field service"
"""Its figures are given by the project's task for such a machine at 1,000,000 orders; they were not measured here."""

BARE = "bare SQL"
AT_LEAST = "at least"


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound that a value must keep: at most, unless said otherwise."""

    bound: float
    at_least: bool = False

    def met_by(self, value: float) -> bool:
        """Tell whether a value keeps the bound."""
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True, slots=True)
class Report:
    """Makes the rows of one size; `size` is the number of cases in the database."""

    size: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    def row(
        self,
        case: str,
        metric: str,
        value: float,
        unit: str,
        *,
        goal: Goal | None = None,
        peer: str = "",
        peer_value: float | None = None,
    ) -> dict[str, Any]:
        """Return one figure; `ratio` is value over the peer's, so that below 1 is better where less is better."""
        made = {
            "bench": "web", "case": case, "metric": metric, "value": round(value, 3), "unit": unit, "peer": peer or None,
            "peer_value": None if peer_value is None else round(peer_value, 3), "ratio": round(value / peer_value, 4) if peer_value else None,
            "goal": goal.bound if goal else None, "size": self.size, "met": goal.met_by(value) if goal else None,
            "at_least": bool(goal and goal.at_least),
        }  # fmt: skip
        self.rows.append(made)
        return made
