"""Routes of what came from sea and of the devices it comes from: for their owners, and for whoever looks after them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Router, Schema

from aftersail.core.audience import SignedInRequest, audience
from aftersail.visits.actions.field import cut_off_device, settle_command
from aftersail.visits.api.shapes import Moment
from aftersail.visits.models import FieldCommand, FieldDevice
from aftersail.visits.permissions import CUTTERS_OFF, FROM_SEA_READERS, SETTLERS
from aftersail.visits.queries.field import (
    MOST_SHOWN,
    command_by_id,
    device_by_id,
    undecided,
)
from aftersail.visits.states import CommandKind, CommandOutcome, Settlement

router = Router(tags=["field"])


class DeviceOut(Schema):
    """A device; `next` is the number of the command that it is to send next."""

    id: UUID
    name: str
    next: int
    skew_s: int = Field(description="By how many seconds its clock is behind ours; 0 within five minutes")
    seen_at: datetime
    cut_off_at: datetime | None


class FieldVerdictOut(Schema):
    """What became of a command; `theirs` is the record as it stands here, where both changed it."""

    id: UUID
    number: int
    outcome: CommandOutcome
    reasons: list[str]
    theirs: dict[str, Any] | None
    answer: dict[str, Any] | None
    made_at: datetime
    happened_at: datetime
    received_at: datetime
    clock_doubtful: bool
    settled: str = Field(
        description="`kept`, `again` or `corrected`, once a person decided about one not done"
    )


class UndecidedOut(FieldVerdictOut):
    """A command that was not carried out: what it asked for, of whom and from which device."""

    kind: CommandKind
    visit_id: UUID
    content: dict[str, Any]
    device_name: str
    owner_name: str


class CutOffIn(Schema):
    """Why a device is cut off."""

    reason: str = Field(min_length=1, max_length=300)


class DecisionIn(Schema):
    """What was decided about a command that was not done."""

    settled: Settlement
    note: str = Field("", max_length=300, description="Why; needed where somebody else sent it")
    at: Moment | None = None


@router.post("/devices/{uuid:device_id}/cut-off", response=DeviceOut, summary="Cut a device off")
@audience(*CUTTERS_OFF, scope="visits:write")
def cut_off(request: SignedInRequest, device_id: UUID, data: CutOffIn) -> dict[str, Any]:
    """Listen to a lost or revoked device no longer."""
    device = device_by_id(request.user, device_id)
    return device_told(cut_off_device(by=request.user, device=device, reason=data.reason, at=timezone.now()))


@router.get("/undecided", response=list[UndecidedOut], summary="Not carried out, and not decided")
@audience(*FROM_SEA_READERS, scope="visits:read")
def list_undecided(request: SignedInRequest) -> list[dict[str, Any]]:
    """Tell what came from sea, was refused, conflicts or failed, and waits for somebody; at most 200."""
    return [
        verdict_told(one)
        | {
            "kind": one.kind, "visit_id": one.visit_id, "content": one.body.get("content") or {}, "device_name": one.device.name,
            "owner_name": one.account.name,
        }
        for one in undecided(request.user)[:MOST_SHOWN]
    ]  # fmt: skip


@router.post(
    "/commands/{uuid:command_id}/settle", response=FieldVerdictOut, summary="Decide about what was not done"
)
@audience(*SETTLERS, scope="visits:write")
def settle(request: SignedInRequest, command_id: UUID, data: DecisionIn) -> dict[str, Any]:
    """Keep what was decided about a command that was refused, conflicts or failed; it is carried out no more for that."""
    command = command_by_id(request.user, command_id)
    at = data.at or timezone.now()
    return verdict_told(
        settle_command(by=request.user, command=command, settled=data.settled, note=data.note, at=at)
    )


def device_told(device: FieldDevice) -> dict[str, Any]:
    """Return a device as it is told; `next` is the number of the command that is to come next."""
    return {
        "id": device.pk, "name": device.name, "next": device.received + 1, "skew_s": device.skew_s, "seen_at": device.seen_at,
        "cut_off_at": device.cut_off_at,
    }  # fmt: skip


def verdict_told(one: FieldCommand) -> dict[str, Any]:
    """Return what became of a command, as it is told."""
    return {name: getattr(one, name) for name in FieldVerdictOut.model_fields}
