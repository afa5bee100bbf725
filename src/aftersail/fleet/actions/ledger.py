"""Keeping the ledger of technical states: every way in which a unit's state changes writes a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.inserting import insert, insert_many
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Equipment, StateEvent
from aftersail.fleet.queries.ledger import facts_of, last_step_on
from aftersail.fleet.rules.technical_state import FACTS, Node, replayed
from aftersail.fleet.states import StateStep

OF_THE_STATE = frozenset(
    {
        "vessel", "parent", "model", "serial_number", "name", "function_code", "level", "position", "product_version",
        "software_version", "removed_on",
    }
)  # fmt: skip
"""Fields of a unit that its technical state is made of."""

VERIFIED_ONLY = frozenset({"model", "serial", "version", "software"})
"""What of a delivered ship's unit becomes different only by a verified change (R14)."""


def begun_on(unit: Equipment, today: date) -> date:
    """Return the day from which a unit counts as aboard: commissioned, else shipped, else its ship's delivery, else today."""
    known = unit.commissioned_on or unit.shipped_on or unit.vessel.delivered_on or today
    return min(known, unit.removed_on or today, today)


def birth_steps(units: Iterable[Equipment], at: datetime) -> list[StateEvent]:
    """Return the unsaved first steps of units: installed, and removed where they have been."""
    today = timezone.localdate(at)
    born, gone = [], []
    for unit in units:
        day = begun_on(unit, today)
        common: dict[str, Any] = {"vessel": unit.vessel, "equipment": unit, "recorded_at": at}
        born.append(StateEvent(step=StateStep.INSTALLED, happened_on=day, facts=facts_of(unit), **common))
        if unit.removed_on is not None:
            gone.append(StateEvent(step=StateStep.REMOVED, happened_on=max(day, unit.removed_on), **common))
    return [*born, *gone]


def begin_states(units: Iterable[Equipment], *, at: datetime) -> None:
    """Open the ledger of units that were written in bulk, without the register."""
    if steps := birth_steps(units, at):
        insert_many(steps)


def step_of(
    unit: Equipment,
    step: StateStep,
    facts: Mapping[str, Any],
    *,
    by: Account | None,
    on: date,
    at: datetime,
    **more: Any,
) -> StateEvent:
    """Return one unsaved step of a unit aboard its ship; `vessel_id` names another ship."""
    return StateEvent(
        vessel_id=more.pop("vessel_id", unit.vessel_id), equipment_id=unit.pk, step=step, happened_on=on, recorded_at=at,
        facts=dict(facts), by_name=by.name if by else "", **more,
    )  # fmt: skip


def write_step(unit: Equipment, step: StateStep, facts: Mapping[str, Any], **said: Any) -> StateEvent:
    """Write one step of a unit aboard its ship, as `step_of` makes it."""
    made = step_of(unit, step, facts, **said)
    insert(made)
    return made


def follow_equipment(
    written: Sequence[tuple[Equipment, frozenset[str]]], *, by: Account | None, at: datetime
) -> None:
    """Write what the register changed of units into the ledger; runs in the register's transaction.

    Asks once and writes once, however many units there are. Raises `Refused` where the register would change what only
    a verified change may: model, serial, version or software of a unit aboard a delivered ship, its removal, or its
    ship. What was unknown may be filled in.
    """
    units = [unit for unit, changed in written if changed & OF_THE_STATE]
    known = _known_of(units)
    begin_states([unit for unit in units if unit.pk not in known], at=at)
    said: dict[str, Any] = {"by": by, "today": timezone.localdate(at), "at": at}
    steps = [
        step for unit in units if unit.pk in known for step in _steps_after(known[unit.pk], unit, **said)
    ]
    if steps:
        insert_many(steps)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger says of a unit: its latest ship and day, and the unit as its steps leave it, None when not aboard."""

    vessel_id: UUID
    last_on: date
    node: Node | None


def _known_of(units: Sequence[Equipment]) -> dict[UUID, _Known]:
    """Return what the ledger says of units by their id; a unit that it does not know is left out."""
    if not units:
        return {}
    rows = list(
        StateEvent._base_manager.filter(equipment__in=[unit.pk for unit in units])
        .order_by("happened_on", "pk")
        .values_list("equipment_id", "vessel_id", "step", "facts", "happened_on")
    )
    aboard = replayed((str(unit), step, facts) for unit, _vessel, step, facts, _on in rows)
    return {unit: _Known(vessel, on, aboard.get(str(unit))) for unit, vessel, _step, _facts, on in rows}


def _steps_after(
    known: _Known, unit: Equipment, *, by: Account | None, today: date, at: datetime
) -> list[StateEvent]:
    """Return the unsaved steps that lead from what the ledger knows of a unit to what the register says now."""
    before, now, gone = known.node, facts_of(unit), unit.removed_on is not None
    differs = {
        name: now[name]
        for name in FACTS
        if before is not None and (getattr(before, name) or "") != (now[name] or "")
    }
    moved = known.vessel_id != unit.vessel_id
    filled = {name for name in VERIFIED_ONLY & set(differs) if before is not None and getattr(before, name)}
    if (
        unit.vessel.delivered_on is not None
        and by is not None
        and (filled or moved or (before is not None) == gone)
    ):
        raise Refused(
            [
                _(
                    "The technical state of a delivered ship changes by a verified change. Plan the change on the unit's page, or ask a quality engineer to correct the state."
                )
            ]
        )
    said: dict[str, Any] = {"by": by, "on": max(known.last_on, today), "at": at}
    steps = []
    if before is not None and (moved or gone):
        steps.append(step_of(unit, StateStep.REMOVED, {}, vessel_id=known.vessel_id, **said))
    if not gone and (moved or before is None):
        steps.append(step_of(unit, StateStep.INSTALLED, now, **said))
    elif not gone and differs:
        steps.append(step_of(unit, StateStep.CORRECTED, differs, **said))
    return steps


def first_free_day(units: Iterable[Equipment], wanted: date) -> date:
    """Return the wanted day, or the latest on which something is known of one of the units."""
    known = [day for unit in units if (day := last_step_on(unit)) is not None]
    return max([wanted, *known])
