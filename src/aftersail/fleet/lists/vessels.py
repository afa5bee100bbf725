"""The list pages of vessels and of their dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import customer_choices, vessel_choices, yard_choices
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.states import HullStage, MilestoneKind
from aftersail.people.lists import area_choices, in_area, station_choices


def planned_cell(planned_on: date | None, actual_on: date | None) -> Any:
    """Paint the day a milestone is planned for; one that has passed without being reached says so in words."""
    if planned_on is None:
        return "—"
    if actual_on is None and planned_on < timezone.localdate():
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', planned_on.isoformat(), gettext("late")
        )
    return planned_on.isoformat()


VESSELS = ListSpec(
    page="fleet:vessels",
    columns=(
        Column("hull_code", _("Hull code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:vessel", title=True),
        Column("vessel_type", _("Type"), phone=False),
        Column("customer", _("Customer"), path="customer__name", english="customer__name_en", sort="customer__code"),
        Column("lies_at", _("Lies at"), path="lies_at__name", english="lies_at__name_en", sort=True),
        Column("station", _("Station"), path="station__name", english="station__name_en", sort="station__code"),
        Column("steward", _("Service manager"), path="steward__name", english="steward__name_en", phone=False),
        Column("units", _("Units"), kind="number", sort=True),
        Column("stage", _("Stage of life"), kind="choice", choices=HullStage.choices, sort=True),
        Column("delivered_on", _("Delivered"), kind="day", sort=True),
    ),
    default_sort="hull_code",
    filters=(
        Filter("stage", _("Stage of life"), choices=HullStage.choices),
        Filter("customer", _("Customer"), path="customer_id", choices=customer_choices),
        Filter("station", _("Station"), path="station_id", choices=station_choices, roles=HOUSE_READERS),
        Filter("area", _("Area"), apply=in_area("station__area_id"), choices=area_choices, roles=HOUSE_READERS),
        Filter("built_by", _("Built by"), path="built_by_id", choices=yard_choices, roles=HOUSE_READERS),
        Filter("building", _("Not yet delivered"), kind="flag", apply=lambda _v, _r: Q(delivered_on=None)),
        Filter("nobody", _("Without service manager"), kind="flag", apply=lambda _v, _r: Q(steward=None) | Q(deputy=None), roles=HOUSE_READERS),
    ),
    search_type="fleet.vessel",
)  # fmt: skip

MILESTONES = ListSpec(
    page="fleet:milestones",
    columns=(
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:milestone", title=True),
        Column("hull_code", _("Hull code"), path="vessel__hull_code"),
        Column("kind", _("Kind"), kind="choice", choices=MilestoneKind.choices, sort=True),
        Column("planned_on", _("Planned on"), kind="day", sort=True, also=("actual_on",), paint=planned_cell, export=lambda planned_on, _actual_on: planned_on),
        Column("actual_on", _("Actual"), kind="day", sort=True),
        Column("reason", _("Reason of the last change"), phone=False),
    ),
    default_sort="-planned_on",
    filters=(
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("kind", _("Kind"), choices=MilestoneKind.choices),
        Filter("planned", _("Planned on"), kind="period", path="planned_on", day_only=True),
        Filter("late", _("Late"), kind="flag", apply=lambda _v, _r: Q(actual_on=None, planned_on__lt=timezone.localdate())),
    ),
    search_paths=("vessel__hull_code", "vessel__name", "vessel__name_en"),
)  # fmt: skip
