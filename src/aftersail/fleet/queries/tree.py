"""The equipment tree aboard, level by level: a ship's systems and units, then the parts of one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from aftersail.core.models import Account
from aftersail.core.prepared import SeenBy
from aftersail.fleet.models import Equipment, FunctionCode
from aftersail.fleet.states import ChangeState

COLUMNS = (
    "id", "parent_id", "name", "level", "function_code", "position", "serial_number", "software_version", "model__code",
    "product_version__code", "model__end_of_support_on",
)  # fmt: skip
KEYS = (
    "id", "parent_id", "name", "level", "function_code", "position", "serial", "software", "model", "version", "end_of_support_on",
    "parts", "pending",
)  # fmt: skip
WAITING = Q(state_changes__state__in=(ChangeState.PLANNED, ChangeState.INSTALLED))
PARTS = Count("parts", filter=Q(parts__removed_on=None), distinct=True)
PENDING = Count("state_changes", filter=WAITING, distinct=True)


def _leveled(rows: Any) -> Any:
    counted = rows.annotate(part_count=PARTS, pending=PENDING).order_by("function_code", "position", "name")
    return counted.values_list(*COLUMNS, "part_count", "pending")


OUTERMOST = SeenBy(
    Equipment,
    lambda rows, vessel: _leveled(rows.filter(vessel=vessel, removed_on=None, parent=None)),
    UUID,
)
PARTS_OF = SeenBy(Equipment, lambda rows, parent: _leveled(rows.filter(parent=parent, removed_on=None)), UUID)
NAMES = SeenBy(
    FunctionCode,
    lambda rows, scheme: rows.filter(scheme=scheme).values_list("code", "name", "name_en", "parent__code"),
    UUID,
)


@dataclass(slots=True)
class Leaf:
    """A unit in the tree."""

    id: UUID
    parent_id: UUID | None
    name: str
    level: str
    function_code: str
    position: str
    serial: str
    software: str
    model: str
    version: str | None
    end_of_support_on: date | None
    parts: int
    pending: int


@dataclass(slots=True)
class System:
    """A system aboard: the top function code with the units below it."""

    code: str
    name: str
    name_en: str
    units: list[Leaf] = field(default_factory=list)


def outermost(account: Account, vessel_id: UUID) -> list[Leaf]:
    """Return the units of a ship that are no part of another one."""
    return [Leaf(*row) for row in OUTERMOST.rows(account, vessel_id)]


def parts_of(account: Account, unit_id: UUID) -> list[Leaf]:
    """Return the parts of a unit, one level down."""
    return [Leaf(*row) for row in PARTS_OF.rows(account, unit_id)]


def systems(account: Account, vessel_id: UUID, scheme_id: UUID | None) -> list[System]:
    """Return a ship's units under the top codes of its scheme; unknown codes go by their first part."""
    names = {}
    if scheme_id is not None:
        names = {
            code: (name, english, above) for code, name, english, above in NAMES.rows(account, scheme_id)
        }
    found: dict[str, System] = {}
    for unit in outermost(account, vessel_id):
        code = top_code(unit.function_code, names)
        name, english, _above = names.get(code, ("", "", None))
        found.setdefault(code, System(code, name, english)).units.append(unit)
    return [found[code] for code in sorted(found, key=lambda code: (not code, code))]


def top_code(code: str, names: dict[str, tuple[str, str, str | None]]) -> str:
    """Return the top code above a code: by the scheme where it knows the code or its beginning, else its first part."""
    known = code
    while known and known not in names:
        known = known.rpartition(".")[0]
    seen = set()
    while known and (above := names[known][2]) and above not in seen:
        seen.add(known)
        known = above
    return known or code.partition(".")[0]


def fleets(account: Account) -> list[dict[str, Any]]:
    """Return the fleets (customers) that an account may see, with ships and units aboard."""
    rows = Equipment.objects.visible_to(account).filter(removed_on=None).order_by()
    named = rows.values_list("vessel__customer_id", "vessel__customer__name", "vessel__customer__name_en")
    counted = named.annotate(ships=Count("vessel_id", distinct=True), units=Count("pk"))
    keys = ("fleet", "name", "name_en", "ships", "units")
    return [dict(zip(keys, row, strict=True)) for row in counted.order_by("vessel__customer__name")[:500]]


def ships_of(account: Account, customer_id: UUID) -> list[dict[str, Any]]:
    """Return the ships of a fleet with their number of units."""
    rows = (
        Equipment.objects.visible_to(account).filter(removed_on=None, vessel__customer=customer_id).order_by()
    )
    named = rows.values("vessel_id", "vessel__hull_code", "vessel__name", "vessel__name_en")
    return [dict(row) for row in named.annotate(units=Count("pk")).order_by("vessel__hull_code")[:500]]
