"""What programs send and receive of visits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from aftersail.visits.states import CostKind, HoursKind, SignerRole, VisitState

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))
]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
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


class VisitsWanted(Schema):
    """Which visits."""

    state: VisitState | None = None
    case_id: UUID | None = None
    mine: bool = False


class VisitMoveIn(Schema):
    """A step of the visit; `at` is when it happened by the device, now when left out."""

    at: Moment | None = None
    version: Version = None
    reason: str = Field(
        "",
        max_length=300,
        description="Why, for `wait` (a listed reason), `abort` and `return`",
    )


class ExpectedIn(Schema):
    """When the work on board will be finished."""

    until: AwareDatetime


class FactsIn(Schema):
    """Fields of the record to be written; those left out stay."""

    at: Moment | None = None
    version: Version = None
    running_hours: Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=1)] | None = None
    environment: str | None = Field(None, max_length=200)
    diagnosis: str | None = Field(None, max_length=4000)
    work_done: str | None = Field(None, max_length=4000)
    test_result: str | None = Field(None, max_length=2000)
    user_opinion: str | None = Field(None, max_length=2000)
    restored: Literal["", "restored", "temporary", "not"] | None = None
    permanent_due_on: Day | None = None
    software_change: str | None = Field(None, max_length=120)
    before: dict[str, str | None] | None = Field(
        None,
        description="As the sender last saw the fields; one that somebody else has changed since is a conflict",
    )


class FactsOut(Schema):
    """The fields of the record as they stand."""

    version: int
    running_hours: Decimal | None
    environment: str
    diagnosis: str
    work_done: str
    test_result: str
    user_opinion: str
    restored: str
    permanent_due_on: date | None
    software_change: str


class StepIn(Schema):
    """The result of a step."""

    at: Moment | None = None
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

    at: Moment | None = None
    entries: list[HoursIn] = Field(max_length=100)


class FindingIn(Schema):
    """A finding and its codes."""

    at: Moment | None = None
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

    at: Moment | None = None
    version: Version = None
    part_id: UUID
    quantity: int = Field(1, ge=1, le=999)
    serial_in: str = Field("", max_length=60)
    serial_out: str = Field("", max_length=60)


class VisitLeftoverIn(Schema):
    """Work left over."""

    id: UUID | None = None
    at: Moment | None = None
    text: str = Field(max_length=300)
    party: str = Field("", max_length=120)
    due_on: Day | None = None


class VisitOwedIn(Schema):
    """A part owed to the ship."""

    id: UUID | None = None
    at: Moment | None = None
    part_id: UUID
    quantity: int = Field(1, ge=1, le=999)
    due_on: Day | None = None


class SignatureIn(Schema):
    """A drawn signature; the picture is a PNG in base64."""

    role: SignerRole
    name: str = Field(min_length=1, max_length=60)
    post: str = Field("", max_length=60)
    signed_at: Moment | None = None
    image: str = Field(max_length=3_000_000)


class SignIn(Schema):
    """The signatures that close the record."""

    at: Moment | None = None
    version: Version = None
    signatures: list[SignatureIn] = Field(max_length=3)


class AddendumIn(Schema):
    """A correction."""

    id: UUID | None = None
    at: Moment | None = None
    text: str = Field(max_length=4000)


class CostIn(Schema):
    """A cost line."""

    at: Moment | None = None
    version: Version = None
    kind: CostKind
    amount_cny: Money
    hq_reference_cny: Money | None = None
    note: str = Field("", max_length=200)
