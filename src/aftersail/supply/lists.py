"""The list of spare parts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists import family_choices

PARTS = ListSpec(
    page="supply:parts",
    columns=(
        Column("number", _("Part number"), sort=True, link="supply:part", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("family", _("Family"), path="family__name", english="family__name_en", sort=True),
        Column("unit", _("Unit of measure"), phone=False),
        Column("price_cny", _("Price"), kind="money", sort=True),
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
