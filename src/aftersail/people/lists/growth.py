"""The list pages of the ladder, postings, requirements, plans and trainings."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.people.lists import (
    area_choices,
    in_area,
    level_cell,
    skill_choices,
    station_choices,
    task_choices,
    today,
)
from aftersail.people.models.careers import ChainStage
from aftersail.people.models.development import PlanItem, TrainingSeat
from aftersail.people.models.staff import Grade


def _late(_value: str, _request: Any) -> Q:
    return Q(done_on=None, due_on__lt=today())


CRITERIA = ListSpec(
    page="people:grade_criteria",
    columns=(
        Column("grade", _("Grade"), kind="choice", choices=Grade.choices, link="people:grade_criterion", title=True),
        Column("least_months", _("Months in the grade below"), kind="number"),
        Column("least_field_hours", _("Hours of work on board"), kind="number", sort=True),
        Column("least_ftfr_percent", _("First-time fix rate (%)"), kind="number", places=0),
        Column("least_skills", _("Number of skills"), kind="number"),
        Column("skill_level", _("At level"), kind="number"),
    ),
    default_sort="least_field_hours",
)  # fmt: skip

PROMOTIONS = ListSpec(
    page="people:promotions",
    columns=(
        Column("promoted_on", _("Promoted"), kind="day", sort=True),
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:promotion", title=True),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("from_grade", _("From grade"), kind="choice", choices=Grade.choices),
        Column("to_grade", _("To grade"), kind="choice", choices=Grade.choices, sort=True),
    ),
    default_sort="-promoted_on",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("staff__station__area_id"), choices=area_choices),
        Filter("to_grade", _("To grade"), choices=Grade.choices),
        Filter("promoted", _("Promoted"), kind="period", path="promoted_on", day_only=True),
    ),
    search_paths=("staff__name", "staff__name_en", "staff__number"),
)  # fmt: skip

POSTINGS = ListSpec(
    page="people:postings",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:posting", title=True),
        Column("stage", _("Link of the chain"), kind="choice", choices=ChainStage.choices, sort=True),
        Column("task", _("Task")),
        Column("station", _("Station"), path="station__name", english="station__name_en", phone=False),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("last_day", _("Last day"), kind="day", sort=True),
    ),
    default_sort="-first_day",
    filters=(
        Filter("stage", _("Link of the chain"), choices=ChainStage.choices),
        Filter("station", _("Home station"), path="staff__station_id", choices=station_choices),
    ),
    search_paths=("staff__name", "staff__name_en", "task"),
)  # fmt: skip

REQUIREMENTS = ListSpec(
    page="people:skill_requirements",
    columns=(
        Column("station", _("Station"), path="station__name", english="station__name_en", sort="station__code", link="people:skill_requirement", title=True),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en", sort=True),
        Column("task", _("Kind of task"), path="task__name", english="task__name_en"),
        Column("level", _("Level"), sort=True, paint=level_cell, export=lambda level: level),
        Column("people", _("People needed"), kind="number", sort=True),
    ),
    default_sort="station",
    filters=(
        Filter("station", _("Station"), path="station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("station__area_id"), choices=area_choices),
        Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),
        Filter("task", _("Kind of task"), path="task_id", choices=task_choices),
    ),
    search_paths=("station__name", "station__name_en", "skill__name", "skill__name_en"),
)  # fmt: skip

PLANS = ListSpec(
    page="people:plans",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:plan", title=True),
        Column("title", _("Title")),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("step_count", _("Steps"), kind="number", sort=True),
        Column("completion", _("Completion"), kind="percent", sort=True),
        Column("late_count", _("Late steps"), kind="number", sort=True),
        Column("last_day", _("Ends"), kind="day", sort=True),
        Column("mentor", _("Mentor"), path="mentor__name", english="mentor__name_en", phone=False),
    ),
    default_sort="-last_day",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("staff__station__area_id"), choices=area_choices),
        Filter("late", _("With late steps"), kind="flag", apply=lambda _v, _r: Q(late_count__gt=0)),
        Filter("running", _("Running"), kind="flag", apply=lambda _v, _r: Q(last_day__gte=today())),
    ),
    search_paths=("staff__name", "staff__name_en", "title"),
)  # fmt: skip

PLAN_ITEMS = ListSpec(
    page="people:plan_items",
    columns=(
        Column("staff", _("Staff member"), path="plan__staff__name", english="plan__staff__name_en", sort="plan__staff__number", link="people:plan_item", title=True),
        Column("plan", _("Development plan"), path="plan__title", link="people:plan", link_id="plan_id"),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en", sort=True),
        Column("task", _("Kind of task"), path="task__name", english="task__name_en", phone=False),
        Column("target_level", _("Target level"), kind="number"),
        Column("how", _("How"), kind="choice", choices=PlanItem.How.choices),
        Column("due_on", _("Due"), kind="day", sort=True),
        Column("done_on", _("Done"), kind="day", sort=True),
    ),
    default_sort="due_on",
    filters=(
        Filter("station", _("Station"), path="plan__staff__station_id", choices=station_choices),
        Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),
        Filter("how", _("How"), choices=PlanItem.How.choices),
        Filter("late", _("Late"), kind="flag", apply=_late),
        Filter("open", _("Not done"), kind="flag", apply=lambda _v, _r: Q(done_on=None)),
    ),
    search_paths=("plan__staff__name", "plan__staff__name_en", "skill__name", "skill__name_en"),
)  # fmt: skip

TRAININGS = ListSpec(
    page="people:trainings",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("title", _("Title"), link="people:training", title=True, sort=True),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en"),
        Column("raises_to", _("Raises to level"), kind="number"),
        Column("seat_count", _("Places"), kind="number", sort=True),
        Column("passed_count", _("Passed"), kind="number", sort=True),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("trainer", _("Trainer"), phone=False),
    ),
    default_sort="-first_day",
    filters=(
        Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),
        Filter("station", _("Held at"), path="station_id", choices=station_choices),
        Filter("held", pgettext_lazy("training", "Held"), kind="period", path="first_day", day_only=True),
    ),
    search_paths=("code", "title", "trainer"),
)  # fmt: skip

SEATS = ListSpec(
    page="people:training_seats",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:training_seat", title=True),
        Column("training", _("Training"), path="training__title", sort="training__first_day", link="people:training", link_id="training_id"),
        Column("day", _("First day"), path="training__first_day", kind="day"),
        Column("result", _("Result"), kind="choice", choices=TrainingSeat.Result.choices, sort=True),
        Column("score", _("Score"), kind="number", places=1, sort=True),
    ),
    default_sort="-training",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("result", _("Result"), choices=TrainingSeat.Result.choices),
    ),
    search_paths=("staff__name", "staff__name_en", "training__title"),
)  # fmt: skip
