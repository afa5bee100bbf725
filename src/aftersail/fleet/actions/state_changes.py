"""Changes to a technical state: planned, installed, verified by quality and user; only then does the state follow (R14)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.refusals import Forbidden
from aftersail.core.roles import Role
from aftersail.core.verdicts import Refused, Verdict, all_of, refuse, require
from aftersail.fleet.actions.applying import apply_change, require_free_serial
from aftersail.fleet.actions.ledger import write_step
from aftersail.fleet.events import (
    StateChangeConfirmed,
    StateChangeEnded,
    StateChangeInstalled,
    StateChangePlanned,
    StateChangeVerified,
    StateCorrected,
)
from aftersail.fleet.models import Equipment, ProductModel, ProductVersion, StateChange
from aftersail.fleet.permissions.technical_state import (
    may_correct_state,
    may_move_change,
    may_plan_change,
    verifying_side,
)
from aftersail.fleet.queries.ledger import last_step_on
from aftersail.fleet.rules import state_changes as rules
from aftersail.fleet.states import STATE_CHANGE, ChangeKind, ChangeState, StateStep


def _allowed(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.reasons)


@transaction.atomic
def plan_change(
    *,
    by: Account,
    equipment: Equipment,
    kind: str,
    reason: str,
    at: datetime,
    id: UUID | None = None,
    reference: str = "",
    planned_on: date | None = None,
    new_serial: str = "",
    new_model: ProductModel | None = None,
    new_version: ProductVersion | None = None,
    new_software: str = "",
    parts_stay: bool = True,
) -> StateChange:
    """Plan a change to a unit aboard; the same `id` again returns what it made first. Raises `Refused`."""
    _allowed(may_plan_change(by, equipment))
    id = id or new_id()
    if (known := made_before(StateChange, id)) is not None:
        return known
    model = new_model or equipment.model
    same = {
        ChangeKind.SOFTWARE: new_software.strip() == equipment.software_version,
        ChangeKind.VERSION: new_version is not None and new_version.pk == equipment.product_version_id,
    }.get(ChangeKind(kind), False)
    require(
        rules.may_plan(
            kind=kind, removed=equipment.removed_on is not None, reason=reason, new_software=new_software.strip(),
            has_version=new_version is not None, same=same,
        )
    )  # fmt: skip
    if new_version is not None and new_version.model_id != (
        model.pk if kind == ChangeKind.SWAP else equipment.model_id
    ):
        raise Refused([_("This version is one of another model. Choose a version of the unit's model.")])
    waiting = StateChange.objects.filter(
        equipment=equipment, state__in=(ChangeState.PLANNED, ChangeState.INSTALLED)
    ).first()
    if waiting is not None:
        told = _("Change %(number)s of this unit is still open. Verify or cancel it first.")
        raise Refused([told % {"number": waiting.number}])
    station = equipment.vessel.station
    change = StateChange(
        id=id, number=next_number("TS", station.code if station else "HQ", at), vessel=equipment.vessel, equipment=equipment,
        kind=kind, reason=reason.strip(), reference=reference.strip(), planned_on=planned_on, new_serial=new_serial.strip(),
        new_model=new_model, new_version=new_version, new_software=new_software.strip(), parts_stay=parts_stay,
    )  # fmt: skip
    change.save(force_insert=True)
    record(StateChangePlanned(change.number, kind, change.reason), by=by, about=change, at=at)
    return change


@transaction.atomic
def install_change(
    *,
    by: Account,
    change: StateChange,
    installed_on: date,
    at: datetime,
    new_serial: str = "",
    whereto: str = "",
    new_software: str = "",
    seen: int | None = None,
) -> StateChange:
    """Record that a change was carried out aboard; the as-maintained state waits for its verification."""
    _allowed_or_stale(by, change, "install")
    serial = new_serial.strip() or change.new_serial
    require(
        rules.may_install(
            kind=change.kind, installed_on=installed_on, today=timezone.localdate(at), last_step_on=last_step_on(change.equipment),
            new_serial=serial, old_serial=change.equipment.serial_number, whereto=whereto,
        )
    )  # fmt: skip
    if change.kind == ChangeKind.SWAP:
        require_free_serial(change.new_model or change.equipment.model, serial)
    change.change(
        seen, state=ChangeState.INSTALLED, installed_on=installed_on, installed_by=by.name, new_serial=serial, whereto=whereto,
        new_software=new_software.strip() or change.new_software,
    )  # fmt: skip
    record(StateChangeInstalled(change.number, installed_on, by.name), by=by, about=change, at=at)
    return change


@transaction.atomic
def verify_change(
    *, by: Account, change: StateChange, at: datetime, signer: str = "", seen: int | None = None
) -> StateChange:
    """Verify an installed change, for quality or for the user; when both have, the as-maintained state follows.

    signer: who aboard confirmed it, where somebody of the house writes it down for the user.
    """
    _allowed_or_stale(by, change, "verify")
    side = verifying_side(by)
    require(rules.check_confirming(signer=signer, needs_name=side == "user" and not by.is_customer))
    name = signer.strip() or by.name
    if side == "quality":
        if change.quality_at is not None:
            raise Refused([_("Quality has verified this change already; it waits for the user.")])
        if change.installed_by == by.name:
            raise Refused([_("A change is verified by somebody else than its installer.")])
        change.change(seen, quality_name=by.name, quality_at=at)
    else:
        if change.user_at is not None:
            raise Refused([_("The user has confirmed this change already; it waits for quality.")])
        change.change(seen, user_name=name[:60], user_at=at)
    told = _("quality") if side == "quality" else _("the user")
    record(StateChangeConfirmed(change.number, str(told), name), by=by, about=change, at=at)
    if change.quality_at is None or change.user_at is None:
        return change
    successor = apply_change(change, by=by, at=at)
    change.change(state=ChangeState.VERIFIED, successor=successor)
    assert change.installed_on is not None
    done = StateChangeVerified(
        change.number,
        change.vessel_id,
        change.equipment_id,
        change.kind,
        change.installed_on,
        timezone.localdate(at),
    )
    record(done, by=by, about=change, at=at)
    return change


@transaction.atomic
def end_change(
    *, by: Account, change: StateChange, move: str, note: str, at: datetime, seen: int | None = None
) -> StateChange:
    """Return a change to its installer, or cancel one that has not been installed; says why."""
    if move not in {"return", "cancel"}:
        raise ValueError(move)
    _allowed_or_stale(by, change, move)
    if not note.strip():
        raise Refused([_("Say why.")])
    step = STATE_CHANGE.named(move)
    if move == "return":
        change.change(
            seen, state=step.target, quality_name="", quality_at=None, user_name="", user_at=None, installed_on=None,
            installed_by="",
        )  # fmt: skip
    else:
        change.change(seen, state=step.target)
    record(StateChangeEnded(change.number, str(step.label), note.strip()), by=by, about=change, at=at)
    return change


@transaction.atomic
def correct_state(
    *, by: Account, equipment: Equipment, reason: str, at: datetime, seen: int | None = None, **values: Any
) -> Equipment:
    """Put right what the technical state says of a unit: serial_number, product_version, software_version.

    A correction counts from today; what the ledger said until then stays readable.
    """
    _allowed(may_correct_state(by, equipment))
    odd = set(values) - set(_FACT_OF)
    if odd:
        raise ValueError(f"not to be corrected: {sorted(odd)}")
    changed = {
        name: value
        for name, value in values.items()
        if (getattr(value, "pk", value) or "") != (getattr(equipment, _attname(name)) or "")
    }
    version = changed.get("product_version")
    require(
        all_of(
            *(refuse(_("Say why the technical state was wrong.")) for _once in (1,) if not reason.strip()),
            *(
                refuse(_("Nothing is different; there is nothing to correct."))
                for _once in (1,)
                if not changed
            ),
            *(
                refuse(_("A unit that is no longer aboard is not corrected."))
                for _once in (1,)
                if equipment.removed_on
            ),
            *(
                refuse(_("This version is one of another model. Choose a version of the unit's model."))
                for _once in (1,)
                if version is not None and version.model_id != equipment.model_id
            ),
        )
    )
    if "serial_number" in changed:
        if not str(changed["serial_number"]).strip():
            raise Refused([_("A unit has a serial number.")])
        require_free_serial(equipment.model, changed["serial_number"])
    equipment.change(seen, **changed)
    facts = {
        _FACT_OF[name]: (value.code if isinstance(value, ProductVersion) else value or "")
        for name, value in changed.items()
    }
    on = max(timezone.localdate(at), last_step_on(equipment) or date.min)
    write_step(equipment, StateStep.CORRECTED, facts, by=by, on=on, at=at, reason=reason.strip())
    labels = ", ".join(str(Equipment._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    record(StateCorrected(labels, reason.strip()), by=by, about=equipment, at=at)
    return equipment


_FACT_OF = {"serial_number": "serial", "product_version": "version", "software_version": "software"}


def _attname(name: str) -> str:
    return "product_version_id" if name == "product_version" else name


def _allowed_or_stale(by: Account, change: StateChange, move: str) -> None:
    """Refuse the step: as forbidden where the role lacks it at all, else with what the state allows."""
    verdict = may_move_change(by, change, move)
    if not verdict:
        extra = {Role.SERVICE_MANAGER} if move == "verify" else set()
        if not by.role_set & (STATE_CHANGE.named(move).roles | extra):
            raise Forbidden(verdict.reasons)
        require(verdict)
