"""The list of spare parts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import family_choices

PARTS = ListSpec(
    page="supply:parts",
    columns=(
        Column("number", _("Part number"), sort=True, link="supply:part", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("family", _("Family"), path="family__name", english="family__name_en", sort=True),
        Column("unit", _("Unit of measure"), phone=False),
        Column("price_cny", _("Price"), kind="money", sort=True),
        Column("sale_price_cny", _("Sale price"), kind="money", sort=True, phone=False),
        Column("lead_time_days", _("Lead time (days)"), kind="number", sort=True),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="number",
    filters=(
        Filter("family", _("Family"), path="family_id", choices=family_choices),
        Filter("closed", _("No longer supplied"), kind="flag", apply=lambda _v, _r: Q(active=False)),
    ),
    search_paths=("number", "name", "name_en"),
)

ALTERNATES = ListSpec(
    page="supply:alternates",
    columns=(
        Column("part", _("Part"), path="part__number", sort=True, link="supply:alternate", title=True),
        Column("part_name", _("Name"), path="part__name", english="part__name_en"),
        Column("alternate", _("Alternate"), path="alternate__number", sort=True, link="supply:part", link_id="alternate_id"),
        Column("both_ways", _("Both ways"), kind="yes"),
        Column("condition", pgettext_lazy("alternate", "Condition")),
    ),
    default_sort="part",
    search_paths=("part__number", "part__name", "alternate__number", "condition"),
)  # fmt: skip

KITS = ListSpec(
    page="supply:kits",
    columns=(
        Column("code", _("Code"), sort=True, link="supply:kit", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("family", _("Family"), path="family__name", english="family__name_en"),
        Column("procedure_code", _("Procedure")),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(Filter("family", _("Family"), path="family_id", choices=family_choices),),
    search_paths=("code", "name", "name_en", "procedure_code"),
    empty=_(
        "No kit list yet. A kit list says which parts and tools go along for a product family or procedure."
    ),
)

KIT_LINES = ListSpec(
    page="supply:kit_lines",
    columns=(
        Column("kit", _("Kit list"), path="kit__code", sort=True, link="supply:kit_line", title=True),
        Column("line_number", _("Line number"), kind="number"),
        Column("part", _("Part"), path="part__number", sort=True),
        Column("part_name", _("Name"), path="part__name", english="part__name_en"),
        Column("tool_class", _("Class of tool")),
        Column("quantity", _("Quantity"), kind="number"),
        Column("note", _("Note"), phone=False),
    ),
    default_sort="kit",
    search_paths=("kit__code", "kit__name", "part__number", "tool_class"),
)
