"""Reads of the technical state: replayed on a date, frozen, designed; and the steps of one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from aftersail.core.models import Account
from aftersail.core.prepared import Prepared
from aftersail.fleet.models import (
    BillPosition,
    Equipment,
    FrozenState,
    StateChange,
    StateEvent,
    Vessel,
)
from aftersail.fleet.rules.technical_state import Node, Path, node_of, paths_of, replayed
from aftersail.fleet.states import ChangeState, StateKind

LEDGER = Prepared(
    lambda vessel, on: (
        StateEvent.objects.filter(vessel=vessel, happened_on__lte=on)
        .order_by("happened_on", "pk")
        .values_list("equipment_id", "step", "facts")
    ),
    UUID,
    date,
)
FROZEN = Prepared(
    lambda vessel: (
        FrozenState.objects.filter(vessel=vessel)
        .order_by("kind")
        .values_list("kind", "state_on", "frozen_at", "frozen_by", "digest")
    ),
    UUID,
)
FROZEN_NODES = Prepared(
    lambda vessel, kind: FrozenState.objects.filter(vessel=vessel, kind=kind).values_list(
        "state_on", "nodes"
    ),
    UUID,
    str,
)


@dataclass(frozen=True, slots=True)
class TechnicalState:
    """One of the four states of a hull; `known` False where there is none, `frozen` where it was written down then.

    without_bill: units whose version has no bill, so that nobody can say what they were designed to hold.
    """

    kind: StateKind
    on: date
    nodes: Mapping[str, Node]
    frozen: bool = False
    known: bool = True
    without_bill: tuple[str, ...] = field(default=())

    @property
    def paths(self) -> dict[Path, Node]:
        """Return its nodes by place."""
        return paths_of(self.nodes)


def state_on(vessel_id: UUID, on: date) -> dict[str, Node]:
    """Return the as-maintained state of a hull at the end of a day, by unit."""
    return replayed((str(unit), step, facts) for unit, step, facts in LEDGER.rows(vessel_id, on))


def state_as_known(vessel_id: UUID, on: date, known_at: datetime) -> dict[str, Node]:
    """Return the state of a hull on a day as far as it had been recorded at an instant."""
    rows = StateEvent.objects.filter(vessel=vessel_id, happened_on__lte=on, recorded_at__lte=known_at)
    steps = rows.order_by("happened_on", "pk").values_list("equipment_id", "step", "facts")
    return replayed((str(unit), step, facts) for unit, step, facts in steps)


def stored_state(vessel_id: UUID) -> dict[str, Node]:
    """Return what the register of units says is aboard now; the ledger replayed must say the same."""
    units = Equipment.objects.filter(vessel=vessel_id, removed_on=None).select_related(
        "model", "product_version"
    )
    return {str(unit.pk): node_of(str(unit.pk), facts_of(unit)) for unit in units}


def facts_of(unit: Equipment) -> dict[str, str]:
    """Return what a ledger keeps of a unit."""
    return {
        "parent": str(unit.parent_id or ""),
        "position": unit.position,
        "name": unit.name,
        "code": unit.function_code,
        "level": unit.level,
        "model": unit.model.code,
        "serial": unit.serial_number,
        "version": unit.product_version.code if unit.product_version else "",
        "software": unit.software_version,
    }


def technical_state(vessel: Vessel, kind: StateKind, on: date) -> TechnicalState:
    """Return a state of a hull; `on` counts for the as-maintained and, with it, the as-designed one.

    An as-delivered state that was not frozen is replayed on the day of delivery; an as-built one that was not frozen is
    not known.
    """
    if kind == StateKind.AS_MAINTAINED:
        return TechnicalState(kind, on, state_on(vessel.pk, on))
    if kind == StateKind.AS_DESIGNED:
        return designed(vessel, on)
    found = FROZEN_NODES.first(vessel.pk, str(kind))
    if found is not None:
        day, nodes = found
        return TechnicalState(
            kind, day, {one["unit"]: node_of(one["unit"], one) for one in nodes}, frozen=True
        )
    if kind == StateKind.AS_DELIVERED and vessel.delivered_on is not None:
        return TechnicalState(kind, vessel.delivered_on, state_on(vessel.pk, vessel.delivered_on))
    return TechnicalState(kind, on, {}, known=False)


def designed(vessel: Vessel, on: date) -> TechnicalState:
    """Return what the bills of the units' versions say, for the units that were aboard on a day."""
    aboard = state_on(vessel.pk, on)
    roots = [node for node in aboard.values() if node.parent not in aboard]
    versions = {node.version for node in roots if node.version}
    rows = (
        BillPosition.objects.filter(product_version__code__in=versions)
        .order_by("product_version", "position")
        .values_list(
            "product_version__code",
            "position",
            "name",
            "model__code",
            "part_version__code",
            "software_version",
        )
    )
    bills: dict[str, list[tuple[Any, ...]]] = {}
    for version, *row in rows:
        bills.setdefault(version, []).append(tuple(row))
    nodes: dict[str, Node] = {}
    lacking: list[str] = []
    for root in roots:
        bill = bills.get(root.version)
        if bill is None:
            lacking.append(root.unit)
            continue
        nodes[root.unit] = node_of(root.unit, root.as_data() | {"serial": "", "parent": ""})
        nodes |= _billed(root, bill)
    return TechnicalState(StateKind.AS_DESIGNED, on, nodes, without_bill=tuple(lacking))


def _billed(root: Node, bill: list[tuple[Any, ...]]) -> dict[str, Node]:
    keys = {position: f"{root.unit}/{position}" for position, *_rest in bill}
    found = {}
    for position, name, model, version, software in bill:
        whole = position.rpartition(".")[0]
        while whole and whole not in keys:
            whole = whole.rpartition(".")[0]
        facts = {
            "parent": keys.get(whole, root.unit), "position": position, "name": name, "model": model, "version": version,
            "software": software,
        }  # fmt: skip
        found[keys[position]] = node_of(keys[position], facts)
    return found


def frozen_of(vessel_id: UUID) -> list[tuple[Any, ...]]:
    """Return (kind, day, instant, by, digest) of what was frozen of a hull."""
    return FROZEN.rows(vessel_id)


def state_changes(account: Account) -> Any:
    """Return the changes that an account may see."""
    return StateChange.objects.visible_to(account)


def open_changes(account: Account, vessel_id: UUID) -> Any:
    """Return the changes of a hull that are planned or wait to be verified."""
    waiting = (ChangeState.PLANNED, ChangeState.INSTALLED)
    return state_changes(account).filter(vessel=vessel_id, state__in=waiting)


def steps_of(account: Account, unit: Equipment) -> Any:
    """Return what happened to a unit, aboard whichever ship the account may see, the latest first."""
    rows = StateEvent.objects.visible_to(account).filter(equipment=unit)
    return rows.select_related("vessel", "other", "change").order_by("-happened_on", "-pk")


def last_step_on(unit: Equipment) -> date | None:
    """Return the day of the latest step that is known of a unit."""
    newest = (
        StateEvent.objects.filter(equipment=unit)
        .order_by("-happened_on")
        .values_list("happened_on", flat=True)
    )
    return newest.first()
