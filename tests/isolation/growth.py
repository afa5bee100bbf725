"""One record of each register about how people grow; they hold no customer's secret."""

from __future__ import annotations

from datetime import date

from aftersail.people.actions.defaults import load_people_defaults
from aftersail.people.models import (
    AgreedJourney,
    DevelopmentPlan,
    PlanItem,
    Posting,
    Promotion,
    RosterLine,
    ShiftPattern,
    SkillRequirement,
    StaffTraining,
    TrainingSeat,
)
from aftersail.web.demo.small import World


def grow(world: World, today: date) -> None:
    """Make the records; to be called under every row."""
    from django.utils import timezone

    load_people_defaults(by=None, at=timezone.now())
    staff, skill = world.staff["second_engineer"], world.skills["RAD"]
    ports = list(world.ports.values())
    AgreedJourney.objects.create(first_port=ports[0], second_port=ports[1], travel_hours=5)
    pattern = ShiftPattern.objects.get(code="5-2")
    RosterLine.objects.create(staff=staff, pattern=pattern, first_day=today.replace(day=1))
    SkillRequirement.objects.create(station=world.station, skill=skill, level=3, people=2)
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    plan = DevelopmentPlan.objects.create(staff=staff, title="计划", first_day=first, last_day=last)
    PlanItem.objects.create(plan=plan, skill=skill, target_level=3, due_on=last)
    course = StaffTraining.objects.create(
        code="TR-1", title="雷达诊断", skill=skill, raises_to=3, first_day=first, last_day=first
    )
    TrainingSeat.objects.create(training=course, staff=staff)
    Promotion.objects.create(
        staff=staff, from_grade="junior", to_grade="engineer", promoted_on=first, grounds="评审通过"
    )
    Posting.objects.create(staff=staff, stage="design", task="设计评审", first_day=first, last_day=first)
