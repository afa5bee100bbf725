"""The list pages of what was promised: by contract, by suppliers, for single units, in editions of the baseline."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import family_choices, vessel_choices
from aftersail.fleet.states import (
    BaselineState,
    Criticality,
    LifecycleStage,
    Severity,
    WarrantyChange,
)


def holds_for(*conditions: str | None) -> str:
    """Return the conditions of a rule or clause; one without any holds for everything."""
    return " · ".join(filter(None, conditions)) or gettext("everything")


def ends_after(
    delivery: int | None, commissioning: int | None, shipment: int | None, hours: int | None
) -> str:
    """Return after how many months from which day, or running hours, a clause ends."""
    ends = (
        gettext("%(n)s months from delivery") % {"n": delivery} if delivery else "",
        gettext("%(n)s months from commissioning") % {"n": commissioning} if commissioning else "",
        gettext("%(n)s months from shipment") % {"n": shipment} if shipment else "",
        gettext("%(n)s running hours") % {"n": f"{hours:,}"} if hours else "",
    )
    return " · ".join(filter(None, ends))


WARRANTY_TERMS = ListSpec(
    page="fleet:warranty_terms",
    columns=(
        Column("clause", _("Clause"), sort=True, link="fleet:warranty_term", title=True),
        Column("title", _("Title"), english="title_en"),
        Column("family", _("Holds for"), path="family__name", english="family__name_en", also=("model__code", "vessel__hull_code"), paint=holds_for, export=holds_for),
        Column(
            "months_from_delivery", _("Ends after"), also=("months_from_commissioning", "months_from_shipment", "hours_limit"), paint=ends_after, export=ends_after,
        ),
        Column("valid_from", _("Valid from"), kind="day", sort=True),
        Column("valid_until", _("Valid until"), kind="day", sort=True),
    ),
    default_sort="clause",
    search_paths=("clause", "title", "title_en"),
)  # fmt: skip

BASELINE_RULES = ListSpec(
    page="fleet:baseline_rules",
    columns=(
        Column("code", _("Code"), sort=True, link="fleet:baseline_rule", title=True),
        Column("edition", _("Edition"), kind="number"),
        Column("stage", _("Stage"), kind="choice", choices=LifecycleStage.choices, sort=True),
        Column("criticality", _("Criticality"), sort=True, phone=False),
        Column("severity", _("Severity"), sort=True, phone=False),
        Column("family", _("Holds for"), path="family__name", english="family__name_en", also=("vessel__hull_code", "customer__code", "contract_number"), paint=holds_for, export=holds_for, phone=False),
        Column("response_hours", _("Response (h)"), kind="number", places=1),
        Column("onsite_hours", _("On site (h)"), kind="number", places=1),
        Column("restore_days", _("Restore (days)"), kind="number", places=1),
        Column("answer_working_days", _("Answer (working days)"), kind="number"),
    ),
    default_sort="code",
    filters=(
        Filter("stage", _("Stage"), choices=LifecycleStage.choices),
        Filter("criticality", _("Criticality"), choices=Criticality.choices),
        Filter("severity", _("Severity"), choices=Severity.choices),
    ),
    per_page=40,
    search_paths=("code", "contract_number"),
)  # fmt: skip

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
