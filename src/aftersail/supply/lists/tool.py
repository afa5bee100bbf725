"""The list of tools."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.supply.lists.stock import station_choices
from aftersail.supply.rules.tool import SOON, is_overdue
from aftersail.supply.states import ToolState

OUT_OF_SERVICE = (ToolState.SCRAPPED, ToolState.LOST)


def due_cell(due_on: date | None, state: str) -> Any:
    """Paint the day on which a calibration runs out; what has run out, or will soon, says so in words."""
    if due_on is None:
        return ""
    today = timezone.localdate()
    if state not in OUT_OF_SERVICE and is_overdue(due_on, today):
        return format_html('{} <span class="tag tag-attention">{}</span>', due_on.isoformat(), now("overdue"))
    if state not in OUT_OF_SERVICE and due_on - today <= SOON:
        return format_html('{} <span class="tag">{}</span>', due_on.isoformat(), now("soon"))
    return due_on.isoformat()


def in_service() -> Q:
    """Return the condition of tools that need calibration and are in service."""
    return Q(interval_months__isnull=False) & ~Q(state__in=(*OUT_OF_SERVICE, ToolState.AT_CALIBRATION))


def out_of_date(_value: str = "1", _request: Any = None) -> Q:
    """Return the condition of tools in service whose calibration has run out or was never made."""
    return in_service() & (Q(due_on=None) | Q(due_on__lt=timezone.localdate()))


def due_soon(_value: str = "1", _request: Any = None) -> Q:
    """Return the condition of tools whose calibration runs out within 30 days."""
    today = timezone.localdate()
    return in_service() & Q(due_on__gte=today, due_on__lte=today + SOON)


TOOLS = ListSpec(
    page="supply:tools",
    columns=(
        Column("asset_number", _("Asset number"), kind="whole", sort=True, link="supply:tool", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("tool_class", _("Class"), sort=True),
        Column("state", _("State"), kind="state", choices=ToolState.choices),
        Column("station", _("Station"), path="station__name", english="station__name_en"),
        Column("measuring_range", _("Range"), phone=False),
        Column("accuracy", _("Accuracy"), phone=False),
        Column("calibrated_on", _("Last good calibration"), sort=True, phone=False),
        Column("due_on", _("Calibration due"), sort=True, also=("state",), paint=due_cell, export=lambda day, _state: day),
    ),
    default_sort="asset_number",
    filters=(
        Filter("state", _("State"), choices=ToolState.choices),
        Filter("station", _("Station"), path="station_id", choices=station_choices),
        Filter("overdue", _("Calibration overdue"), kind="flag", apply=out_of_date),
        Filter("soon", _("Due within 30 days"), kind="flag", apply=due_soon),
        Filter("mine", _("Borrowed by me"), kind="flag", apply=lambda _v, r: Q(loans__given_back_at=None, loans__borrower__account=r.user, state=ToolState.BORROWED)),
    ),
    search_paths=("asset_number", "name", "name_en", "tool_class"),
    empty=_("No tool yet. Enter them one by one or import them from a spreadsheet."),
)  # fmt: skip
