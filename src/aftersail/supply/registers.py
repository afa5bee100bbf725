"""The register of spare parts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.supply.models import Part
from aftersail.supply.permissions import KEEPERS, READERS, may_keep_parts


def check_part(part: Part) -> Verdict:
    """A part is not sold for less than nothing."""
    return ALLOWED if part.price_cny >= 0 else refuse(_("A price cannot be negative."))


def _find_part(part: Part) -> Searched:
    return Searched(f"{part.number} {part.name}", part.family.name if part.family else "", (part.name_en,))


PARTS = Master(
    app="supply", noun="part", plural="parts", slug="parts", model=Part,
    label=_("Spare parts"), new_label=_("New part"), icon="puzzle",
    fields=("number", "name", "name_en", "family", "unit", "price_cny", "lead_time_days", "serialised", "active"),
    readers=READERS, writers=KEEPERS, may_write=may_keep_parts, check=check_part, searched=_find_part, house_only=True,
)  # fmt: skip
