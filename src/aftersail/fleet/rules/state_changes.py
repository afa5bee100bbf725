"""When a change to a technical state may be planned, installed, verified, and a permit be given; pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.states import ChangeKind, PermitKind


def may_plan(
    *, kind: str, removed: bool, reason: str, new_software: str, has_version: bool, same: bool
) -> Verdict:
    """A change concerns a unit aboard, says why, and names what becomes different."""
    missing = {
        ChangeKind.SOFTWARE: (not new_software, _("Name the software version to be loaded.")),
        ChangeKind.VERSION: (not has_version, _("Choose the version that the unit becomes.")),
    }
    lacks, told = missing.get(ChangeKind(kind), (False, ""))
    return all_of(
        refuse(_("This unit is no longer aboard. Plan the change for the unit in its place."))
        if removed
        else ALLOWED,
        ALLOWED if reason.strip() else refuse(_("Say why the technical state is changed.")),
        refuse(told) if lacks else ALLOWED,
        refuse(_("The unit is in this state already; there is nothing to change.")) if same else ALLOWED,
    )


def may_install(
    *,
    kind: str,
    installed_on: date,
    today: date,
    last_step_on: date | None,
    new_serial: str,
    old_serial: str,
    whereto: str,
) -> Verdict:
    """Installation is dated after what is known of the unit, not in the future; a swap names the new serial."""
    swap, out = kind == ChangeKind.SWAP, kind in {ChangeKind.SWAP, ChangeKind.REMOVE}
    early = last_step_on is not None and installed_on < last_step_on
    told = _("The unit's technical state is known up to {day}. Give that day or a later one.")
    return all_of(
        refuse(_("The day lies in the future.")) if installed_on > today else ALLOWED,
        refuse(format_lazy(told, day=str(last_step_on))) if early else ALLOWED,
        refuse(_("Give the serial number of the new unit.")) if swap and not new_serial.strip() else ALLOWED,
        refuse(_("The new unit bears the same serial number as the old one."))
        if swap and new_serial.strip() == old_serial
        else ALLOWED,
        refuse(_("Say where the old unit went.")) if out and not whereto else ALLOWED,
    )


def check_confirming(*, signer: str, needs_name: bool) -> Verdict:
    """Whoever confirms for the user gives the name of the person aboard who saw it."""
    if needs_name and not signer.strip():
        return refuse(_("Give the name of the person aboard who confirms the change."))
    return ALLOWED


def may_approve(*, author: Any, approver: Any, kind: str, made_already: list[str]) -> Verdict:
    """Nobody approves their own permit; a deviation is granted before manufacture, later it is a concession."""
    told = _(
        "Already made: {serials}. What departs after manufacture is a concession; return the permit to its author."
    )
    late = kind == PermitKind.DEVIATION and made_already
    return all_of(
        refuse(_("A permit is approved by somebody else than its author."))
        if author == approver
        else ALLOWED,
        refuse(format_lazy(told, serials=", ".join(made_already[:5]))) if late else ALLOWED,
    )


def is_in_force(*, state: str, valid_from: date, valid_until: date, on: date) -> bool:
    """Whether a permit holds on a day: approved, and the day within its term."""
    return state == "approved" and valid_from <= on <= valid_until
