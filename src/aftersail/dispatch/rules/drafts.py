"""A draft plan as the board shows it: steps that somebody, or a solver, proposes and nobody has made yet, as an overlay."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.plans import Step


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed, by what, and where it can be read; an empty one changes nothing."""

    steps: tuple[Step, ...] = ()
    title: Reason = ""
    url: str = ""

    def of(self, staff_id: UUID) -> list[Step]:
        """Return the steps that concern one person's row."""
        return [one for one in self.steps if staff_id in one.everybody]


EMPTY = Draft()
