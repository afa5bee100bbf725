"""What people show for their next grade as far as this chapter knows: months, levels, certificates (R53)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from aftersail.people.models import Certificate, GradeCriterion, Promotion, Staff, StaffSkill
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.rules.grades import Criteria


def criteria_by_grade() -> dict[str, Criteria]:
    """Return what each grade asks for."""
    found = {}
    for row in GradeCriterion.objects.prefetch_related("certificate_kinds"):
        found[row.grade] = Criteria(
            least_months=row.least_months,
            least_field_hours=float(row.least_field_hours),
            least_ftfr_percent=None if row.least_ftfr_percent is None else float(row.least_ftfr_percent),
            least_skills=row.least_skills,
            skill_level=row.skill_level,
            certificate_kinds=frozenset(kind.code for kind in row.certificate_kinds.all()),
        )
    return found


def grade_since(people: Iterable[Staff]) -> dict[UUID, date | None]:
    """Return since when each person holds the grade: the last promotion, else the day of hiring."""
    team = list(people)
    since: dict[UUID, date | None] = {one.pk: one.hired_on for one in team}
    rows = Promotion.objects.filter(staff__in=list(since)).order_by("promoted_on")
    since.update(rows.values_list("staff_id", "promoted_on"))
    return since


def months_between(first: date | None, last: date) -> int:
    """Return the whole months from a day to another; 2025-01-31 to 2025-02-28 is none."""
    if first is None or first > last:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def general_levels(ids: Iterable[UUID]) -> dict[UUID, tuple[int, ...]]:
    """Return each person's levels that hold for all tasks."""
    found: dict[UUID, list[int]] = defaultdict(list)
    for staff, level in StaffSkill.objects.filter(staff__in=list(ids), task=ALL_TASKS).values_list(
        "staff_id", "level"
    ):
        found[staff].append(level)
    return {staff: tuple(levels) for staff, levels in found.items()}


def valid_kinds(ids: Iterable[UUID], on: date) -> dict[UUID, frozenset[str]]:
    """Return the kinds of certificate that each person holds on a day."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Certificate.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=on), staff__in=list(ids), valid_from__lte=on
    )
    for staff, code in rows.values_list("staff_id", "kind__code"):
        found[staff].add(code)
    return {staff: frozenset(codes) for staff, codes in found.items()}
