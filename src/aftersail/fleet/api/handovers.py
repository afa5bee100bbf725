"""Handovers and service accounts for programs: the steps that the page takes, by the same actions."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.drawn import png_of
from aftersail.core.refusals import NotThere
from aftersail.fleet.actions import handover as actions
from aftersail.fleet.models import Vessel
from aftersail.fleet.permissions.handover import (
    ACCOUNT_READERS,
    CHECKERS,
    HANDOVER_READERS,
    HANDOVER_WRITERS,
    SIGNERS,
)
from aftersail.fleet.queries import handover as queries
from aftersail.fleet.queries.lifecycle import accounts_for
from aftersail.fleet.states import CheckResult, HandoverPart, HandoverSigner, HandoverState, OwedBy

router = Router(tags=["fleet"])
FIELDS = ("id", "version", "number", "state", "vessel_id", "delivered_on", "place", "note", "accepted_at")


class HandoverOut(Schema):
    """A handover from yard to service."""

    id: UUID
    version: int
    number: str
    state: HandoverState
    vessel_id: UUID
    delivered_on: date | None
    place: str
    note: str
    accepted_at: datetime | None


class HandoverItemOut(Schema):
    """One item of a handover."""

    id: UUID
    version: int
    part: HandoverPart
    equipment_id: UUID | None
    title: str
    identifier: str
    quantity: int
    result: CheckResult
    note: str


class HandoverWhole(HandoverOut):
    """A handover with its items and the sides that have signed."""

    items: list[HandoverItemOut]
    signed: list[HandoverSigner]


class Starting(Schema):
    """The id that makes a repeated call the same handover."""

    id: UUID


class HandoverSeen(Schema):
    """The version that the caller read."""

    version: int = Field(ge=1, le=2**31 - 1)


class Checking(HandoverSeen):
    """What the check of an item found; what is missing is owed by a side until a day."""

    result: CheckResult
    identifier: str | None = Field(None, max_length=80)
    note: str = Field("", max_length=200)
    owed_by: OwedBy | None = None
    party: str = Field("", max_length=120)
    due_on: date | None = None


class Signing(Schema):
    """One side's signature: a PNG picture in base64."""

    side: HandoverSigner
    name: str = Field(max_length=60)
    post: str = Field("", max_length=60)
    image: str = Field(max_length=3_000_000)


class Stepping(HandoverSeen):
    """A step; `reason` for going back or cancelling, the other two for acceptance where they are asked for."""

    delivered_on: date | None = None
    reason: str = Field("", max_length=300)
    unready_reason: str = Field("", max_length=300)
    late_reason: str = Field("", max_length=300)


class ServiceAccountOut(Schema):
    """A ship in service care, with how long its conversion from sale to service took."""

    id: UUID
    vessel_id: UUID
    handover_id: UUID | None
    delivered_on: date
    opened_on: date
    lag_days: int
    lag_working_days: int
    late: bool
    reason: str


@router.get("/handovers", response=Listing[HandoverOut], summary="Handovers")
@audience(*HANDOVER_READERS, scope="fleet:read")
def list_handovers(
    request: SignedInRequest, paging: Query[Paging], state: HandoverState | None = None
) -> HttpResponse:
    """List handovers from yard to service."""
    rows = queries.handovers_for(request.user)
    return listing(rows.filter(state=state) if state else rows, FIELDS, paging=paging, order="id")


@router.get("/handovers/{uuid:handover_id}", response=HandoverWhole, summary="One handover")
@audience(*HANDOVER_READERS, scope="fleet:read")
def read_handover(request: SignedInRequest, handover_id: UUID) -> dict[str, object]:
    """One handover with its items."""
    return _whole(request, handover_id)


@router.post("/handovers/of/{uuid:vessel_id}", response=HandoverWhole, summary="Begin a handover")
@audience(*HANDOVER_WRITERS, scope="fleet:write")
def start_handover(request: SignedInRequest, vessel_id: UUID, data: Starting) -> dict[str, object]:
    """Draft the handover of a hull; a running one is returned as it is."""
    vessel = Vessel.objects.visible_to(request.user).filter(pk=vessel_id).first()
    if vessel is None:
        raise NotThere
    made = actions.start_handover(by=request.user, vessel=vessel, id=data.id, at=timezone.now())
    return _whole(request, made.pk)


@router.post(
    "/handover-items/{uuid:handover_item_id}/check", response=HandoverItemOut, summary="Check an item"
)
@audience(*CHECKERS, scope="fleet:write")
def check_item(request: SignedInRequest, handover_item_id: UUID, data: Checking) -> object:
    """Answer one item."""
    item = queries.item_by_id(request.user, handover_item_id)
    owed = actions.Owed(data.owed_by, data.due_on, data.party) if data.owed_by else None
    return actions.check_item(
        by=request.user, item=item, result=data.result, note=data.note, identifier=data.identifier, owed=owed,
        at=timezone.now(), seen=data.version,
    )  # fmt: skip


@router.post("/handovers/{uuid:handover_id}/sign", response=HandoverWhole, summary="Sign a handover")
@audience(*SIGNERS, scope="fleet:write")
def sign_handover(request: SignedInRequest, handover_id: UUID, data: Signing) -> dict[str, object]:
    """Sign for one side."""
    found = queries.handover_by_id(request.user, handover_id)
    drawn = actions.Drawn(data.name, png_of(data.image), data.post)
    actions.sign_handover(by=request.user, handover=found, side=data.side, drawn=drawn, at=timezone.now())
    return _whole(request, handover_id)


@router.post("/handovers/{uuid:handover_id}/steps/{step}", response=HandoverWhole, summary="Take a step")
@audience(*HANDOVER_WRITERS, scope="fleet:write")
def step_handover(
    request: SignedInRequest, handover_id: UUID, step: str, data: Stepping
) -> dict[str, object]:
    """Take a step: `check`, `accept`, `reopen` or `cancel`."""
    by, now = request.user, timezone.now()
    found = queries.handover_by_id(by, handover_id)
    if step == "check":
        if data.delivered_on is not None and data.delivered_on != found.delivered_on:
            actions.note_particulars(
                by=by,
                handover=found,
                delivered_on=data.delivered_on,
                place=found.place,
                note=found.note,
                at=now,
                seen=data.version,
            )
            actions.finish_checks(by=by, handover=found, at=now)
        else:
            actions.finish_checks(by=by, handover=found, at=now, seen=data.version)
    elif step == "accept":
        actions.accept_handover(
            by=by,
            handover=found,
            unready_reason=data.unready_reason,
            late_reason=data.late_reason,
            at=now,
            seen=data.version,
        )
    elif step == "reopen":
        actions.reopen_handover(by=by, handover=found, reason=data.reason, at=now, seen=data.version)
    elif step == "cancel":
        actions.cancel_handover(by=by, handover=found, reason=data.reason, at=now, seen=data.version)
    else:
        raise NotThere
    return _whole(request, handover_id)


@router.get("/service-accounts", response=Listing[ServiceAccountOut], summary="Service accounts")
@audience(*ACCOUNT_READERS, scope="fleet:read")
def list_accounts(request: SignedInRequest, paging: Query[Paging], late: bool | None = None) -> HttpResponse:
    """List ships in service care with their conversion lag."""
    rows = accounts_for(request.user)
    rows = rows if late is None else rows.filter(late=late)
    return listing(rows, tuple(ServiceAccountOut.model_fields), paging=paging, order="id")


def _whole(request: SignedInRequest, handover_id: UUID) -> dict[str, object]:
    found = queries.handover_by_id(request.user, handover_id)
    signed = list(found.signatures.values_list("side", flat=True))
    return {name: getattr(found, name) for name in FIELDS} | {
        "items": list(found.items.all()),
        "signed": signed,
    }
