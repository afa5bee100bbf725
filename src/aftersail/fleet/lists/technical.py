"""Lists of versions, bills, obsolescence, function codes, permits and changes: columns, filters, order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.fleet.lists.choices import family_choices, model_choices, vessel_choices
from aftersail.fleet.lists.products import ending_cell, ending_soon
from aftersail.fleet.models import FunctionCodeScheme, ProductVersion
from aftersail.fleet.rules.lineage import months_short
from aftersail.fleet.states import ChangeKind, ChangeState, ObsolescenceOption, PermitKind, PermitState

scheme_choices = choices_from(
    lambda account: FunctionCodeScheme.objects.visible_to(account), "name", "name_en"
)
version_choices = choices_from(lambda account: ProductVersion.objects.visible_to(account), "code")


def until_cell(valid_until: date, state: str) -> Any:
    """Paint the last day of a permit; an approved one that has run out says so in words."""
    if state == PermitState.APPROVED and valid_until < timezone.localdate():
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', valid_until.isoformat(), gettext("expired")
        )
    return valid_until.isoformat()


def short_of(cover: Decimal | None, ends_on: date | None, resolved_on: date | None) -> Decimal | None:
    """Return by how many months the stock falls short of the end of support; None without figures or when resolved."""
    return None if resolved_on else months_short(cover, ends_on, timezone.localdate())


def short_cell(cover: Decimal | None, ends_on: date | None, resolved_on: date | None) -> Any:
    """Paint the shortfall; a shortfall is marked."""
    short = short_of(cover, ends_on, resolved_on)
    if short is None:
        return "—"
    if not short:
        return gettext("lasts")
    return format_html(
        '<span class="tag tag-attention">{}</span>', gettext("%(n)s months short") % {"n": short}
    )


def sides_cell(quality: str, user: str, state: str) -> Any:
    """Paint who has verified a change, and who is waited for."""
    if state != ChangeState.INSTALLED:
        return " · ".join(filter(None, (quality, user))) or "—"
    waiting = [word for name, word in ((quality, gettext("quality")), (user, gettext("user"))) if not name]
    return format_html(
        '<span class="tag tag-attention">{}</span>',
        gettext("waits for %(who)s") % {"who": " · ".join(waiting)},
    )


VERSIONS = ListSpec(
    page="fleet:product_versions",
    columns=(
        Column("code", _("Version code"), sort=True, link="fleet:product_version", title=True),
        Column("model", _("Model"), path="model__code", sort=True, link="fleet:model", link_id="model_id"),
        Column("hardware", _("Hardware")),
        Column("software", _("Software")),
        Column("predecessor", _("Predecessor"), path="predecessor__code", phone=False),
        Column("released_on", _("Released"), kind="day", sort=True),
        Column(
            "end_of_support_on", _("End of support"), kind="whole", sort=True, also=("model__family__alert_months",), paint=ending_cell,
            export=lambda ends_on, _months: ends_on,
        ),
    ),
    default_sort="code",
    filters=(
        Filter("model", _("Model"), path="model_id", choices=model_choices),
        Filter("ending", _("Support ends soon"), kind="flag", apply=lambda _v, _r: ending_soon(family="model__family__")),
    ),
    search_paths=("code", "model__code", "hardware", "software"),
)  # fmt: skip

BILL = ListSpec(
    page="fleet:bill",
    columns=(
        Column("product_version", _("Product version"), path="product_version__code", sort=True, link="fleet:product_version", link_id="product_version_id"),
        Column("position", _("Position"), sort=True),
        Column("name", _("Name"), link="fleet:bill_position", title=True),
        Column("model", _("Model"), path="model__code", sort=True),
        Column("part_version", _("Version"), path="part_version__code"),
        Column("software_version", _("Software")),
    ),
    default_sort="position",
    filters=(Filter("product_version", _("Product version"), path="product_version_id", choices=version_choices),),
    search_paths=("product_version__code", "position", "name", "model__code"),
)  # fmt: skip

OBSOLESCENCE = ListSpec(
    page="fleet:obsolescence",
    columns=(
        Column("item", _("Obsolescent item"), sort=True, link="fleet:obsolescence_item", title=True),
        Column("part_number", _("Part number")),
        Column("model", _("Model"), path="model__code", sort=True, link="fleet:model", link_id="model_id"),
        Column("supplier", _("Supplier"), phone=False),
        Column(
            "last_buy_on", _("Last buy"), kind="whole", sort=True, also=("model__family__alert_months",), paint=ending_cell,
            export=lambda day, _months: day,
        ),
        Column("stock_cover_months", _("Stock cover (months)"), kind="number", places=1, sort=True),
        Column("support", _("End of support"), path="model__end_of_support_on", kind="day", phone=False),
        Column(
            "short", _("Against support"), path="stock_cover_months", also=("model__end_of_support_on", "resolved_on"),
            paint=short_cell, export=short_of,
        ),
        Column("option", _("Option"), kind="choice", choices=ObsolescenceOption.choices, sort=True),
        Column("owner", _("Owner"), path="owner__name", english="owner__name_en"),
        Column("resolved_on", _("Resolved"), kind="day", phone=False),
    ),
    default_sort="item",
    filters=(
        Filter("open", _("Not resolved"), kind="flag", apply=lambda _v, _r: Q(resolved_on=None)),
        Filter(
            "near", _("Last buy soon"), kind="flag",
            apply=lambda _v, _r: Q(resolved_on=None) & ending_soon("last_buy_on", "model__family__"),
        ),
        Filter("option", _("Option"), choices=ObsolescenceOption.choices),
        Filter("family", _("Family"), path="model__family_id", choices=family_choices),
        Filter("model", _("Model"), path="model_id", choices=model_choices),
    ),
    search_paths=("item", "part_number", "supplier", "model__code"),
)  # fmt: skip

SCHEMES = ListSpec(
    page="fleet:code_schemes",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:code_scheme", title=True),
        Column("closed", _("Only listed codes"), kind="yes"),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

FUNCTIONS = ListSpec(
    page="fleet:function_codes",
    columns=(
        Column("code", _("Function code"), sort=True, link="fleet:function_code", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("parent", _("Below"), path="parent__code"),
        Column("scheme", _("Scheme"), path="scheme__name", english="scheme__name_en", sort="scheme__code"),
    ),
    default_sort="code",
    filters=(Filter("scheme", _("Scheme"), path="scheme_id", choices=scheme_choices),),
    search_paths=("code", "name", "name_en"),
)

PERMITS = ListSpec(
    page="fleet:permits",
    columns=(
        Column("number", _("Number"), sort=True, link="fleet:permit", title=True),
        Column("kind", _("Kind"), kind="choice", choices=PermitKind.choices),
        Column("state", _("State"), kind="state", choices=PermitState.choices),
        Column("title", _("Title")),
        Column("model", _("Model"), path="model__code", sort=True),
        Column("serials", _("Serials covered"), phone=False),
        Column("requirement", _("Requirement"), phone=False),
        Column("valid_from", _("Valid from"), kind="day", sort=True, phone=False),
        Column(
            "valid_until", _("Valid until"), sort=True, also=("state",), paint=until_cell, export=lambda until, _state: until
        ),
        Column("approver_name", _("Approver"), phone=False),
    ),
    default_sort="-valid_from",
    filters=(
        Filter("kind", _("Kind"), choices=PermitKind.choices),
        Filter("state", _("State"), choices=PermitState.choices),
        Filter("model", _("Model"), path="model_id", choices=model_choices),
        Filter(
            "force", _("In force"), kind="flag",
            apply=lambda _v, _r: Q(state=PermitState.APPROVED, valid_from__lte=timezone.localdate(), valid_until__gte=timezone.localdate()),
        ),
    ),
    search_type="fleet.permit",
)  # fmt: skip

CHANGES = ListSpec(
    page="fleet:state_changes",
    columns=(
        Column("number", _("Number"), sort=True, link="fleet:state_change", title=True),
        Column("kind", _("Kind"), kind="choice", choices=ChangeKind.choices),
        Column("state", _("State"), kind="state", choices=ChangeState.choices),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en", sort="vessel__hull_code", link="fleet:vessel", link_id="vessel_id"),
        Column("unit", _("Unit"), path="equipment__name", link="fleet:equipment", link_id="equipment_id"),
        Column("serial", _("Serial number"), path="equipment__serial_number"),
        Column("new_serial", _("New serial number")),
        Column("installed_on", _("Installed"), kind="day", sort=True),
        Column("verified", _("Verified by"), path="quality_name", also=("user_name", "state"), paint=sides_cell, export=lambda q, u, _s: " · ".join(filter(None, (q, u)))),
        Column("reason", _("Reason"), phone=False),
    ),
    default_sort="-number",
    filters=(
        Filter("waiting", _("Waiting to be verified"), kind="flag", apply=lambda _v, _r: Q(state=ChangeState.INSTALLED)),
        Filter("state", _("State"), choices=ChangeState.choices),
        Filter("kind", _("Kind"), choices=ChangeKind.choices),
        Filter("vessel", _("Vessel"), path="vessel_id", choices=vessel_choices),
        Filter("installed", _("Installed"), kind="period", path="installed_on", day_only=True),
    ),
    search_paths=("number", "vessel__hull_code", "vessel__name", "equipment__serial_number", "new_serial", "reference"),
    empty=_("No change yet. A change is planned on the page of the unit that it concerns."),
)  # fmt: skip
