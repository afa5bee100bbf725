"""A draft plan: moves that somebody, or a solver, proposes and nobody has made yet; the board shows them as an overlay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersail.core.verdicts import Reason


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """One step of a draft: this person for this order at these hours, instead of how it stands now.

    `assignment_id` names the promise that would be moved, None for an order that waits; publishing a draft calls
    `move_assignment` or `assign_order` with just these values, so that every rule is asked again.
    """

    order_id: UUID
    number: str
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    assignment_id: UUID | None = None
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("work ends after it begins")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed, by what, and where it can be read; an empty one changes nothing."""

    moves: tuple[ProposedMove, ...] = ()
    title: Reason = ""
    url: str = ""

    def of(self, staff_id: UUID) -> list[ProposedMove]:
        """Return the steps that concern one person's row."""
        return [one for one in self.moves if one.staff_id == staff_id]


EMPTY = Draft()
