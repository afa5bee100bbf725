"""Taking in what a device did without a network: each command once, in its order, with a verdict that is kept."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.doors.sealing import seal, unseal
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.record import Stale
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.core.verdicts import Reason, Refused, refuse, require
from aftersail.visits.events import CommandSettled, DeviceCutOff, DeviceRegistered
from aftersail.visits.models import FieldCommand, FieldDevice
from aftersail.visits.permissions import may_cut_off, may_send, may_settle
from aftersail.visits.rules import CLOCK_SKEW, when_it_happened
from aftersail.visits.states import CommandOutcome, Settlement

KEY_BYTES, KEY_PURPOSE = 32, "field device"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """A command as it came: id and number of the device's, its kind and content, and when it was made by its clock."""

    id: UUID
    number: int
    kind: str
    visit_id: UUID
    body: dict[str, Any]
    made_at: datetime


class Conflicting(Exception):
    """Raised by what carries a command out, when the record moved on: `theirs` is how it stands here."""

    def __init__(self, reasons: tuple[Reason, ...], theirs: Any) -> None:
        self.reasons, self.theirs = reasons, theirs
        super().__init__(*reasons)


CarryOut = Callable[[Sent, datetime], Any]
"""Does what a command says, as of an instant, and returns what the device is answered as JSON holds it."""


@transaction.atomic
def register_device(*, by: Account, id: UUID, name: str, at: datetime) -> FieldDevice:
    """Let a device send commands for its owner; again changes nothing. One that was cut off stays so."""
    if known := made_before(FieldDevice, id):
        if known.account_id != by.pk:
            raise Stale(
                [_("This device belongs to somebody else's account. Sign in as before, or register it anew.")]
            )
        require_heard(known)
        if not known.key_sealed:
            known.change(key_sealed=_new_key())
        if known.station_id != (station := station_of(by)):
            known.change(station_id=station)
        return known
    device = FieldDevice(
        id=id, account=by, station_id=station_of(by), name=name.strip() or str(_("Device")), key_sealed=_new_key(), seen_at=at
    )  # fmt: skip
    device.save(force_insert=True)
    record(DeviceRegistered(device=device.name), by=by, about=device, at=at)
    return device


def station_of(account: Account) -> UUID | None:
    """Return the station of the person behind an account, if it is one of ours."""
    staff = getattr(account, "staff", None)
    return None if staff is None else staff.station_id


def _new_key() -> str:
    return seal(b64encode(token_bytes(KEY_BYTES)).decode(), KEY_PURPOSE)


def key_of_device(device: FieldDevice) -> str:
    """Return in base64 what the device's store is encrypted with; never that of a device cut off."""
    require_heard(device)
    return unseal(device.key_sealed, KEY_PURPOSE)


@transaction.atomic
def cut_off_device(*, by: Account, device: FieldDevice, reason: str, at: datetime) -> FieldDevice:
    """Listen to a lost or revoked device no longer; what it sent before stays."""
    require(may_cut_off(by, device))
    if not reason.strip():
        require(refuse(_("Say why the device is cut off.")))
    if device.cut_off_at is None:
        device.change(cut_off_at=at, cut_off_by=by.name[:60], cut_off_reason=reason.strip()[:300])
        record(DeviceCutOff(device=device.name, reason=device.cut_off_reason), by=by, about=device, at=at)
    return device


@transaction.atomic
def settle_command(
    *, by: Account, command: FieldCommand, settled: Settlement, note: str, at: datetime
) -> FieldCommand:
    """Keep what a person decided about a command that was not done; whoever decides for another says why.

    Its sender decides once: on a device that does not know of a decision ashore, the later one changes nothing.
    """
    command = FieldCommand.objects.select_for_update().select_related("device").get(pk=command.pk)
    if command.settled and by.pk == command.account_id:
        return command
    require(may_settle(by, command))
    if not note.strip() and by.pk != command.account_id:
        require(refuse(_("Say in a remark why it was decided so: somebody else sent it.")))
    command.change(settled=settled, settled_at=at, settled_by=by.name[:60], settled_note=note.strip()[:300])
    told = CommandSettled(device=command.device.name, number=command.number, settled=settled)
    record(told, by=by, about=command.device, at=at)
    return command


def receive_command(
    *, by: Account, device_id: UUID, sent: Sent, sent_at: datetime, at: datetime, carry_out: CarryOut
) -> FieldCommand | None:
    """Carry a command out and keep it with its verdict, in one transaction; None where one before it is missing.

    A command that is known is not done again: its verdict is returned as it was. Raises `Forbidden` for a device that
    was cut off, `Stale` where the device counts anew. Trouble with the database is raised, and nothing is kept:
    the device sends it again.
    """
    with transaction.atomic():
        device = _held(by, device_id)
        known = FieldCommand.objects.filter(pk=sent.id).first()
        if known is not None:
            return known
        if sent.number <= device.received:
            raise Stale([_("Another command came under this number: the device was set up anew. Register it as a new device.")])  # fmt: skip
        if sent.number > device.received + 1:
            return None
        reckoned = when_it_happened(sent.made_at, sent_at=sent_at, received_at=at, last=device.happened_at)
        outcome, reasons, theirs, answer = _carried_out(sent, reckoned.at, carry_out)
        command = FieldCommand(
            id=sent.id, account=by, station_id=device.station_id, device=device, number=sent.number, kind=sent.kind, visit_id=sent.visit_id, body=sent.body,
            made_at=sent.made_at, happened_at=reckoned.at, clock_doubtful=reckoned.doubtful, received_at=at, outcome=outcome,
            reasons=[str(one) for one in reasons], theirs=theirs, answer=answer,
        )  # fmt: skip
        command.save(force_insert=True)
        skew = at - sent_at
        FieldDevice.objects.filter(pk=device.pk).update(
            received=sent.number, happened_at=reckoned.at, seen_at=at,
            skew_s=round(skew.total_seconds()) if abs(skew) > CLOCK_SKEW else 0,
        )  # fmt: skip
        return command


def _held(by: Account, device_id: UUID) -> FieldDevice:
    """Return the device, held still until the transaction ends, so that its commands come one after another."""
    device = FieldDevice.objects.visible_to(by).select_for_update().filter(pk=device_id, account=by).first()
    if device is None:
        raise NotThere
    require_heard(device)
    return device


def require_heard(device: FieldDevice) -> None:
    """Raise `Forbidden` for a device that was cut off."""
    if not (verdict := may_send(device)):
        raise Forbidden(verdict.reasons)


def _carried_out(
    sent: Sent, at: datetime, carry_out: CarryOut
) -> tuple[CommandOutcome, tuple[Reason, ...], Any, Any]:
    """Do what a command says; what was begun of one that may not be is taken back."""
    try:
        with transaction.atomic():
            return CommandOutcome.DONE, (), None, carry_out(sent, at)
    except Conflicting as conflict:
        return CommandOutcome.CONFLICT, conflict.reasons, conflict.theirs, None
    except Refused as refusal:
        return CommandOutcome.REFUSED, refusal.reasons, None, None
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # One command that the house cannot carry out must not keep back all that stand behind it.
        logger.exception("field command %s (%s)", sent.id, sent.kind)
        told = _(
            "The server could not carry this out. It is kept here as it was sent; tell the station manager."
        )
        return CommandOutcome.FAILED, (told,), None, None
