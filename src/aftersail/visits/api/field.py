"""Routes of the field app: devices, and what they send when they are back from sea."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from aftersail.core.audience import SignedInRequest, audience
from aftersail.visits.actions.field import (
    Sent,
    key_of_device,
    receive_command,
    register_device,
    require_heard,
)
from aftersail.visits.api.commands import carrying_out
from aftersail.visits.api.from_sea import DeviceOut, FieldVerdictOut, device_told, verdict_told
from aftersail.visits.api.from_sea import router as from_sea_routes
from aftersail.visits.api.pack import router as pack_routes
from aftersail.visits.api.photos import router as photo_routes
from aftersail.visits.permissions import DEVICE_OWNERS, FROM_SEA_READERS
from aftersail.visits.queries.field import MOST_SHOWN, commands_among, devices_for, own_device, verdicts_after
from aftersail.visits.states import CommandKind

router = Router(tags=["field"])
router.add_router("", from_sea_routes)
router.add_router("", pack_routes)
router.add_router("", photo_routes)

MOST_AT_ONCE = 500


class DeviceIn(Schema):
    """A device by an id of its own making."""

    id: UUID
    name: str = Field("", max_length=80)


class DeviceWithKeyOut(DeviceOut):
    """A device as its owner receives it: with what its own store is encrypted with."""

    key: str = Field(description="32 bytes in base64, for AES-GCM")


class LookedAfterDeviceOut(DeviceOut):
    """A device as whoever looks after it sees it."""

    owner_name: str
    cut_off_reason: str


class FieldCommandIn(Schema):
    """A command as it was made at sea; `made_at` is by the device's clock, whatever that says."""

    id: UUID
    number: int = Field(ge=1, le=2**62)
    kind: CommandKind
    visit_id: UUID
    record_id: UUID | None = Field(None, description="The step, finding, part, tool or form it is about")
    move: str = Field("", max_length=20, description="Which step of the visit, for `move`")
    after: UUID | None = Field(
        None,
        description="The device's own earlier command on the same record: what that left is the version meant",
    )
    content: dict[str, Any] = Field(default_factory=dict, description="As the route of this name takes it")
    made_at: AwareDatetime


class FieldCommandsIn(Schema):
    """Commands in their order, and what the device's clock says as it sends them."""

    sent_at: AwareDatetime
    commands: list[FieldCommandIn] = Field(max_length=MOST_AT_ONCE)


class FieldAnswerOut(Schema):
    """The verdicts, and from which number the device is to go on: lower than it thinks after a restored backup."""

    next: int
    skew_s: int
    verdicts: list[FieldVerdictOut]


@router.post("/devices", response=DeviceWithKeyOut, summary="Register a device")
@audience(*DEVICE_OWNERS, scope="visits:write")
def create_device(request: SignedInRequest, data: DeviceIn) -> dict[str, Any]:
    """Let a device send commands for the signed-in person, and hand it its key; again changes nothing."""
    device = register_device(by=request.user, id=data.id, name=data.name, at=timezone.now())
    return device_told(device) | {"key": key_of_device(device)}


@router.get("/devices", response=list[LookedAfterDeviceOut], summary="Devices looked after")
@audience(*FROM_SEA_READERS, scope="visits:read")
def list_devices(request: SignedInRequest) -> list[dict[str, Any]]:
    """Tell which devices there are of everybody in reach, or one's own; those heard of last come first, at most 200."""
    return [
        device_told(one) | {"owner_name": one.account.name, "cut_off_reason": one.cut_off_reason}
        for one in devices_for(request.user)[:MOST_SHOWN]
    ]


@router.get("/devices/{uuid:device_id}", response=DeviceOut, summary="One device")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_device(request: SignedInRequest, device_id: UUID) -> dict[str, Any]:
    """Tell how far the server has heard from a device."""
    return device_told(own_device(request.user, device_id))


@router.post(
    "/devices/{uuid:device_id}/commands", response=FieldAnswerOut, summary="Send what was done at sea"
)
@audience(*DEVICE_OWNERS, scope="visits:write")
def send_commands(request: SignedInRequest, device_id: UUID, data: FieldCommandsIn) -> dict[str, Any]:
    """Carry commands out in their order, each once; those behind a missing one wait on the device.

    Sent again, in another order or by halves, they end the same.
    """
    device, carry_out = own_device(request.user, device_id), carrying_out(request)
    require_heard(device)
    known = {one.pk: one for one in commands_among(device, [one.id for one in data.commands])}
    kept = []
    for one in sorted(data.commands, key=lambda command: command.number):
        body = one.dict(include={"record_id", "move", "after", "content"}, exclude_defaults=True)
        sent = Sent(one.id, one.number, one.kind.value, one.visit_id, _plain(body), one.made_at)
        done = known.get(one.id) or receive_command(
            by=request.user, device_id=device_id, sent=sent, sent_at=data.sent_at, at=timezone.now(), carry_out=carry_out
        )  # fmt: skip
        if done is not None:
            kept.append(done)
    device.refresh_from_db()
    return {
        "next": device.received + 1,
        "skew_s": device.skew_s,
        "verdicts": [verdict_told(one) for one in kept],
    }


@router.get(
    "/devices/{uuid:device_id}/commands", response=list[FieldVerdictOut], summary="Verdicts on what was sent"
)
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_verdicts(request: SignedInRequest, device_id: UUID, after: int = 0) -> list[dict[str, Any]]:
    """Tell again what became of the commands after a number, at most 500: an answer may have been lost on its way."""
    found = verdicts_after(own_device(request.user, device_id), after, MOST_AT_ONCE)
    return [verdict_told(one) for one in found]


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """Return the content with ids as JSON keeps them."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}
