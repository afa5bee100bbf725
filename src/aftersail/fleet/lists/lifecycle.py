"""The list pages of a hull's life: warranty list, service plans, gates, handovers, service accounts, busy days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import vessel_choices, yard_choices
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.states import (
    HandoverState,
    HullStage,
    LeftoverClass,
    OwedBy,
    ReadinessPart,
    ServiceType,
    TaskLevel,
    WindowEffect,
)


def due_cell(due_on: date | None, accepted_on: date | None, fixed_on: date | None) -> Any:
    """Paint the day by which an item is due; one that is past and not put right stands out."""
    if due_on is None:
        return ""
    if accepted_on is None and fixed_on is None and due_on < timezone.localdate():
        return format_html(
            '<strong class="text-danger">{} · {}</strong>', due_on.isoformat(), gettext("overdue")
        )
    return due_on.isoformat()


def standing(fixed_on: date | None, accepted_on: date | None) -> str:
    """Return how far a leftover is."""
    if accepted_on is not None:
        return gettext("accepted by the user")
    return gettext("put right, to be accepted") if fixed_on is not None else gettext("not put right yet")


_OPEN = Q(accepted_on=None)

LEFTOVERS = ListSpec(
    page="fleet:leftovers",
    columns=(
        Column("text", _("Item"), link="fleet:leftover", title=True),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="hull_code", link="fleet:vessel", link_id="vessel_id"),
        Column("location", _("Location"), phone=False),
        Column("weight", _("Class"), kind="choice", choices=LeftoverClass.choices, sort=True),
        Column("owed_by", _("Responsible side"), kind="choice", choices=OwedBy.choices, sort=True),
        Column("party", _("Responsible person or firm"), phone=False),
        Column("service_type", _("Service type"), kind="choice", choices=ServiceType.choices, sort=True),
        Column("due_on", _("Due"), kind="whole", sort=True, also=("accepted_on", "fixed_on"), paint=due_cell, export=lambda due_on, _accepted, _fixed: due_on),
        Column("listed_on", _("On the list since"), kind="day", sort=True),
        Column("fixed_on", _("Standing"), also=("accepted_on",), paint=standing, export=standing),
    ),
    default_sort="due_on",
    filters=(
        Filter("open", _("Open"), kind="flag", apply=lambda _v, _r: _OPEN),
        Filter("overdue", _("Overdue"), kind="flag", apply=lambda _v, _r: _OPEN & Q(fixed_on=None, due_on__lt=timezone.localdate())),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("owed_by", _("Responsible side"), choices=OwedBy.choices),
        Filter("yard", _("Yard"), path="yard_id", choices=yard_choices, roles=HOUSE_READERS),
        Filter("service_type", _("Service type"), choices=ServiceType.choices),
        Filter("listed", _("On the warranty list"), kind="flag", apply=lambda _v, _r: Q(listed_on__isnull=False)),
    ),
    search_paths=("text", "location", "party", "hull_code"),
)  # fmt: skip

OWED = ListSpec(
    page="fleet:owed",
    columns=(
        Column("text", _("Item"), title=True, link="fleet:owed_item"),
        Column("hull_code", _("Hull code"), sort=True),
        Column("location", _("Location"), phone=False),
        Column("weight", _("Class"), kind="choice", choices=LeftoverClass.choices, sort=True),
        Column("due_on", _("Due"), kind="whole", sort=True, also=("accepted_on", "fixed_on"), paint=due_cell, export=lambda due_on, _accepted, _fixed: due_on),
        Column("fixed_on", _("Standing"), also=("accepted_on",), paint=standing, export=standing),
    ),
    default_sort="due_on",
    filters=(
        Filter("open", _("Open"), kind="flag", apply=lambda _v, _r: _OPEN),
    ),
    search_paths=("text", "location", "hull_code"),
)  # fmt: skip

READINESS = ListSpec(
    page="fleet:readiness",
    columns=(
        Column("title", _("What"), english="title_en", link="fleet:readiness_point", title=True, sort=True),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:vessel", link_id="vessel_id"),
        Column("part", _("Kind"), kind="choice", choices=ReadinessPart.choices, sort=True),
        Column("responsible", _("Responsible"), sort=True),
        Column("days_before", _("Days before the milestone"), kind="number", phone=False),
        Column("needed", _("Needed"), kind="yes"),
        Column("done_on", _("Done"), kind="day", sort=True),
        Column("evidence", _("Evidence"), phone=False),
    ),
    default_sort="title",
    filters=(
        Filter("open", _("Open"), kind="flag", apply=lambda _v, _r: Q(needed=True, done_on=None)),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("part", _("Kind"), choices=ReadinessPart.choices),
    ),
    search_paths=("title", "title_en", "responsible"),
)  # fmt: skip

GATE_QUESTIONS = ListSpec(
    page="fleet:gate_questions",
    columns=(
        Column("code", _("Code"), sort=True, link="fleet:gate_question", title=True),
        Column("gate", _("Gate"), kind="choice", choices=HullStage.choices, sort=True),
        Column("text", _("Point"), english="text_en"),
        Column("mandatory", _("Mandatory"), kind="yes"),
        Column("active", _("Active"), kind="yes"),
    ),
    default_sort="code",
    filters=(Filter("gate", _("Gate"), choices=HullStage.choices),),
    search_paths=("code", "text", "text_en"),
)  # fmt: skip

HANDOVERS = ListSpec(
    page="fleet:handovers",
    columns=(
        Column("number", _("Number"), sort=True, link="fleet:handover", title=True),
        Column("state", _("State"), kind="state", choices=HandoverState.choices, sort=True),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:vessel", link_id="vessel_id"),
        Column("hull_code", _("Hull code"), path="vessel__hull_code"),
        Column("delivered_on", _("Delivered"), kind="day", sort=True),
        Column("accepted_at", _("Accepted on"), kind="moment", sort=True),
        Column("lag", _("Conversion (working days)"), path="account__lag_working_days", kind="number", roles=HOUSE_READERS),
    ),
    default_sort="-number",
    filters=(
        Filter("state", _("State"), choices=HandoverState.choices),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("delivered", _("Delivered"), kind="period", path="delivered_on", day_only=True),
    ),
    search_paths=("number", "vessel__hull_code", "vessel__name", "vessel__name_en"),
)  # fmt: skip

ACCOUNTS = ListSpec(
    page="fleet:accounts",
    columns=(
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:vessel", link_id="vessel_id", title=True),
        Column("hull_code", _("Hull code"), path="vessel__hull_code"),
        Column("customer", _("Customer"), path="vessel__customer__name", english="vessel__customer__name_en"),
        Column("steward", _("Service manager"), path="vessel__steward__name", english="vessel__steward__name_en"),
        Column("deputy", _("Deputy"), path="vessel__deputy__name", english="vessel__deputy__name_en", phone=False),
        Column("delivered_on", _("Delivered"), kind="day", sort=True),
        Column("opened_on", _("Open since"), kind="day", sort=True),
        Column("lag_days", _("Conversion (days)"), kind="number", sort=True),
        Column("lag_working_days", _("Conversion (working days)"), kind="number", sort=True),
        Column("late", _("Late"), kind="yes"),
        Column("reason", _("Reason"), phone=False),
    ),
    default_sort="-opened_on",
    filters=(
        Filter("late", _("Late"), kind="flag", apply=lambda _v, _r: Q(late=True)),
        Filter("no_form", _("Without handover form"), kind="flag", apply=lambda _v, _r: Q(handover=None)),
        Filter("opened", _("Open since"), kind="period", path="opened_on", day_only=True),
    ),
    search_paths=("vessel__hull_code", "vessel__name", "vessel__name_en"),
)  # fmt: skip

BUSY = ListSpec(
    page="fleet:user_tasks",
    columns=(
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:task_calendar", link_id="vessel_id", title=True),
        Column("hull_code", _("Hull code"), path="vessel__hull_code"),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("last_day", _("Last day"), kind="day", sort=True),
        Column("level", _("Level"), kind="choice", choices=TaskLevel.choices),
        Column("effect", _("Effect on service"), kind="choice", choices=WindowEffect.choices),
    ),
    default_sort="first_day",
    filters=(
        Filter("coming", _("From today"), kind="flag", apply=lambda _v, _r: Q(last_day__gte=timezone.localdate())),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("level", _("Level"), choices=TaskLevel.choices),
        Filter("effect", _("Effect on service"), choices=WindowEffect.choices),
        Filter("days", _("Dates"), kind="period", path="first_day", day_only=True),
    ),
    search_paths=("vessel__hull_code", "vessel__name", "vessel__name_en"),
)  # fmt: skip
