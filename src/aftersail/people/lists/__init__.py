"""The list pages of the people chapter: columns, filters, order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.people.models import Area, CertificateKind, Leave, Skill, Station, TaskType
from aftersail.people.models.staff import LEVELS, Grade, HireSource, Post
from aftersail.people.queries import EXPIRES_SOON_DAYS, area_with_parts, ending_of
from aftersail.people.states import LeaveState

area_choices = choices_from(lambda account: Area.objects.visible_to(account), "name", "name_en")
station_choices = choices_from(lambda account: Station.objects.visible_to(account), "name", "name_en")
skill_choices = choices_from(lambda account: Skill.objects.visible_to(account), "name", "name_en")
kind_choices = choices_from(lambda account: CertificateKind.objects.visible_to(account), "name", "name_en")
task_choices = choices_from(lambda account: TaskType.objects.visible_to(account), "name", "name_en")


def today() -> date:
    """The day it is at home."""
    return timezone.localdate()


def in_area(path: str) -> Any:
    """Return the filter of a list by area: an area stands for itself and for its parts (R23)."""
    return lambda value, _request: Q(**{f"{path}__in": area_with_parts(value)})


def _ends_soon(_value: str, _request: SignedInRequest) -> Q:
    return Q(expires_on__lte=today() + timedelta(days=EXPIRES_SOON_DAYS))


def _away_now(_value: str, _request: SignedInRequest) -> Q:
    return Q(first_day__lte=today(), last_day__gte=today())


def expiry_cell(expires_on: date | None) -> Any:
    """Paint the day a certificate ends; one that has ended, or will within the house's notice, says so in words."""
    if expires_on is None:
        return "—"
    ending = ending_of(expires_on, today())
    if ending == "expired":
        return format_html(
            '{} <span class="tag tag-bad">{}</span>', expires_on.isoformat(), gettext("Expired")
        )
    if ending == "soon":
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', expires_on.isoformat(), gettext("Ends soon")
        )
    return expires_on.isoformat()


def level_cell(level: int) -> str:
    """Return a skill's level with what it allows."""
    return f"{level} · {LEVELS[level]}"


def covering_cell(station: str | None) -> Any:
    """Paint the station that answers for a port; where there is none, that stands out."""
    return station or format_html('<span class="tag tag-attention">{}</span>', gettext("No station"))


AREAS = ListSpec(
    page="people:areas",
    columns=(
        Column("code", _("Code"), sort=True, link="people:area", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("parent", _("Part of"), path="parent__name", english="parent__name_en"),
        Column("port_count", _("Ports"), kind="number", sort=True),
        Column("station_count", _("Stations"), kind="number", sort=True),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

PORTS = ListSpec(
    page="people:ports",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:port", title=True),
        Column("area", _("Area"), path="area__name", english="area__name_en", sort=True),
        Column("primary_station", _("Station"), english="primary_station_en", sort=True, paint=covering_cell, export=lambda station: station),
        Column("backup_station", _("Backup"), english="backup_station_en"),
        Column("latitude", _("Latitude"), kind="number", places=3, phone=False),
        Column("longitude", _("Longitude"), kind="number", places=3, phone=False),
    ),
    default_sort="code",
    filters=(
        Filter("area", _("Area"), apply=in_area("area_id"), choices=area_choices),
        Filter("uncovered", _("Without a station"), kind="flag", apply=lambda _v, _r: Q(covered=False)),
    ),
    search_paths=("code", "name", "name_en"),
)  # fmt: skip

STATIONS = ListSpec(
    page="people:stations",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:station", title=True),
        Column("area", _("Area"), path="area__name", english="area__name_en", sort=True),
        Column("port", _("Port"), path="port__name", english="port__name_en"),
        Column("staff_count", _("Staff"), kind="number", sort=True),
        Column("ports_covered", _("Ports covered"), kind="number", sort=True),
        Column("phone", _("Telephone"), phone=False),
    ),
    default_sort="code",
    filters=(Filter("area", _("Area"), apply=in_area("area_id"), choices=area_choices),),
    search_paths=("code", "name", "name_en", "phone"),
)

COVERAGE = ListSpec(
    page="people:coverage_list",
    columns=(
        Column(
            "port",
            _("Port"),
            path="port__name",
            english="port__name_en",
            sort=True,
            link="people:coverage",
            title=True,
        ),
        Column("station", _("Station"), path="station__name", english="station__name_en", sort=True),
        Column("rank", _("Rank"), kind="number", sort=True),
    ),
    default_sort="port",
    filters=(
        Filter("station", _("Station"), path="station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("port__area_id"), choices=area_choices),
    ),
    search_paths=("port__name", "port__name_en", "station__name"),
)

STAFF = ListSpec(
    page="people:staff_list",
    columns=(
        Column("number", _("Staff number"), sort=True),
        Column("name", _("Full name"), english="name_en", sort=True, link="people:staff", title=True),
        Column("station", _("Station"), path="station__name", english="station__name_en", sort="station__code"),
        Column("grade", _("Grade"), kind="choice", choices=Grade.choices, sort=True),
        Column("skill_count", _("Skills"), kind="number", sort=True),
        Column("next_expiry", _("Next certificate ends"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
        Column("away", _("Away today"), kind="yes"),
        Column("post", _("Post"), kind="choice", choices=Post.choices, phone=False),
        Column("hired_locally", _("Hired locally"), kind="yes", phone=False),
        Column("home_port", pgettext_lazy("person", "Home port"), path="home_port__name", english="home_port__name_en", phone=False),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="number",
    filters=(
        Filter("station", _("Station"), path="station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("station__area_id"), choices=area_choices),
        Filter("grade", _("Grade"), choices=Grade.choices),
        Filter("post", _("Post"), choices=Post.choices),
        Filter("hire_source", _("Hired from"), choices=HireSource.choices),
        Filter("skill", _("Skill"), choices=skill_choices, apply=lambda value, _r: Q(skills__skill_id=value, skills__level__gte=2)),
        Filter("away", _("Away today"), kind="flag", apply=lambda _v, _r: Q(away=True)),
    ),
    search_paths=("number", "name", "name_en"),
)  # fmt: skip

SKILLS = ListSpec(
    page="people:skills",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:skill", title=True),
        Column("able", _("People at level 2 or more"), kind="number", sort=True),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

STAFF_SKILLS = ListSpec(
    page="people:staff_skills",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:staff_skill", title=True),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en", sort=True),
        Column("task", _("Kind of task"), path="task__name", english="task__name_en"),
        Column("level", _("Level"), sort=True, paint=level_cell, export=lambda level: level),
    ),
    default_sort="staff",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),
        Filter("task", _("Kind of task"), path="task_id", choices=task_choices),
    ),
    search_paths=("staff__name", "staff__name_en", "skill__name", "skill__name_en"),
)  # fmt: skip

CERTIFICATES = ListSpec(
    page="people:certificates",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:certificate", title=True),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("kind", _("Kind"), path="kind__name", english="kind__name_en", sort=True),
        Column("number", _("Number"), phone=False),
        Column("valid_from", _("Valid from"), kind="day", sort=True, phone=False),
        Column("expires_on", _("Expires"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
    ),
    default_sort="expires_on",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("soon", _("Ended or ending soon"), kind="flag", apply=_ends_soon),
        Filter("expires", _("Expires"), kind="period", path="expires_on", day_only=True),
    ),
    search_paths=("staff__name", "staff__name_en", "kind__name", "kind__name_en", "number"),
)  # fmt: skip

LEAVES = ListSpec(
    page="people:leaves",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:leave", title=True),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("kind", _("Kind"), kind="choice", choices=Leave.Kind.choices),
        Column("state", _("State"), kind="state", choices=LeaveState.choices),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("last_day", _("Last day"), kind="day", sort=True),
    ),
    default_sort="-first_day",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("staff__station__area_id"), choices=area_choices),
        Filter("kind", _("Kind"), choices=Leave.Kind.choices),
        Filter("state", _("State"), choices=LeaveState.choices),
        Filter("now", _("Away today"), kind="flag", apply=_away_now),
    ),
    search_paths=("staff__name", "staff__name_en"),
)  # fmt: skip
