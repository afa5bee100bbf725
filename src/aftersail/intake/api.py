"""Routes for requests: everything the intake's pages can do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.prepared import SeenBy
from aftersail.core.search import found_ids
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.states import Severity, UserPhase
from aftersail.intake import actions, queries
from aftersail.intake.actions.mailbox import ask_to_read, take_in_after_all
from aftersail.intake.models import ReceivedMail, Request
from aftersail.intake.permissions import DESK_ENTRY, READERS, REPORTERS
from aftersail.intake.states import TRIAGE, Channel, MailOutcome, RequestState

router = Router(tags=["requests"])
READ, WRITE = "requests:read", "requests:write"
FIELDS = (
    "id", "number", "state", "channel", "text", "user_phase", "severity_felt", "vessel_id", "equipment_id", "customer_id", "station_id",
    "vessel_text", "equipment_text", "reporter_name", "reporter_post", "reporter_phone", "occurred_at", "received_at", "answer", "version",
)  # fmt: skip


class RequestOut(Schema):
    """A request as received."""

    id: UUID
    number: str
    state: str
    channel: str
    text: str
    user_phase: str
    severity_felt: str
    vessel_id: UUID | None
    equipment_id: UUID | None
    customer_id: UUID | None
    station_id: UUID | None
    vessel_text: str
    equipment_text: str
    reporter_name: str
    reporter_post: str
    reporter_phone: str
    occurred_at: datetime | None
    received_at: datetime
    answer: str
    version: int


class RequestIn(Schema):
    """What somebody reports; the same `id` sent twice makes one request."""

    id: UUID
    text: str = Field(max_length=8000)
    reporter_name: str = Field(max_length=60)
    channel: Literal[tuple(Channel.values)] = "portal"  # type: ignore[valid-type]
    vessel_id: UUID | None = None
    equipment_id: UUID | None = None
    vessel_text: str = Field("", max_length=120)
    equipment_text: str = Field("", max_length=120)
    reporter_post: str = Field("", max_length=60)
    reporter_phone: str = Field("", max_length=60)
    user_phase: Literal[("", *UserPhase.values)] = ""  # type: ignore[valid-type]
    severity_felt: Literal[("", *Severity.values)] = ""  # type: ignore[valid-type]
    occurred_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = Field(
        None, description="When a fax or letter came, if earlier; clocks count from it"
    )


class IdentifyIn(Schema):
    """Which ship and unit a request is about."""

    vessel_id: UUID
    equipment_id: UUID | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class AnswerIn(Schema):
    """The words that close a request without a case."""

    answer: str = Field(min_length=1, max_length=4000)
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class RequestFilter(Schema):
    """Which requests."""

    state: Literal[tuple(RequestState.values)] | None = None  # type: ignore[valid-type]
    q: str = Field("", max_length=200, description="Words to search for")


@router.get("", response=Listing[RequestOut], summary="Requests")
@audience(*READERS, scope=READ)
def list_requests(
    request: SignedInRequest, paging: Query[Paging], wanted: Query[RequestFilter]
) -> HttpResponse:
    """List the requests this account may see, newest first."""
    rows = Request.objects.visible_to(request.user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.q.strip():
        rows = rows.filter(pk__in=found_ids(wanted.q, "intake.request", account=request.user))
    return listing(rows, FIELDS, paging=paging, order="-received_at")


@router.post("", response={201: RequestOut}, summary="Report a fault")
@audience(*REPORTERS, scope=WRITE)
def create_request(request: SignedInRequest, wanted: RequestIn) -> tuple[int, dict[str, Any]]:
    """Take a request in; only the house enters what came earlier by fax or letter."""
    if wanted.received_at is not None and not request.user.has_role(*DESK_ENTRY):
        raise Refused([_("Only the service desk enters what came earlier.")])
    values = wanted.model_dump(exclude={"vessel_id", "equipment_id"})
    staff = getattr(request.user, "staff", None)
    made = actions.receive_request(
        by=request.user, vessel=vessel_of(request, wanted.vessel_id), equipment=unit_of(request, wanted.equipment_id),
        station=staff.station if staff else None, at=timezone.now(), language=get_language() or "zh-hans", **values,
    )  # fmt: skip
    return 201, out(made)


class MailOut(Schema):
    """A mail that reached the mailbox, and what became of it."""

    id: UUID
    sender: str
    sender_name: str
    subject: str
    text: str
    received_at: datetime
    outcome: str
    refusal: str
    request_id: UUID | None
    left_out: list[dict[str, str]]


class MailFilter(Schema):
    """Which mails."""

    outcome: Literal[tuple(MailOutcome.values)] | None = None  # type: ignore[valid-type]
    request_id: UUID | None = None


@router.get("/mails", response=Listing[MailOut], summary="Mails of the mailbox")
@audience(*TRIAGE, scope=READ)
def list_mails(request: SignedInRequest, paging: Query[Paging], wanted: Query[MailFilter]) -> HttpResponse:
    """List the mails this account may see, newest first; those of no request are dispatch's alone."""
    asked = {key: value for key, value in wanted.model_dump().items() if value}
    rows = ReceivedMail.objects.visible_to(request.user).filter(**asked)
    return listing(rows, tuple(MailOut.model_fields), paging=paging, order="-received_at")


@router.post("/mails/{uuid:mail_id}/take-in", response=RequestOut, summary="Take in a refused mail")
@audience(*TRIAGE, scope=WRITE)
def take_in_mail(request: SignedInRequest, mail_id: UUID) -> dict[str, Any]:
    """Make a request of a mail that was refused."""
    found = queries.mail_by_id(request.user, mail_id)
    return out(take_in_after_all(by=request.user, mail=found, at=timezone.now()))


@router.post("/mailbox/read", response={202: None}, summary="Read the mailbox now")
@audience(*TRIAGE, scope=WRITE)
def read_mailbox(request: SignedInRequest) -> tuple[int, None]:
    """Let a worker read the mailbox now rather than within the minute."""
    if settings.MAILBOX_URL:
        ask_to_read(timezone.now())
    return 202, None


@router.get("/{uuid:request_id}", response=RequestOut, summary="One request")
@audience(*READERS, scope=READ)
def read_request(request: SignedInRequest, request_id: UUID) -> dict[str, Any]:
    """Return one request."""
    return out(queries.request_by_id(request.user, request_id))


@router.post("/{uuid:request_id}/identify", response=RequestOut, summary="Name ship and unit")
@audience(*TRIAGE, scope=WRITE)
def identify_request(request: SignedInRequest, request_id: UUID, wanted: IdentifyIn) -> dict[str, Any]:
    """Name the ship, and the unit if known, of a request."""
    found = queries.request_by_id(request.user, request_id)
    vessel, unit = vessel_of(request, wanted.vessel_id), unit_of(request, wanted.equipment_id)
    if vessel is None or (unit is not None and unit.vessel_id != vessel.pk):
        raise Refused([_("This unit belongs to another ship.")])
    return out(
        actions.identify_request(
            by=request.user,
            request=found,
            vessel=vessel,
            equipment=unit,
            version=wanted.version,
            at=timezone.now(),
        )
    )


@router.post("/{uuid:request_id}/answer", response=RequestOut, summary="Answer and close")
@audience(*TRIAGE, scope=WRITE)
def answer_request(request: SignedInRequest, request_id: UUID, wanted: AnswerIn) -> dict[str, Any]:
    """Close a request with the words sent to the customer."""
    found = queries.request_by_id(request.user, request_id)
    return out(
        actions.answer_request(
            by=request.user, request=found, answer=wanted.answer, version=wanted.version, at=timezone.now()
        )
    )


ABOARD = ("vessel__station", "vessel__steward")
VESSEL = SeenBy(
    Vessel,
    lambda seen, key: seen.select_related("station", "steward").filter(pk=key).order_by(),
    UUID,
)
UNIT = SeenBy(
    Equipment,
    lambda seen, key: seen.select_related("model__family", *ABOARD).filter(pk=key).order_by(),
    UUID,
)


def vessel_of(request: SignedInRequest, vessel_id: UUID | None) -> Vessel | None:
    """Return the ship named, as far as the account may see it; refuse one that it may not."""
    if vessel_id is None:
        return None
    found: Vessel | None = VESSEL.first(request.user, vessel_id)
    if found is None:
        raise Refused([_("There is no such ship, or it is not yours to see.")])
    return found


def unit_of(request: SignedInRequest, equipment_id: UUID | None) -> Equipment | None:
    """Return the unit named, as far as the account may see it; refuse one that it may not."""
    if equipment_id is None:
        return None
    found: Equipment | None = UNIT.first(request.user, equipment_id)
    if found is None:
        raise Refused([_("There is no such unit, or it is not yours to see.")])
    return found


def ship_and_unit(
    request: SignedInRequest, vessel_id: UUID | None, equipment_id: UUID | None
) -> tuple[Vessel | None, Equipment | None]:
    """Return the ship and the unit named; whoever may see a unit may see its ship, so both are read at once."""
    unit = unit_of(request, equipment_id)
    if unit is not None and unit.vessel_id == vessel_id:
        return unit.vessel, unit
    return vessel_of(request, vessel_id), unit


def out(made: Request) -> dict[str, Any]:
    """Return a request in the shape of `RequestOut`."""
    return {name: getattr(made, name) for name in FIELDS}
