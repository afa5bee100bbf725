"""Drafting a development plan from what a person's station needs and the person lacks (R35)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.people.events import PlanDrafted
from aftersail.people.models import DevelopmentPlan, PlanItem, Skill, Staff, StaffSkill, TaskType
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.permissions import may_keep_staff_of
from aftersail.people.queries.matrix import missing_of
from aftersail.people.rules.development import steps_for
from aftersail.people.rules.rosters import FIRST_YEAR, LAST_YEAR, LONGEST_PLAN_DAYS, overlapping
from aftersail.people.rules.skills import DIFFICULT


@transaction.atomic
def draft_plan(
    *, by: Account, staff: Staff, first_day: date, last_day: date, at: datetime, id: UUID
) -> DevelopmentPlan:
    """Draft a plan whose steps close the person's gaps one level at a time, each with a mentor who is able.

    Refused while another plan runs in these days, and where the person meets all that the station needs.
    """
    if known := made_before(DevelopmentPlan, id):
        return known
    running = DevelopmentPlan.objects.filter(staff=staff).values_list("first_day", "last_day")
    lawful = ALLOWED
    if last_day <= first_day:
        lawful = refuse(_("The last day must not come before the first."))
    elif (
        last_day - first_day
    ).days > LONGEST_PLAN_DAYS or not FIRST_YEAR <= first_day.year <= last_day.year <= LAST_YEAR:
        lawful = refuse(_("A plan lasts three years at most. Check the days."))
    elif overlapping(running, first_day, last_day):
        lawful = refuse(_("A plan runs in these days already. Add steps to it, or begin after it ends."))
    require(all_of(may_keep_staff_of(by, staff.station_id), lawful))
    steps = steps_for(missing_of(by, staff), first_day=first_day, last_day=last_day)
    if not steps:
        require(
            refuse(_("Nothing is missing: the person meets what the station needs. Enter a plan by hand."))
        )
    title = gettext("Development plan %(year)s") % {"year": first_day.year}
    plan = DevelopmentPlan(id=id, staff=staff, title=title, first_day=first_day, last_day=last_day)
    plan.save(force_insert=True)
    everything = TaskType.objects.get(pk=ALL_TASKS)
    for step in steps:
        mentor = _mentor_for(staff, step.skill, step.target_level)
        PlanItem(
            plan=plan, skill=step.skill, task=step.task or everything, target_level=step.target_level, due_on=step.due_on,
            mentor=mentor, how=PlanItem.How.MENTOR if mentor else PlanItem.How.COURSE,
        ).save(force_insert=True)  # fmt: skip
    record(PlanDrafted(person=staff.name, steps=len(steps)), by=by, about=plan, at=at)
    return plan


def _mentor_for(staff: Staff, skill: Skill, level: int) -> Staff | None:
    """The ablest other person of the same station who stands above the level, if there is one."""
    held = StaffSkill.objects.filter(
        skill=skill, level__gte=max(level, DIFFICULT), staff__station=staff.station_id, staff__active=True
    ).exclude(staff=staff)
    best = held.select_related("staff").order_by("-level", "staff__number").first()
    return best.staff if best else None
