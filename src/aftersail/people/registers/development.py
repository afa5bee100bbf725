"""The registers of what stations need and how people grow towards it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, one_by_one
from aftersail.people.models import DevelopmentPlan, PlanItem, SkillRequirement, StaffTraining, TrainingSeat
from aftersail.people.permissions import (
    GROWTH_READERS,
    KEEPERS,
    READERS,
    holds_station,
    may_keep_staff_of,
    may_keep_station,
)
from aftersail.people.registers.checks import item_is_lawful, raise_by_training, seat_result_is_lawful

REQUIREMENTS = Master(
    app="people", noun="skill_requirement", plural="skill_requirements", slug="skill-requirements", model=SkillRequirement,
    label=_("Skill requirements"), new_label=_("New skill requirement"), icon="adjustments-horizontal",
    fields=("station", "skill", "task", "level", "people"),
    readers=READERS, writers=KEEPERS, may_write=lambda account, need: may_keep_station(account, need.station),
    removable=True, help=_("How many people a station needs at a level; the skill matrix shows where they are missing."),
)  # fmt: skip

PLANS = Master(
    app="people", noun="plan", plural="plans", slug="development-plans", model=DevelopmentPlan,
    label=_("Development plans"), new_label=_("New development plan"), icon="trending-up",
    fields=("staff", "title", "first_day", "last_day", "mentor"),
    readers=GROWTH_READERS, writers=KEEPERS, may_write=lambda account, plan: may_keep_staff_of(account, plan.staff.station_id),
)  # fmt: skip

PLAN_ITEMS = Master(
    app="people", noun="plan_item", plural="plan_items", slug="plan-items", model=PlanItem,
    label=_("Steps of plans"), new_label=_("New step of a plan"), icon="checklist",
    fields=("plan", "skill", "task", "target_level", "how", "mentor", "due_on", "done_on", "result"),
    readers=GROWTH_READERS, writers=KEEPERS,
    may_write=lambda account, item: may_keep_staff_of(account, item.plan.staff.station_id), removable=True,
    check=item_is_lawful,
)  # fmt: skip

TRAININGS = Master(
    app="people", noun="training", plural="trainings", slug="staff-trainings", model=StaffTraining,
    label=_("Trainings of our staff"), new_label=_("New training"), icon="certificate",
    fields=("code", "title", "skill", "task", "raises_to", "station", "trainer", "first_day", "last_day"),
    readers=GROWTH_READERS, writers=KEEPERS,
    may_write=lambda account, course: may_keep_staff_of(account, course.station_id),
    help=_("Who passes a course reaches the level that it names, with the course as grounds."),
)  # fmt: skip

SEATS = Master(
    app="people", noun="training_seat", plural="training_seats", slug="training-seats", model=TrainingSeat,
    label=_("Places in trainings"), new_label=_("Enrol in a training"), icon="user-check",
    fields=("training", "staff", "result", "score", "remark"),
    readers=GROWTH_READERS, writers=KEEPERS,
    may_write=lambda account, seat: may_keep_staff_of(account, seat.staff.station_id)
    if not holds_station(account, seat.training.station_id)
    else may_keep_staff_of(account, seat.training.station_id),
    check=seat_result_is_lawful, settled=one_by_one(raise_by_training),
)  # fmt: skip
