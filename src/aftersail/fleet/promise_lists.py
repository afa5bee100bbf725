"""The list pages of what was promised for single units, by suppliers, and in editions of the baseline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists import ends_after, family_choices, holds_for, vessel_choices
from aftersail.fleet.states import BaselineState, WarrantyChange

SUPPLIER_WARRANTIES = ListSpec(
    page="fleet:supplier_warranties",
    columns=(
        Column("clause", _("Clause"), sort=True, link="fleet:supplier_warranty", title=True),
        Column("supplier", _("Supplier"), sort=True),
        Column("family", _("Holds for"), path="family__name", english="family__name_en", also=("model__code",), paint=holds_for, export=holds_for),
        Column(
            "months_from_delivery", _("Ends after"), also=("months_from_commissioning", "months_from_shipment", "hours_limit"), paint=ends_after, export=ends_after,
        ),
        Column("claims", _("What to claim"), phone=False),
        Column("valid_from", _("Valid from"), kind="day", sort=True),
    ),
    default_sort="clause",
    search_paths=("clause", "supplier"),
)  # fmt: skip

ADJUSTMENTS = ListSpec(
    page="fleet:adjustments",
    columns=(
        Column("paper", _("Paper"), link="fleet:adjustment", title=True),
        Column("equipment", _("Unit"), path="equipment__name", link="fleet:equipment", link_id="equipment_id"),
        Column("vessel", _("Vessel"), path="equipment__vessel__hull_code"),
        Column("kind", _("Kind"), kind="choice", choices=WarrantyChange.choices),
        Column("since_on", _("From"), kind="day", sort=True),
        Column("until_on", _("Until"), kind="day", sort=True),
        Column("withdrawn", _("Withdrawn"), kind="yes", phone=False),
    ),
    default_sort="-since_on",
    filters=(
        Filter("kind", _("Kind"), choices=WarrantyChange.choices),
        Filter("vessel", _("Vessel"), path="equipment__vessel_id", choices=vessel_choices),
    ),
    search_paths=("paper", "equipment__serial_number"),
)  # fmt: skip

BASELINES = ListSpec(
    page="fleet:baselines",
    columns=(
        Column("code", _("Code"), sort=True, link="fleet:baseline", title=True),
        Column("family", _("Holds for"), path="family__name", english="family__name_en", also=(), paint=holds_for, export=holds_for),
        Column("edition", _("Edition"), kind="number"),
        Column("title", _("Title")),
        Column("state", _("State"), kind="state", choices=BaselineState.choices),
        Column("valid_from", _("Valid from"), kind="day", sort=True),
        Column("valid_until", _("Valid until"), kind="day", sort=True),
    ),
    default_sort="code",
    filters=(
        Filter("state", _("State"), choices=BaselineState.choices),
        Filter("family", _("Product family"), path="family_id", choices=family_choices),
    ),
    search_paths=("code", "title"),
)  # fmt: skip
