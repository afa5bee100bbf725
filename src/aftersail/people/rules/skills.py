"""What people can do against what stations need: levels, gaps, and work that hangs on one person (R27)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

DIFFICULT = 3
"""From this level on a person does difficult work alone; where just one does, the station hangs on that person."""

Levels = Mapping[tuple[Hashable, Hashable | None], int]
"""(skill, kind of task or None for all) → level 0–4 of one person."""


def level_for(levels: Levels, skill: Hashable, task: Hashable | None) -> int:
    """Return a person's level: the one stated for the kind of task, else the one that holds for all, else 0.

    A person with radar 3 in general and radar/teaching 1 teaches radar at level 1 and repairs it at level 3.
    """
    if (skill, task) in levels:
        return levels[skill, task]
    return levels.get((skill, None), 0)


@dataclass(frozen=True, slots=True)
class Need:
    """So many people at a level of a skill, at one station."""

    station: Hashable
    skill: Hashable
    task: Hashable | None
    level: int
    people: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A need beside those who meet it."""

    need: Need
    held: int

    @property
    def short(self) -> int:
        """How many people are missing."""
        return max(0, self.need.people - self.held)


def gaps(needs: Iterable[Need], people: Iterable[tuple[Hashable, Levels]]) -> list[Gap]:
    """Judge every need; `people` are (station, levels) of those who go on board."""
    crews: dict[Hashable, list[Levels]] = {}
    for station, levels in people:
        crews.setdefault(station, []).append(levels)
    return [
        Gap(
            need,
            sum(
                level_for(levels, need.skill, need.task) >= need.level
                for levels in crews.get(need.station, ())
            ),
        )
        for need in needs
    ]


def hangs_on_one(levels: Iterable[int]) -> bool:
    """Whether exactly one person of a station reaches the level of difficult work."""
    return sum(level >= DIFFICULT for level in levels) == 1


def wanting(needs: Iterable[Need], station: Hashable, levels: Levels) -> list[Need]:
    """Return the needs of a station that a person does not meet, nearest to being met first."""
    short = [n for n in needs if n.station == station and level_for(levels, n.skill, n.task) < n.level]
    return sorted(short, key=lambda n: n.level - level_for(levels, n.skill, n.task))
