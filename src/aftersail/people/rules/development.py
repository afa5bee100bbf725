"""Development plans: how much is done, what is late, and what a gap turns into (R35)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aftersail.core.figures import Figure, share

STEP_DAYS = 90
"""How long a step of one level is given when a plan is drafted from gaps (default of the house)."""


def completion(done: int, of: int) -> Figure:
    """Return the share of steps done; a plan without steps has no data. 3 of 4 steps are 75 %."""
    return share(done, of)


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step proposed from a gap: one level up at a time."""

    skill: Any
    task: Any
    target_level: int
    due_on: date


def steps_for(
    missing: Iterable[tuple[object, object | None, int, int]],
    *,
    first_day: date,
    last_day: date,
    most: int = 4,
) -> list[DraftStep]:
    """Turn gaps (skill, task, level held, level needed) into steps, one level each, spread over the period."""
    steps: list[DraftStep] = []
    seen: set[tuple[object, object | None]] = set()
    for skill, task, held, needed in missing:
        if held >= needed or (skill, task) in seen or len(steps) >= most:
            continue
        seen.add((skill, task))
        due = min(first_day + timedelta(days=STEP_DAYS * (len(steps) + 1)), last_day)
        steps.append(DraftStep(skill, task, held + 1, due))
    return steps
