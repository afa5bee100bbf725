"""What a user's tasks mean for service in those days; pure (R37)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.states import TaskLevel, WindowEffect

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class BusySpan:
    """Days in which a ship is busy, as everybody who plans may know: no title, no content."""

    vessel_id: UUID
    first_day: date
    last_day: date
    effect: WindowEffect
    level: TaskLevel

    def meets(self, first: date, last: date) -> bool:
        """Whether it overlaps a stretch of days, both ends counted."""
        return self.first_day <= last and first <= self.last_day


RANK = {TaskLevel.FLEET: 0, TaskLevel.FORMATION: 1, TaskLevel.VESSEL: 2}


def clashes(spans: Iterable[BusySpan], first: date, last: date) -> list[BusySpan]:
    """Return the spans that block a stretch of days, the highest level first."""
    met = [one for one in spans if one.effect == WindowEffect.BLOCKS and one.meets(first, last)]
    return sorted(met, key=lambda one: (RANK[one.level], one.first_day))


def preferred(spans: Iterable[BusySpan], first: date, last: date) -> list[BusySpan]:
    """Return the spans within a stretch in which service goes first, in order of time."""
    met = [one for one in spans if one.effect == WindowEffect.PRIORITISES and one.meets(first, last)]
    return sorted(met, key=lambda one: one.first_day)


def check_task(*, title: str, first_day: date, last_day: date) -> Verdict:
    """A task has a title, ends after it begins, and does not last for ever."""
    return all_of(
        ALLOWED if title.strip() else refuse(_("Give the task a title.")),
        refuse(_("The last day must not come before the first.")) if last_day < first_day else ALLOWED,
        refuse(_("A task lasts 366 days at most. Enter longer ones by year."))
        if (last_day - first_day).days >= LONGEST_DAYS
        else ALLOWED,
    )
