"""Return visits for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.care import actions, queries
from aftersail.care.permissions import READERS
from aftersail.care.states import CALLERS, RETURN_VISIT, ReturnVisitKind, ReturnVisitState
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.people.models import Staff

router = Router(tags=["care"])
FIELDS = (
    "id", "version", "vessel_id", "case_id", "kind", "state", "due_on", "assignee_id", "attempts", "last_tried_at", "done_at",
    "interviewee", "condition", "problems", "suggestions",
)  # fmt: skip


class ReturnVisitOut(Schema):
    """A return visit."""

    id: UUID
    version: int
    vessel_id: UUID
    case_id: UUID | None
    kind: ReturnVisitKind
    state: ReturnVisitState
    due_on: date
    assignee_id: UUID | None
    attempts: int
    last_tried_at: datetime | None
    done_at: datetime | None
    interviewee: str
    condition: str
    problems: str
    suggestions: str


class Seen(Schema):
    """The version that the caller read."""

    version: int = Field(ge=1, le=2**31 - 1)


class Assigning(Seen):
    """Who makes the call."""

    person_id: UUID


class Recording(Seen):
    """What the customer said."""

    interviewee: str = Field(max_length=60)
    condition: str = Field(max_length=2000)
    problems: str = Field("", max_length=2000)
    suggestions: str = Field("", max_length=2000)


class Closing(Seen):
    """How problems were taken up."""

    note: str = Field("", max_length=300)


@router.get("/return-visits", response=Listing[ReturnVisitOut])
@audience(*READERS, scope="care:read")
def list_return_visits(
    request: SignedInRequest, paging: Query[Paging], state: ReturnVisitState | None = None
) -> HttpResponse:
    """Return visits by the day they are due."""
    rows = queries.return_visits_for(request.user)
    return listing(rows.filter(state=state) if state else rows, FIELDS, paging=paging, order="id")


@router.get("/return-visits/{uuid:visit_id}", response=ReturnVisitOut)
@audience(*READERS, scope="care:read")
def read_return_visit(request: SignedInRequest, visit_id: UUID) -> object:
    """One return visit."""
    return queries.return_visit_by_id(request.user, visit_id)


@router.post("/return-visits/{uuid:visit_id}/assign", response=ReturnVisitOut)
@audience(*CALLERS, scope="care:write")
def assign_return_visit(request: SignedInRequest, visit_id: UUID, data: Assigning) -> object:
    """Name who makes the call."""
    found = queries.return_visit_by_id(request.user, visit_id)
    person = Staff.objects.filter(pk=data.person_id, active=True).first()
    if person is None:
        raise NotThere
    return actions.assign_return_visit(
        by=request.user, visit=found, person=person, at=timezone.now(), seen=data.version
    )


@router.post("/return-visits/{uuid:visit_id}/not-reached", response=ReturnVisitOut)
@audience(*CALLERS, scope="care:write")
def note_return_visit_not_reached(request: SignedInRequest, visit_id: UUID, data: Seen) -> object:
    """Note a try without an answer."""
    found = queries.return_visit_by_id(request.user, visit_id)
    return actions.note_not_reached(by=request.user, visit=found, at=timezone.now(), seen=data.version)


@router.post("/return-visits/{uuid:visit_id}/record", response=ReturnVisitOut)
@audience(*CALLERS, scope="care:write")
def record_return_visit(request: SignedInRequest, visit_id: UUID, data: Recording) -> object:
    """Write down what the customer said."""
    found = queries.return_visit_by_id(request.user, visit_id)
    said = data.dict(exclude={"version"})
    return actions.record_return_visit(
        by=request.user, visit=found, at=timezone.now(), seen=data.version, **said
    )


@router.post("/return-visits/{uuid:visit_id}/close", response=ReturnVisitOut)
@audience(*RETURN_VISIT.named("close").roles, scope="care:write")
def close_return_visit(request: SignedInRequest, visit_id: UUID, data: Closing) -> object:
    """Close a recorded visit."""
    found = queries.return_visit_by_id(request.user, visit_id)
    return actions.close_return_visit(
        by=request.user, visit=found, note=data.note, at=timezone.now(), seen=data.version
    )
