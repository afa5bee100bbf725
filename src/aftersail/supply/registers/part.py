"""The registers of spare parts, their alternates and kit lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.supply.models import KitLine, KitTemplate, Part, PartAlternate
from aftersail.supply.permissions import KEEPERS, READERS, STOCK_READERS, may_keep_parts, may_keep_stock


def check_part(part: Part) -> Verdict:
    """A part is not sold for less than nothing."""
    return ALLOWED if part.price_cny >= 0 else refuse(_("A price cannot be negative."))


def _find_part(part: Part) -> Searched:
    return Searched(f"{part.number} {part.name}", part.family.name if part.family else "", (part.name_en,))


PARTS = Master(
    app="supply", noun="part", plural="parts", slug="parts", model=Part,
    label=_("Spare parts"), new_label=_("New part"), icon="puzzle",
    fields=("number", "name", "name_en", "family", "unit", "price_cny", "sale_price_cny", "lead_time_days", "serialised", "by_lot", "old_part_days", "active"),
    readers=READERS, writers=KEEPERS, may_write=may_keep_parts, check=check_part, searched=_find_part, house_only=True,
)  # fmt: skip

ALTERNATES = Master(
    app="supply", noun="alternate", plural="alternates", slug="alternates", model=PartAlternate,
    label=_("Alternate parts"), new_label=_("New alternate"), icon="transfer",
    fields=("part", "alternate", "both_ways", "condition"),
    readers=STOCK_READERS, writers=KEEPERS, may_write=may_keep_parts, house_only=True, removable=True,
)  # fmt: skip

KITS = Master(
    app="supply", noun="kit", plural="kits", slug="kits", model=KitTemplate,
    label=_("Kit lists"), new_label=_("New kit list"), icon="checklist",
    fields=("code", "name", "name_en", "family", "procedure_code", "active"),
    readers=STOCK_READERS, writers=KEEPERS, may_write=may_keep_stock, house_only=True,
)  # fmt: skip

KIT_LINES = Master(
    app="supply", noun="kit_line", plural="kit_lines", slug="kit-lines", model=KitLine,
    label=_("Kit list lines"), new_label=_("New line"), icon="list-check",
    fields=("kit", "line_number", "part", "tool_class", "quantity", "note"),
    readers=STOCK_READERS, writers=KEEPERS, may_write=may_keep_stock, house_only=True, removable=True,
)  # fmt: skip
