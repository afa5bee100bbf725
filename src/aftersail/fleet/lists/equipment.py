"""The list pages of units aboard and of their history."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import family_choices, model_choices, unit_choices, vessel_choices
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.queries.history import records
from aftersail.fleet.states import TreeLevel

EQUIPMENT = ListSpec(
    page="fleet:equipment_list",
    columns=(
        Column("name", _("Name aboard"), sort=True, link="fleet:equipment", title=True),
        Column("model", _("Model"), path="model__code", sort=True),
        Column("serial_number", _("Serial number"), sort=True),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:vessel", link_id="vessel_id"),
        Column("product_version", _("Version"), path="product_version__code", phone=False),
        Column("function_code", _("Function code"), sort=True, phone=False),
        Column("location", _("Location"), phone=False),
        Column("running_hours", _("Running hours"), kind="number", places=1, sort=True),
        Column("commissioned_on", _("Commissioned"), kind="day", sort=True),
    ),
    default_sort="name",
    filters=(
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("model", _("Model"), path="model_id", choices=model_choices),
        Filter("family", _("Family"), path="model__family_id", choices=family_choices),
        Filter("level", _("Tree level"), choices=TreeLevel.choices),
        Filter("removed", _("Removed units only"), kind="flag", apply=lambda _v, _r: Q(removed_on__isnull=False)),
    ),
    search_type="fleet.equipment",
)  # fmt: skip

RECORDS = ListSpec(
    page="fleet:history_records",
    columns=(
        Column("happened_on", _("Date"), kind="day", sort=True),
        Column("text", _("Description"), title=True, link="fleet:history_record"),
        Column(
            "equipment", _("Unit"), path="equipment__name", link="fleet:equipment", link_id="equipment_id"
        ),
        Column("work_type", _("Work type"), phone=False),
        Column("system", _("System"), sort=True),
        Column("part", _("Component"), sort=True),
        Column("action", _("Action"), phone=False),
        Column("failure_mode", _("Failure mode"), sort=True),
        Column("running_hours", _("Running hours"), kind="number", places=1, phone=False),
        Column("cost_cny", _("Cost"), kind="money", sort=True, roles=HOUSE_READERS),
    ),
    default_sort="-happened_on",
    filters=(
        Filter("equipment", _("Unit"), path="equipment_id", choices=unit_choices),
        Filter("vessel", _("Vessel"), path="equipment__vessel_id", choices=vessel_choices),
        Filter("happened", _("Date"), kind="period", path="happened_on", day_only=True),
        Filter("system", _("System"), choices=lambda request: _stated(request, "system")),
        Filter("part", _("Component"), choices=lambda request: _stated(request, "part")),
        Filter("failure_mode", _("Failure mode"), choices=lambda request: _stated(request, "failure_mode")),
        Filter("work_type", _("Work type"), choices=lambda request: _stated(request, "work_type")),
    ),
    search_paths=("text", "system", "part", "failure_mode"),
)


def _stated(request: SignedInRequest, field: str) -> list[tuple[str, str]]:
    rows = records(request.user).order_by().exclude(**{field: ""})
    return [(value, value) for value in rows.values_list(field, flat=True).distinct().order_by(field)[:300]]
