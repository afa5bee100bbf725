"""The skill matrix: who commands what, what stations need, where one person carries all of it (R27)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.models import Account
from aftersail.people.models import Skill, SkillRequirement, Staff, StaffSkill, Station
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.queries import area_with_parts
from aftersail.people.rules import skills as rules


@dataclass(frozen=True, slots=True)
class Cell:
    """A person's level of a skill for the kind of task asked; `level` None where nothing is stated.

    own: whether the level is stated for this very kind of task, not taken from the one for all tasks.
    """

    skill: Skill
    level: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person of the matrix."""

    staff: Staff
    cells: tuple[Cell, ...]

    @property
    def levels(self) -> tuple[int | None, ...]:
        """The levels alone, in the order of the matrix's skills."""
        return tuple(cell.level for cell in self.cells)


@dataclass(frozen=True, slots=True)
class StationNeed:
    """What a station needs of a skill beside what it has; `only` names the one person who does difficult work."""

    station: Station
    skill: Skill
    task: Any
    level: int
    needed: int
    held: int
    only: Staff | None = None

    @property
    def short(self) -> int:
        """How many people are missing."""
        return max(0, self.needed - self.held)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Skills across, people down; `able` counts people at level 2 or more, `expert` those at 3 or more."""

    skills: tuple[Skill, ...]
    rows: tuple[MatrixRow, ...]
    able: tuple[int, ...]
    expert: tuple[int, ...]
    needs: tuple[StationNeed, ...] = ()
    alone: tuple[StationNeed, ...] = ()

    @property
    def short(self) -> list[StationNeed]:
        """The needs that are not met, the largest hole first."""
        return sorted((need for need in self.needs if need.short), key=lambda n: (-n.short, n.station.code))


def people_of(account: Account, station: Station | None = None, area: Any = None) -> QuerySet[Staff]:
    """Return the active people who go on board, of one station, of an area, or all."""
    people = Staff.objects.visible_to(account).filter(active=True, serves_on_board=True)
    if station is not None:
        people = people.filter(station=station)
    if area:
        people = people.filter(station__area__in=area_with_parts(area))
    return people.select_related("station").order_by("station__code", "number")


def levels_of(people: QuerySet[Staff]) -> dict[UUID, dict[tuple[Any, Any], int]]:
    """Return by person (skill, kind of task or None for all) → level."""
    held: dict[UUID, dict[tuple[Any, Any], int]] = defaultdict(dict)
    rows = StaffSkill.objects.filter(staff__in=people.order_by()).values_list(
        "staff_id", "skill_id", "task_id", "level"
    )
    for person, skill, task, level in rows:
        held[person][skill, None if task == ALL_TASKS else task] = level
    return held


def skills_matrix(
    account: Account, station: Station | None = None, *, area: Any = None, task: UUID | None = None
) -> Matrix:
    """Return the matrix for a kind of task (None: the level that holds for all), with needs and lone experts."""
    across = tuple(Skill.objects.visible_to(account))
    people = people_of(account, station, area)
    held, wanted = levels_of(people), None if task == ALL_TASKS else task
    rows = tuple(MatrixRow(person, _cells(held[person.pk], across, wanted)) for person in people)
    counts = [[row.levels[i] or 0 for row in rows] for i in range(len(across))]
    return Matrix(
        across,
        rows,
        able=tuple(sum(level >= 2 for level in column) for column in counts),
        expert=tuple(sum(level >= rules.DIFFICULT for level in column) for column in counts),
        needs=tuple(_needs(account, rows, held, across)),
        alone=tuple(_alone(rows, across)),
    )


def _cells(
    levels: dict[tuple[Any, Any], int], across: tuple[Skill, ...], task: UUID | None
) -> tuple[Cell, ...]:
    cells = []
    for skill in across:
        own = (skill.pk, task) in levels
        stated = own or (skill.pk, None) in levels
        cells.append(Cell(skill, rules.level_for(levels, skill.pk, task) if stated else None, own))
    return tuple(cells)


def _needs(
    account: Account,
    rows: tuple[MatrixRow, ...],
    held: dict[UUID, dict[tuple[Any, Any], int]],
    across: tuple[Skill, ...],
) -> list[StationNeed]:
    shown = {row.staff.station_id for row in rows}
    stated = list(
        SkillRequirement.objects.visible_to(account)
        .filter(station__in=shown)
        .select_related("station", "skill", "task")
    )
    wanted = [
        rules.Need(
            one.station_id,
            one.skill_id,
            None if one.task_id == ALL_TASKS else one.task_id,
            one.level,
            one.people,
        )
        for one in stated
    ]
    judged = rules.gaps(wanted, [(row.staff.station_id, held[row.staff.pk]) for row in rows])
    return [
        StationNeed(one.station, one.skill, one.task, one.level, one.people, gap.held)
        for one, gap in zip(stated, judged, strict=True)
    ]


def _alone(rows: tuple[MatrixRow, ...], across: tuple[Skill, ...]) -> list[StationNeed]:
    crews: dict[UUID, list[MatrixRow]] = defaultdict(list)
    for row in rows:
        crews[row.staff.station_id].append(row)
    found = []
    for crew in crews.values():
        for place, skill in enumerate(across):
            if rules.hangs_on_one(row.levels[place] or 0 for row in crew):
                only = next(row.staff for row in crew if (row.levels[place] or 0) >= rules.DIFFICULT)
                found.append(StationNeed(only.station, skill, None, rules.DIFFICULT, 2, 1, only))
    return found


def missing_of(account: Account, staff: Staff) -> list[tuple[Any, Any, int, int]]:
    """Return what a person's station needs and the person lacks: skill, kind of task, level held, level needed."""
    levels = levels_of(Staff.objects.visible_to(account).filter(pk=staff.pk))[staff.pk]
    stated = (
        SkillRequirement.objects.visible_to(account)
        .filter(station=staff.station_id)
        .select_related("skill", "task")
    )
    by_need = {}
    for one in stated:
        task = None if one.task_id == ALL_TASKS else one.task_id
        by_need[rules.Need(staff.station_id, one.skill_id, task, one.level, one.people)] = one
    return [
        (by_need[need].skill, by_need[need].task, rules.level_for(levels, need.skill, need.task), need.level)
        for need in rules.wanting(by_need, staff.station_id, levels)
    ]
