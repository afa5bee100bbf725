"""Keeping the ledger of technical states: every way in which a unit's state changes writes a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.inserting import insert, insert_many
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Equipment, StateEvent
from aftersail.fleet.queries.ledger import facts_of, last_step_on
from aftersail.fleet.rules.technical_state import FACTS, replayed
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


def write_step(
    unit: Equipment,
    step: StateStep,
    facts: Mapping[str, Any],
    *,
    by: Account | None,
    on: date,
    at: datetime,
    **more: Any,
) -> StateEvent:
    """Write one step of a unit aboard its ship."""
    made = StateEvent(
        vessel_id=more.pop("vessel_id", unit.vessel_id), equipment_id=unit.pk, step=step, happened_on=on, recorded_at=at,
        facts=dict(facts), by_name=by.name if by else "", **more,
    )  # fmt: skip
    insert(made)
    return made


def follow_equipment(record: Equipment, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Write what the register of units changed into the ledger; runs in the register's transaction.

    Raises `Refused` where the register would change what only a verified change may: model, serial, version or software
    of a unit aboard a delivered ship, its removal, or its ship. What was unknown may be filled in.
    """
    if not changed & OF_THE_STATE:
        return
    steps = list(
        StateEvent._base_manager.filter(equipment=record)
        .order_by("happened_on", "pk")
        .values_list("vessel_id", "step", "facts", "happened_on")
    )
    if not steps:
        begin_states([record], at=at)
        return
    today = timezone.localdate(at)
    vessel_id, last_on = steps[-1][0], steps[-1][3]
    before = replayed((str(record.pk), step, facts) for _vessel, step, facts, _on in steps).get(
        str(record.pk)
    )
    now = facts_of(record)
    differs = {
        name: now[name]
        for name in FACTS
        if before is not None and (getattr(before, name) or "") != (now[name] or "")
    }
    moved = vessel_id != record.vessel_id
    gone = record.removed_on is not None
    filled = {name for name in VERIFIED_ONLY & set(differs) if before is not None and getattr(before, name)}
    if (
        record.vessel.delivered_on is not None
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
    on = max(last_on, today)
    if before is not None and (moved or gone):
        write_step(record, StateStep.REMOVED, {}, by=by, on=on, at=at, vessel_id=vessel_id)
    if not gone and (moved or before is None):
        write_step(record, StateStep.INSTALLED, now, by=by, on=on, at=at)
    elif not gone and differs:
        write_step(record, StateStep.CORRECTED, differs, by=by, on=on, at=at)


def first_free_day(units: Iterable[Equipment], wanted: date) -> date:
    """Return the wanted day, or the latest on which something is known of one of the units."""
    known = [day for unit in units if (day := last_step_on(unit)) is not None]
    return max([wanted, *known])
