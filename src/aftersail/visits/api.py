"""Routes of visits: the same commands as the pages, fit to be sent later with the device's own time and ids."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.core.serving import served
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.people.models import Staff
from aftersail.supply.models import Part
from aftersail.visits.actions import closing, moving, recording, reporting, signing
from aftersail.visits.models import Visit
from aftersail.visits.permissions import COST_POSTERS, LIST_READERS, MOVERS, READERS, REVIEWERS, WRITERS
from aftersail.visits.queries.visits import visit_by_id, visits_for
from aftersail.visits.states import CostKind, HoursKind, SignerRole, VisitState, WaitReason

router = Router(tags=["visits"])
Version = Annotated[int | None, Field(None, ge=1, le=2**31 - 1)]
Hours = Annotated[Decimal, Field(ge=0, le=500, max_digits=5, decimal_places=1)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Reading = Annotated[Decimal, Field(max_digits=12, decimal_places=3)]


class VisitOut(Schema):
    """A visit."""

    id: UUID
    version: int
    number: str
    state: VisitState
    order_id: UUID
    case_id: UUID
    vessel_id: UUID
    vessel: str
    lead_id: UUID
    lead: str
    planned_from: datetime
    planned_until: datetime
    accepted_at: datetime | None
    set_out_at: datetime | None
    arrived_at: datetime | None
    began_at: datetime | None
    finished_at: datetime | None
    signed_at: datetime | None
    closed_at: datetime | None
    wait_reason: str
    abort_reason: str
    restored: str


class StepOut(Schema):
    """A step as carried out."""

    id: UUID
    version: int
    place: int
    text: str
    text_en: str
    required: bool
    hold_point: bool
    unit: str
    low: Decimal | None
    high: Decimal | None
    reading: Decimal | None
    result: str
    note: str
    done_at: datetime | None


class HoursOut(Schema):
    """Hours of one person."""

    staff_id: UUID
    kind: HoursKind
    hours: Decimal


class FindingOut(Schema):
    """A finding."""

    id: UUID
    version: int
    text: str
    item: str
    equipment_id: UUID | None
    mode_id: UUID
    mechanism_id: UUID | None
    cause_id: UUID | None
    activity_id: UUID | None


class PartOut(Schema):
    """A part put in or taken out."""

    id: UUID
    version: int
    part_id: UUID
    quantity: int
    serial_in: str
    serial_out: str


class ReportOut(Schema):
    """A frozen edition of the service report."""

    number: str
    edition: int
    language: str
    content_hash: str
    frozen_at: datetime


class RecordOut(VisitOut):
    """A visit with its whole record, without cost."""

    running_hours: Decimal | None
    environment: str
    diagnosis: str
    work_done: str
    test_result: str
    user_opinion: str
    permanent_due_on: date | None
    software_change: str
    steps: list[StepOut]
    hours: list[HoursOut]
    findings: list[FindingOut]
    parts: list[PartOut]
    reports: list[ReportOut]


class Wanted(Schema):
    """Which visits."""

    state: VisitState | None = None
    case_id: UUID | None = None
    mine: bool = False


class MoveIn(Schema):
    """A step of the visit; `at` is when it happened by the device, now when left out."""

    at: AwareDatetime | None = None
    version: Version = None
    reason: str = Field("", max_length=300, description="Why, for `wait` (a listed reason), `abort` and `return`")


class FactsIn(Schema):
    """Fields of the record to be written; those left out stay."""

    at: AwareDatetime | None = None
    version: Version = None
    running_hours: Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=1)] | None = None
    environment: str | None = Field(None, max_length=200)
    diagnosis: str | None = Field(None, max_length=4000)
    work_done: str | None = Field(None, max_length=4000)
    test_result: str | None = Field(None, max_length=2000)
    user_opinion: str | None = Field(None, max_length=2000)
    restored: Literal["", "restored", "temporary", "not"] | None = None
    permanent_due_on: date | None = None
    software_change: str | None = Field(None, max_length=120)


class StepIn(Schema):
    """The result of a step."""

    at: AwareDatetime | None = None
    version: Version = None
    result: Literal["", "pass", "fail", "skipped"]
    reading: Reading | None = None
    note: str = Field("", max_length=300)
    skip_approved_by_id: UUID | None = None


class HoursIn(Schema):
    """Hours of one person and kind."""

    staff_id: UUID
    kind: HoursKind
    hours: Hours


class AllHoursIn(Schema):
    """Everybody's hours, stated anew."""

    at: AwareDatetime | None = None
    entries: list[HoursIn] = Field(max_length=100)


class FindingIn(Schema):
    """A finding and its codes."""

    at: AwareDatetime | None = None
    version: Version = None
    text: str = Field(max_length=500)
    item: str = Field("", max_length=120)
    equipment_id: UUID | None = None
    mode_id: UUID
    mechanism_id: UUID | None = None
    cause_id: UUID | None = None
    activity_id: UUID | None = None


class PartIn(Schema):
    """A part put in or taken out."""

    at: AwareDatetime | None = None
    version: Version = None
    part_id: UUID
    quantity: int = Field(1, ge=1, le=999)
    serial_in: str = Field("", max_length=60)
    serial_out: str = Field("", max_length=60)


class LeftoverIn(Schema):
    """Work left over."""

    id: UUID | None = None
    at: AwareDatetime | None = None
    text: str = Field(max_length=300)
    party: str = Field("", max_length=120)
    due_on: date | None = None


class OwedIn(Schema):
    """A part owed to the ship."""

    id: UUID | None = None
    at: AwareDatetime | None = None
    part_id: UUID
    quantity: int = Field(1, ge=1, le=999)
    due_on: date | None = None


class SignatureIn(Schema):
    """A drawn signature; the picture is a PNG in base64."""

    role: SignerRole
    name: str = Field(min_length=1, max_length=60)
    post: str = Field("", max_length=60)
    signed_at: AwareDatetime | None = None
    image: str = Field(max_length=3_000_000)


class SignIn(Schema):
    """The signatures that close the record."""

    at: AwareDatetime | None = None
    version: Version = None
    signatures: list[SignatureIn] = Field(max_length=3)


class AddendumIn(Schema):
    """A correction."""

    id: UUID | None = None
    at: AwareDatetime | None = None
    text: str = Field(max_length=4000)


class CostIn(Schema):
    """A cost line."""

    at: AwareDatetime | None = None
    version: Version = None
    kind: CostKind
    amount_cny: Money
    hq_reference_cny: Money | None = None
    note: str = Field("", max_length=200)


VISIT_FIELDS = {
    **{name: name for name in VisitOut.model_fields if name not in {"case_id", "vessel_id", "vessel", "lead"}},
    "case_id": "order__case_id", "vessel_id": "order__case__vessel_id", "vessel": "order__case__vessel__name", "lead": "lead__name",
}  # fmt: skip
MOVES: dict[str, Callable[..., Visit]] = {
    "accept": moving.accept_visit, "set_out": moving.set_out, "arrive": moving.arrive, "begin": moving.begin_work,
    "finish": moving.finish_work, "resume": moving.resume_work, "review": signing.review_visit, "close": closing.close_visit,
}  # fmt: skip
MOVES_WITH_REASON: dict[str, Callable[..., Visit]] = {
    "wait": moving.wait_on_board, "abort": moving.abort_visit, "return": signing.return_visit,
}  # fmt: skip
MoveName = Literal["accept", "set_out", "arrive", "begin", "wait", "finish", "resume", "abort", "return", "review", "close"]


@router.get("", response=Listing[VisitOut], summary="Visits")
@audience(*LIST_READERS, scope="visits:read")
def list_visits(request: HttpRequest, paging: Query[Paging], wanted: Query[Wanted]) -> HttpResponse:
    """List visits, the latest planned first."""
    rows = visits_for(request.user)
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    rows = rows.filter(order__case=wanted.case_id) if wanted.case_id else rows
    rows = rows.filter(lead__account=request.user) if wanted.mine else rows
    return listing(rows, VISIT_FIELDS, paging=paging, order="-planned_from")


@router.get("/{uuid:visit_id}", response=RecordOut, summary="A visit with its record")
@audience(*READERS, scope="visits:read")
def read_visit(request: HttpRequest, visit_id: UUID) -> dict[str, Any]:
    """Return a visit and what was written on board."""
    return _record(visit_by_id(request.user, visit_id))


@router.post("/{uuid:visit_id}/moves/{name}", response=VisitOut, summary="Take a step")
@audience(*MOVERS, scope="visits:write")
def move_visit(request: HttpRequest, visit_id: UUID, name: MoveName, data: MoveIn) -> dict[str, Any]:
    """Take a step; the same step at the same time sent again changes nothing."""
    found, at = visit_by_id(request.user, visit_id), _at(data)
    if name in MOVES:
        return _visit(MOVES[name](by=request.user, visit=found, at=at, seen=data.version))
    return _visit(MOVES_WITH_REASON[name](by=request.user, visit=found, reason=data.reason, at=at, seen=data.version))


@router.patch("/{uuid:visit_id}/facts", response=VisitOut, summary="Write the record")
@audience(*WRITERS, scope="visits:write")
def write_facts(request: HttpRequest, visit_id: UUID, data: FactsIn) -> dict[str, Any]:
    """Write fields of the record; a text sent as null becomes empty."""
    found = visit_by_id(request.user, visit_id)
    texts = {"environment", "diagnosis", "work_done", "test_result", "user_opinion", "restored", "software_change"}
    sent = data.dict(exclude_unset=True, exclude={"at", "version"})
    values = {name: "" if value is None and name in texts else value for name, value in sent.items()}
    return _visit(recording.save_facts(by=request.user, visit=found, values=values, at=_at(data), seen=data.version))


@router.put("/{uuid:visit_id}/steps/{uuid:step_id}", response=StepOut, summary="Settle a step")
@audience(*WRITERS, scope="visits:write")
def put_step(request: HttpRequest, visit_id: UUID, step_id: UUID, data: StepIn) -> Any:
    """Settle a step, in order; skipping needs a note and who approved it."""
    found = visit_by_id(request.user, visit_id)
    step = found.steps.select_related("visit__order__case").filter(pk=step_id).first()
    if step is None:
        raise NotThere
    approver = _one(Staff, data.skip_approved_by_id)
    return recording.record_step(
        by=request.user, step=step, result=data.result, reading=data.reading, note=data.note, skip_approved_by=approver, at=_at(data), seen=data.version
    )


@router.put("/{uuid:visit_id}/hours", response=list[HoursOut], summary="State the hours")
@audience(*WRITERS, scope="visits:write")
def put_hours(request: HttpRequest, visit_id: UUID, data: AllHoursIn) -> Any:
    """State everybody's hours anew."""
    found = visit_by_id(request.user, visit_id)
    entries = {(one.staff_id, one.kind): one.hours for one in data.entries}
    people = Staff.objects.in_bulk([staff_id for staff_id, _kind in entries])
    if len(people) < len({staff_id for staff_id, _kind in entries}):
        raise NotThere
    recording.save_hours(by=request.user, visit=found, entries=[(people[s], k, h) for (s, k), h in entries.items()], at=_at(data))
    return list(found.hours.all())


@router.put("/{uuid:visit_id}/findings/{uuid:finding_id}", response=FindingOut, summary="Write a finding")
@audience(*WRITERS, scope="visits:write")
def put_finding(request: HttpRequest, visit_id: UUID, finding_id: UUID, data: FindingIn) -> Any:
    """Write a finding under an id made by the sender, or change the one written under it."""
    found = visit_by_id(request.user, visit_id)
    unit = None
    if data.equipment_id and (unit := Equipment.objects.visible_to(request.user).filter(pk=data.equipment_id).first()) is None:
        raise NotThere
    mode = _one(FailureCode, data.mode_id)
    assert mode is not None
    return recording.record_finding(
        by=request.user, visit=found, id=finding_id, text=data.text, item=data.item, equipment=unit, mode=mode,
        mechanism=_one(FailureCode, data.mechanism_id), cause=_one(FailureCode, data.cause_id),
        activity=_one(FailureCode, data.activity_id), at=_at(data), seen=data.version,
    )  # fmt: skip


@router.delete("/{uuid:visit_id}/findings/{uuid:finding_id}", response={204: None}, summary="Take a finding back")
@audience(*WRITERS, scope="visits:write")
def delete_finding(request: HttpRequest, visit_id: UUID, finding_id: UUID) -> tuple[int, None]:
    """Take a finding back; again changes nothing."""
    found = visit_by_id(request.user, visit_id)
    if (one := found.findings.filter(pk=finding_id).first()) is not None:
        recording.remove_finding(by=request.user, finding=one, at=timezone.now())
    return 204, None


@router.put("/{uuid:visit_id}/parts/{uuid:use_id}", response=PartOut, summary="Write a part")
@audience(*WRITERS, scope="visits:write")
def put_part(request: HttpRequest, visit_id: UUID, use_id: UUID, data: PartIn) -> Any:
    """Write a part put in or taken out under an id made by the sender."""
    found, part = visit_by_id(request.user, visit_id), _one(Part, data.part_id)
    assert part is not None
    return recording.record_part(
        by=request.user, visit=found, id=use_id, part=part, quantity=data.quantity, serial_in=data.serial_in, serial_out=data.serial_out,
        at=_at(data), seen=data.version,
    )  # fmt: skip


@router.delete("/{uuid:visit_id}/parts/{uuid:use_id}", response={204: None}, summary="Take a part back")
@audience(*WRITERS, scope="visits:write")
def delete_part(request: HttpRequest, visit_id: UUID, use_id: UUID) -> tuple[int, None]:
    """Take a part back; again changes nothing."""
    found = visit_by_id(request.user, visit_id)
    if (one := found.parts.select_related("part").filter(pk=use_id).first()) is not None:
        recording.remove_part(by=request.user, use=one, at=timezone.now())
    return 204, None


@router.post("/{uuid:visit_id}/leftovers", response={204: None}, summary="Note what is left over")
@audience(*WRITERS, scope="visits:write")
def create_leftover(request: HttpRequest, visit_id: UUID, data: LeftoverIn) -> tuple[int, None]:
    """Note on the case what the visit leaves over."""
    found = visit_by_id(request.user, visit_id)
    recording.leave_over(by=request.user, visit=found, id=data.id or new_id(), text=data.text, party=data.party, due_on=data.due_on, at=_at(data))
    return 204, None


@router.post("/{uuid:visit_id}/owed-parts", response={204: None}, summary="Note a part owed")
@audience(*WRITERS, scope="visits:write")
def create_owed_part(request: HttpRequest, visit_id: UUID, data: OwedIn) -> tuple[int, None]:
    """Note on the case a part that the ship is still to get."""
    found, part = visit_by_id(request.user, visit_id), _one(Part, data.part_id)
    assert part is not None
    recording.owe_ship(by=request.user, visit=found, id=data.id or new_id(), part=part, quantity=data.quantity, due_on=data.due_on, at=_at(data))
    return 204, None


@router.post("/{uuid:visit_id}/signatures", response=VisitOut, summary="Sign off")
@audience(*WRITERS, scope="visits:write")
def sign(request: HttpRequest, visit_id: UUID, data: SignIn) -> dict[str, Any]:
    """Close the record with the user's and the engineer's signature."""
    found, at = visit_by_id(request.user, visit_id), _at(data)
    signed = [signing.Signed(one.role, one.name, _png(one.image), one.signed_at or at, one.post) for one in data.signatures]
    return _visit(signing.sign_visit(by=request.user, visit=found, signatures=signed, at=at, seen=data.version))


@router.post("/{uuid:visit_id}/addenda", response={204: None}, summary="Correct what was signed")
@audience(*WRITERS, *REVIEWERS, scope="visits:write")
def create_addendum(request: HttpRequest, visit_id: UUID, data: AddendumIn) -> tuple[int, None]:
    """Add a correction beside what was signed; the report gets a new edition."""
    found = visit_by_id(request.user, visit_id)
    signing.add_addendum(by=request.user, visit=found, id=data.id or new_id(), text=data.text, at=_at(data))
    return 204, None


@router.put("/{uuid:visit_id}/costs/{uuid:line_id}", response={204: None}, summary="Post a cost")
@audience(*COST_POSTERS, scope="visits:write")
def put_cost(request: HttpRequest, visit_id: UUID, line_id: UUID, data: CostIn) -> tuple[int, None]:
    """Enter or correct a cost line until the visit is closed."""
    found = visit_by_id(request.user, visit_id)
    closing.post_cost(
        by=request.user, visit=found, id=line_id, kind=data.kind, amount_cny=data.amount_cny, hq_reference_cny=data.hq_reference_cny,
        note=data.note, at=_at(data), seen=data.version,
    )  # fmt: skip
    return 204, None


@router.get("/{uuid:visit_id}/reports/{int:edition}/{language}", summary="The service report", openapi_extra={
    "responses": {200: {"description": "The PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
})  # fmt: skip
@audience(*READERS, scope="visits:read")
def read_report(request: HttpRequest, visit_id: UUID, edition: int, language: str) -> HttpResponse:
    """Return a frozen edition as PDF."""
    found = visit_by_id(request.user, visit_id)
    frozen = found.reports.filter(edition=min(edition, 32767), language=language[:8]).select_related("visit__order__case").first()
    if frozen is None:
        raise NotThere
    return served(request, reporting.print_report(frozen))


def _at(data: Any) -> datetime:
    return data.at or timezone.now()


def _one(model: Any, key: UUID | None) -> Any:
    """Return the record of a register everybody may read; None for no id."""
    if key is None:
        return None
    found = model.objects.filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def _png(text: str) -> bytes:
    try:
        return base64.b64decode(text.removeprefix("data:image/png;base64,"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused([_("A signature is a drawing, sent as a PNG picture.")]) from error


def _visit(found: Visit) -> dict[str, Any]:
    case = found.order.case
    own = {name: getattr(found, name) for name in VISIT_FIELDS if name not in {"case_id", "vessel_id", "vessel", "lead"}}
    return own | {"case_id": case.pk, "vessel_id": case.vessel_id, "vessel": case.vessel.name, "lead": found.lead.name}


def _record(found: Visit) -> dict[str, Any]:
    facts = {name: getattr(found, name) for name in recording.FACTS}
    rows = {name: list(getattr(found, name).all()) for name in ("steps", "hours", "findings", "parts", "reports")}
    return _visit(found) | facts | rows
