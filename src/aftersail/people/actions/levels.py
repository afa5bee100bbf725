"""Judging a person's level of a skill, by hand or by a passed course; steps of plans follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.record import Stale
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.people.events import SkillLevelSet
from aftersail.people.models import PlanItem, Skill, Staff, StaffSkill, TaskType
from aftersail.people.permissions import may_keep_staff_of


@transaction.atomic
def set_level(
    *, by: Account, staff: Staff, skill: Skill, task: TaskType, level: int, basis: str, at: datetime,
    seen: int | None = None,
) -> StaffSkill:  # fmt: skip
    """State how well a person commands a skill for a kind of task, and on what grounds.

    `seen` is the version of the level that was on the page, None where none was stated; Stale when it has moved on.
    """
    lawful = ALLOWED if 0 <= level <= 4 else refuse(_("A level lies between 0 and 4."))
    said = (
        ALLOWED
        if basis.strip()
        else refuse(_("Say on what grounds: an examination, work watched, a course."))
    )
    own = (
        refuse(_("Nobody judges their own level. Ask your manager."))
        if staff.account_id == by.pk
        else ALLOWED
    )
    require(all_of(may_keep_staff_of(by, staff.station_id), own, lawful, said))
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    kept = StaffSkill.objects.filter(staff=staff, skill=skill, task=task).first()
    if (kept.version if kept else None) != seen:
        raise Stale(
            [gettext("Somebody else changed this record meanwhile. Reload it, then make your change again.")]
        )
    return _write(kept, staff, skill, task, level, basis.strip(), by, at)


def raise_level(
    *, staff: Staff, skill: Skill, task: TaskType, to: int, basis: str, by: Account | None, at: datetime
) -> StaffSkill | None:
    """Raise a level where it is lower; part of a larger action. Never lowers one."""
    kept = StaffSkill.objects.select_for_update().filter(staff=staff, skill=skill, task=task).first()
    if kept is not None and kept.level >= to:
        return None
    return _write(kept, staff, skill, task, to, basis, by, at)


def finish_steps(held: StaffSkill, *, by: Account | None, at: datetime) -> None:
    """Mark the steps of running plans as done that wanted this level of this skill."""
    steps = PlanItem.objects.filter(
        plan__staff=held.staff_id,
        skill=held.skill_id,
        task=held.task_id,
        done_on=None,
        target_level__lte=held.level,
    )
    for step in steps:
        step.change(done_on=timezone.localdate(at), result=held.basis[:200])


def _write(
    kept: StaffSkill | None, staff: Staff, skill: Skill, task: TaskType, level: int, basis: str,
    by: Account | None, at: datetime,
) -> StaffSkill:  # fmt: skip
    before = kept.level if kept else 0
    if kept is None:
        kept = StaffSkill(staff=staff, skill=skill, task=task, level=level, basis=basis[:200])
        kept.save(force_insert=True)
    else:
        kept.change(level=level, basis=basis[:200])
    what = str(kept).partition(" · ")[2].rpartition(" ")[0]
    event = SkillLevelSet(person=staff.name, what=what, before=before, after=level, basis=basis)
    record(event, by=by, about=kept, at=at)
    finish_steps(kept, by=by, at=at)
    return kept
