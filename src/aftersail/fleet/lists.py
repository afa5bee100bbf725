"""The list pages of the fleet chapter: columns, filters, order."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.fleet.models import Customer, Equipment, ProductFamily, ProductModel, Vessel, Yard
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.queries.history import records
from aftersail.fleet.rules import add_months
from aftersail.fleet.rules.lineage import is_near
from aftersail.fleet.states import (
    CodeKind,
    Criticality,
    HullStage,
    LifecycleStage,
    MilestoneKind,
    Severity,
    TreeLevel,
)
from aftersail.people.lists import area_choices, in_area, skill_choices, station_choices

customer_choices = choices_from(lambda account: Customer.objects.visible_to(account), "name", "name_en")
vessel_choices = choices_from(lambda account: Vessel.objects.visible_to(account), "name", "name_en")
yard_choices = choices_from(lambda account: Yard.objects.visible_to(account), "name", "name_en")
family_choices = choices_from(lambda account: ProductFamily.objects.visible_to(account), "name", "name_en")
model_choices = choices_from(lambda account: ProductModel.objects.visible_to(account), "code")
unit_choices = choices_from(
    lambda account: Equipment.objects.visible_to(account).exclude(maintenance=None).distinct(), "name"
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


def planned_cell(planned_on: date | None, actual_on: date | None) -> Any:
    """Paint the day a milestone is planned for; one that has passed without being reached says so in words."""
    if planned_on is None:
        return "—"
    if actual_on is None and planned_on < timezone.localdate():
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', planned_on.isoformat(), gettext("late")
        )
    return planned_on.isoformat()


def ending_soon(path: str = "end_of_support_on", family: str = "family__") -> Q:
    """Return the condition that a day has come within its family's months ahead."""
    today, wanted = timezone.localdate(), Q(pk__in=[])
    for months in ProductFamily.objects.order_by().values_list("alert_months", flat=True).distinct():
        wanted |= Q(**{f"{family}alert_months": months, f"{path}__lte": add_months(today, months)})
    return wanted


def ending_cell(ends_on: date | None, months: int) -> Any:
    """Paint the day on which support ends; one that comes near or has passed says so in words."""
    if ends_on is None:
        return "—"
    today = timezone.localdate()
    if ends_on <= today:
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', ends_on.isoformat(), gettext("ended")
        )
    if is_near(ends_on, months, today):
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', ends_on.isoformat(), gettext("ends soon")
        )
    return ends_on.isoformat()


CUSTOMERS = ListSpec(
    page="fleet:customers",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:customer", title=True),
        Column("area", _("Area"), path="area__name", english="area__name_en", sort=True),
        Column("vessel_count", _("Vessels"), kind="number", sort=True),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(Filter("area", _("Area"), apply=in_area("area_id"), choices=area_choices),),
    search_type="fleet.customer",
)

YARDS = ListSpec(
    page="fleet:yards",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:yard", title=True),
        Column("port", _("Port"), path="port__name", english="port__name_en", sort=True),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

CONTACTS = ListSpec(
    page="fleet:contacts",
    columns=(
        Column("name", _("Full name"), sort=True, link="fleet:contact", title=True),
        Column("post", _("Post")),
        Column("customer", _("Customer"), path="customer__name", english="customer__name_en", sort=True),
        Column(
            "vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code"
        ),
        Column("phone", _("Telephone")),
        Column("email", _("E-mail"), phone=False),
    ),
    default_sort="name",
    filters=(
        Filter("customer", _("Customer"), path="customer_id", choices=customer_choices),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
    ),
    search_paths=("name", "post", "phone", "email"),
)

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

FAMILIES = ListSpec(
    page="fleet:families",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:family", title=True),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en"),
    ),
    default_sort="code",
    filters=(Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),),
    search_paths=("code", "name", "name_en"),
)

MODELS = ListSpec(
    page="fleet:models",
    columns=(
        Column("code", _("Model code"), sort=True, link="fleet:model", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("family", _("Family"), path="family__name", english="family__name_en", sort=True),
        Column("criticality", _("Criticality"), kind="choice", choices=Criticality.choices, sort=True),
        Column("unit_count", _("Units"), kind="number", sort=True),
        Column("predecessor", _("Predecessor"), path="predecessor__code", phone=False),
        Column(
            "end_of_support_on", _("End of support"), sort=True, also=("family__alert_months",), paint=ending_cell,
            export=lambda ends_on, _months: ends_on,
        ),
        Column("legacy", _("Old model"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(
        Filter("family", _("Family"), path="family_id", choices=family_choices),
        Filter("criticality", _("Criticality"), choices=Criticality.choices),
        Filter("ending", _("Support ends soon"), kind="flag", apply=lambda _v, _r: ending_soon()),
        Filter("old", _("Old models only"), kind="flag", apply=lambda _v, _r: Q(legacy=True) | Q(end_of_support_on__lte=timezone.localdate())),
    ),
    search_type="fleet.productmodel",
)  # fmt: skip

CODES = ListSpec(
    page="fleet:codes",
    columns=(
        Column("kind", _("Kind"), kind="choice", choices=CodeKind.choices, sort=True),
        Column("code", _("Code"), sort=True, link="fleet:code", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("active", _("Active"), kind="yes"),
    ),
    default_sort="kind",
    filters=(Filter("kind", _("Kind"), choices=CodeKind.choices),),
    per_page=150,
    search_paths=("code", "name", "name_en"),
)

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
        Column("criticality", _("Criticality"), sort=True),
        Column("severity", _("Severity"), sort=True),
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
    per_page=150,
    search_paths=("code", "contract_number"),
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
