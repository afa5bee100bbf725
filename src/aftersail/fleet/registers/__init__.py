"""The registers of the fleet chapter: what is kept, by whom, under which rules, and how it is found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched, one_by_one
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet import permissions as may
from aftersail.fleet import rules
from aftersail.fleet.actions.ledger import follow_equipment
from aftersail.fleet.actions.milestones import (
    follow_reach,
    settle_stage,
)
from aftersail.fleet.actions.promise_checks import (
    check_adjustment,
    check_baseline,
    check_baseline_rule,
    check_supplier_warranty,
    check_warranty_term,
)
from aftersail.fleet.models import (
    BaselineRule,
    Contact,
    Customer,
    Equipment,
    FailureCode,
    FunctionCode,
    ProductFamily,
    ProductModel,
    ServiceBaseline,
    SupplierWarranty,
    Vessel,
    WarrantyAdjustment,
    WarrantyTerm,
    Yard,
)
from aftersail.fleet.rules.technical_state import check_level

HISTORY_LABEL = _("Maintenance history")

REACHED_BY = frozenset({"customer", "open_to_yard", "station"})
"""Fields of a vessel that decide who sees it and everything aboard."""


def _tidy_vessel(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("imo_number"):
        values["imo_number"] = rules.normal_imo_number(values["imo_number"])
    if "hull_code" in values:
        values["hull_code"] = values["hull_code"].strip().upper()
    return values


def check_vessel(vessel: Vessel) -> Verdict:
    """A hull code of the right form, an IMO number with its check digit, one steward and another as deputy."""
    same = vessel.steward_id is not None and vessel.steward_id == vessel.deputy_id
    ended = vessel.retired_on and vessel.delivered_on and vessel.retired_on < vessel.delivered_on
    return all_of(
        rules.check_hull_code(vessel.hull_code),
        rules.check_imo_number(vessel.imo_number) if vessel.imo_number else ALLOWED,
        refuse(_("The deputy must be somebody else than the service manager.")) if same else ALLOWED,
        refuse(_("A vessel is not retired before it is delivered.")) if ended else ALLOWED,
    )


def _settle_vessel(record: Vessel, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Search and leftovers follow when the vessel changes hands; its stage follows its dates."""
    if changed & REACHED_BY:
        follow_reach(record)
    if changed & {"delivered_on", "retired_on"}:
        settle_stage(record, by=by, at=at)


def check_equipment(unit: Equipment) -> Verdict:
    """A part lies aboard the same vessel as the whole, is not its own part, and is dated in order."""
    parent, seen = unit.parent, {unit.pk}
    while parent is not None:
        if parent.pk in seen:
            return refuse(_("A unit cannot be a part of itself."))
        seen.add(parent.pk)
        parent = parent.parent
    if unit.parent is not None and unit.parent.vessel_id != unit.vessel_id:
        return refuse(_("A part must lie aboard the same vessel as the whole."))
    wrong = _out_of_place(unit)
    if wrong is not None:
        return wrong
    begun = unit.commissioned_on or unit.shipped_on
    if unit.removed_on and begun and unit.removed_on < begun:
        return refuse(_("A unit is not removed before it is commissioned or shipped."))
    return ALLOWED


def _out_of_place(unit: Equipment) -> Verdict | None:
    """Refuse a level that is not below the whole's, a version of another model, a code that a closed scheme lacks."""
    if not (deeper := check_level(unit.level, unit.parent.level if unit.parent else None)):
        return deeper
    if unit.product_version is not None and unit.product_version.model_id != unit.model_id:
        return refuse(_("This version is one of another model. Choose a version of the unit's model."))
    scheme = unit.vessel.code_scheme if unit.function_code else None
    listed = scheme is None or not scheme.closed
    if not listed and not FunctionCode.objects.filter(scheme=scheme, code=unit.function_code).exists():
        return refuse(
            _("The vessel's function code scheme has no such code. Choose one of its codes, or add it.")
        )
    return None


def check_contact(contact: Contact) -> Verdict:
    """Somebody aboard belongs to the vessel's owner, and can be reached."""
    elsewhere = contact.vessel is not None and contact.vessel.customer_id != contact.customer_id
    return all_of(
        refuse(_("The vessel belongs to another customer.")) if elsewhere else ALLOWED,
        ALLOWED
        if contact.phone or contact.email
        else refuse(_("Give a telephone number or an e-mail address.")),
    )


def check_model(model: ProductModel) -> Verdict:
    """The line of predecessors has no ring."""
    before, seen = model.predecessor, {model.pk}
    while before is not None:
        if before.pk in seen:
            return refuse(_("A model cannot be its own predecessor."))
        seen.add(before.pk)
        before = before.predecessor
    return ALLOWED


def _find_customer(customer: Customer) -> Searched:
    return Searched(f"{customer.name} {customer.code}", customer.name_en)


def _find_vessel(vessel: Vessel) -> Searched:
    detail = f"{vessel.customer.name} {vessel.vessel_type}".strip()
    return Searched(f"{vessel.hull_code} {vessel.name}", detail, (vessel.name_en, vessel.imo_number))


def _find_equipment(unit: Equipment) -> Searched:
    detail = f"{unit.model.code} · {unit.vessel.hull_code} {unit.vessel.name}"
    return Searched(
        f"{unit.name} {unit.serial_number}",
        detail,
        (unit.model.name, unit.model.name_en, unit.function_code, unit.location),
    )


def _find_model(model: ProductModel) -> Searched:
    return Searched(f"{model.code} {model.name}", model.family.name, (model.name_en,))


def _promise(**stated: Any) -> Master:
    return Master(
        app="fleet", readers=may.HOUSE_READERS, writers=may.PROMISE_KEEPERS, may_write=may.may_keep_promises, **stated
    )  # fmt: skip


def _catalogue(**stated: Any) -> Master:
    return Master(
        app="fleet", readers=may.HOUSE_READERS, writers=may.DISPATCHERS, may_write=may.may_keep_catalogue, **stated
    )  # fmt: skip


CUSTOMERS = Master(
    app="fleet", noun="customer", plural="customers", slug="customers", model=Customer,
    label=_("Customers"), new_label=_("New customer"), icon="building",
    fields=("code", "name", "name_en", "area", "organisation", "active"),
    readers=may.CONTACT_READERS, writers=may.DISPATCHERS, may_write=may.may_keep_catalogue, searched=_find_customer,
)  # fmt: skip

YARDS = _catalogue(
    noun="yard", plural="yards", slug="yards", model=Yard,
    label=_("Yards"), new_label=_("New yard"), icon="building-factory-2",
    fields=("code", "name", "name_en", "port", "organisation"),
)  # fmt: skip

CONTACTS = Master(
    app="fleet", noun="contact", plural="contacts", slug="contacts", model=Contact,
    label=_("Contacts"), new_label=_("New contact"), icon="id",
    fields=("customer", "vessel", "name", "post", "phone", "email"),
    readers=may.CONTACT_READERS, writers=may.KEEPERS | {Role.SERVICE_MANAGER}, may_write=may.may_keep_contact,
    check=check_contact, removable=True,
)  # fmt: skip

VESSELS = Master(
    app="fleet", noun="vessel", plural="vessels", slug="vessels", model=Vessel,
    label=_("Vessels"), new_label=_("New vessel"), icon="ship",
    fields=(
        "hull_code", "name", "name_en", "imo_number", "vessel_type", "customer", "built_by", "open_to_yard", "station",
        "home_port", "lies_at", "steward", "deputy", "code_scheme", "delivered_on", "retired_on",
    ),
    readers=may.VESSEL_READERS, writers=may.KEEPERS, may_write=may.may_keep_vessel,
    tidied=_tidy_vessel, check=check_vessel, settled=one_by_one(_settle_vessel), searched=_find_vessel,
)  # fmt: skip

EQUIPMENT = Master(
    app="fleet", noun="equipment", plural="equipment_list", slug="equipment", model=Equipment,
    label=_("Equipment"), new_label=_("New unit"), icon="engine",
    fields=(
        "vessel", "parent", "level", "position", "model", "product_version", "serial_number", "name", "function_code", "location",
        "batch", "software_version", "shipped_on", "commissioned_on", "removed_on",
    ),
    readers=may.VESSEL_READERS, writers=may.KEEPERS, may_write=may.may_keep_equipment,
    check=check_equipment, settled=follow_equipment, searched=_find_equipment,
)  # fmt: skip

FAMILIES = _catalogue(
    noun="family", plural="families", slug="families", model=ProductFamily,
    label=_("Product families"), new_label=_("New product family"), icon="stack-2",
    fields=("code", "name", "name_en", "skill", "alert_months"),
)  # fmt: skip

MODELS = _catalogue(
    noun="model", plural="models", slug="models", model=ProductModel,
    label=_("Product models"), new_label=_("New product model"), icon="box",
    fields=("code", "name", "name_en", "family", "criticality", "predecessor", "end_of_support_on", "legacy"),
    check=check_model, searched=_find_model,
)  # fmt: skip

CODES = _promise(
    noun="code", plural="codes", slug="codes", model=FailureCode,
    label=_("Failure codes"), new_label=_("New failure code"), icon="tag",
    fields=("kind", "code", "name", "name_en", "families", "active"),
    help=_("Our own wording, after the structure of ISO 14224; change what does not fit your products."),
)  # fmt: skip

WARRANTY_TERMS = _promise(
    noun="warranty_term", plural="warranty_terms", slug="warranty-terms", model=WarrantyTerm,
    label=_("Warranty terms"), new_label=_("New warranty term"), icon="shield-check",
    fields=(
        "clause", "title", "title_en", "vessel", "model", "family", "months_from_delivery", "months_from_commissioning",
        "months_from_shipment", "hours_limit", "covers_parts", "parts_months", "covers_labour", "labour_months",
        "covers_travel", "travel_months", "excluded_causes", "extends_to_parts", "repaired", "repaired_months", "standstill_extends",
        "valid_from", "valid_until",
    ),
    check=check_warranty_term,
    help=_("The most specific term in force when the warranty begins holds; the earliest of its ends counts."),
)  # fmt: skip

BASELINE_RULES = _promise(
    noun="baseline_rule", plural="baseline_rules", slug="baseline-rules", model=BaselineRule,
    label=_("Baseline rules"), new_label=_("New baseline rule"), icon="target",
    fields=(
        "code", "baseline", "edition", "contract_number", "customer", "vessel", "family", "criticality", "severity", "stage",
        "response_hours", "onsite_hours", "restore_days", "restore_by", "answer_working_days", "around_the_clock",
        "valid_from", "valid_until", "source",
    ),
    check=check_baseline_rule,
    help=_("Contract goes before vessel, vessel before product, product before the default. Empty conditions fit everything."),
)  # fmt: skip

SUPPLIER_WARRANTIES = _promise(
    noun="supplier_warranty", plural="supplier_warranties", slug="supplier-warranties", model=SupplierWarranty,
    label=_("Supplier warranties"), new_label=_("New supplier warranty"), icon="truck",
    fields=(
        "clause", "supplier", "model", "family", "months_from_delivery", "months_from_commissioning", "months_from_shipment",
        "hours_limit", "claims", "claim_within_days", "valid_from", "valid_until",
    ),
    check=check_supplier_warranty,
    help=_("The warranty behind ours: a verdict says until when something can be recovered, and what."),
)  # fmt: skip

ADJUSTMENTS = _promise(
    noun="adjustment", plural="adjustments", slug="warranty-adjustments", model=WarrantyAdjustment,
    label=_("Warranty adjustments"), new_label=_("New warranty adjustment"), icon="shield-half",
    fields=("equipment", "kind", "since_on", "until_on", "months", "hours", "term", "paper", "note", "withdrawn"),
    check=check_adjustment,
    help=_("Extensions, suspensions, repaired parts and own terms of single units, each with the paper behind it."),
)  # fmt: skip

BASELINES = _promise(
    noun="baseline", plural="baselines", slug="baselines", model=ServiceBaseline,
    label=_("Service baselines"), new_label=_("New edition"), icon="target",
    fields=(
        "code", "family", "edition", "title", "valid_from", "note", "based_on", "same_port_factor", "same_area_factor", "other_area_factor",
    ),
    check=check_baseline,
    help=_("What we promise for each product: clocks and services, in editions. What is in force never changes; draft the next edition."),
)  # fmt: skip
