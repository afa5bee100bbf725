"""What a verified change does to the units aboard and to the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.search import index
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.ledger import first_free_day, write_step
from aftersail.fleet.events import UnitReplaced
from aftersail.fleet.models import Equipment, ProductModel, StateChange
from aftersail.fleet.queries.ledger import facts_of
from aftersail.fleet.states import ChangeKind, StateStep


def require_free_serial(model: ProductModel, serial: str) -> None:
    """Refuse a serial number that sits aboard already; one that was removed may come aboard again."""
    known = (
        Equipment.objects.filter(model=model, serial_number=serial.strip()).select_related("vessel").first()
    )
    if known is not None and known.removed_on is None:
        told = _("%(model)s %(serial)s is aboard %(vessel)s. Check the serial number on the plate.")
        raise Refused([told % {"model": model.code, "serial": serial, "vessel": known.vessel}])


def apply_change(change: StateChange, *, by: Account, at: datetime) -> Equipment | None:
    """Carry a verified change over to the as-maintained state; return the unit that came aboard, if one did.

    It counts from the day of verification, so that what was known of an earlier day stays; the units themselves keep the
    day on which they were fitted and taken out.
    """
    unit, kind = change.equipment, change.kind
    parts = list(_parts(unit)) if kind in {ChangeKind.SWAP, ChangeKind.REMOVE} else []
    on = first_free_day([unit, *parts], timezone.localdate(at))
    said = {"by": by, "on": on, "at": at, "change": change, "reason": change.reason}
    if kind == ChangeKind.SOFTWARE:
        unit.change(software_version=change.new_software)
        write_step(unit, StateStep.SOFTWARE, {"software": change.new_software}, **said)
    elif kind == ChangeKind.VERSION:
        version = change.new_version
        assert version is not None
        software = change.new_software or version.software or unit.software_version
        unit.change(product_version=version, software_version=software)
        write_step(unit, StateStep.VERSION, {"version": version.code, "software": software}, **said)
    elif kind == ChangeKind.REMOVE:
        for one in [*reversed(parts), unit]:
            _take_out(one, change, on, by, at)
    else:
        return _swap(change, parts, on, by, at)
    return None


def _parts(unit: Equipment) -> list[Equipment]:
    """Return what lies within a unit, the outer before the inner."""
    found: list[Equipment] = []
    waiting = [unit.pk]
    while waiting:
        below = list(
            Equipment.objects.filter(parent__in=waiting, removed_on=None).select_related("model", "vessel")
        )
        found += below
        waiting = [one.pk for one in below]
    return found


def _take_out(
    unit: Equipment, change: StateChange, on: date, by: Account, at: datetime, other: Equipment | None = None
) -> None:
    unit.change(removed_on=change.installed_on)
    write_step(
        unit, StateStep.REMOVED, {}, by=by, on=on, at=at, change=change, reason=change.reason, whereto=change.whereto, other=other
    )  # fmt: skip


def _swap(change: StateChange, parts: list[Equipment], on: date, by: Account, at: datetime) -> Equipment:
    old = change.equipment
    new = _brought_aboard(change)
    said = {"by": by, "on": on, "at": at, "change": change, "reason": change.reason}
    if change.parts_stay:
        for one in parts:
            if one.parent_id == old.pk:
                one.change(parent=new)
                write_step(one, StateStep.CORRECTED, {"parent": str(new.pk)}, **said)
    else:
        for one in reversed(parts):
            _take_out(one, change, on, by, at)
    _take_out(old, change, on, by, at, other=new)
    write_step(new, StateStep.SWAPPED, facts_of(new), other=old, **said)
    event = UnitReplaced(old.serial_number, new.serial_number, change.whereto)
    for one in (old, new):
        record(event, by=by, about=one, at=at)
    title = f"{new.name} {new.serial_number}"
    detail = f"{new.model.code} · {new.vessel.hull_code} {new.vessel.name}"
    index(new, title=title, detail=detail, body=[new.function_code, new.location], at=at)
    return new


def _brought_aboard(change: StateChange) -> Equipment:
    """Return the new unit in the old one's place; a serial that served before comes back with its history."""
    old = change.equipment
    model = change.new_model or old.model
    place: dict[str, Any] = {
        "vessel": old.vessel, "parent": old.parent, "name": old.name, "level": old.level, "position": old.position,
        "function_code": old.function_code, "location": old.location, "product_version": change.new_version,
        "software_version": change.new_software or (change.new_version.software if change.new_version else ""),
        "commissioned_on": change.installed_on, "removed_on": None,
    }  # fmt: skip
    known = (
        Equipment.objects.filter(model=model, serial_number=change.new_serial)
        .select_related("model", "vessel")
        .first()
    )
    if known is not None:
        require_free_serial(model, change.new_serial)
        known.change(**place)
        return known
    new = Equipment(model=model, serial_number=change.new_serial, **place)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        told = _("%(serial)s served aboard another ship before. Let quality verify this change last.")
        raise Refused([told % {"serial": change.new_serial}]) from error
    return new
