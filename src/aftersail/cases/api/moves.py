"""Opening and moving cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AwareDatetime, Field

from aftersail.cases.actions import judging, moving, opening
from aftersail.cases.api.reading import as_it_stands, router
from aftersail.cases.api.shapes import WRITE, CaseIn, CaseOut, FromRequestIn, Version
from aftersail.cases.models import Case
from aftersail.cases.permissions import READERS
from aftersail.cases.queries.finding import told_case
from aftersail.cases.states import CARE_ROLES, SuspensionReason
from aftersail.core.api.envelope import JSON, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.verdicts import Refused
from aftersail.fleet.states import LifecycleStage, Severity
from aftersail.intake.api import ship_and_unit, unit_of
from aftersail.intake.queries import request_by_id
from aftersail.people.models import Staff, Station


class MoveIn(Schema):
    """A move that asks for nothing but the version seen."""

    version: int | None = Version


class ReasonIn(MoveIn):
    """A move that must say why."""

    reason: str = Field(min_length=1, max_length=300)


class TriageIn(MoveIn):
    """The judgement of a case."""

    severity: Literal[tuple(Severity.values)]  # type: ignore[valid-type]
    stage: Literal[tuple(LifecycleStage.values)]  # type: ignore[valid-type]
    owner_id: UUID | None = None
    equipment_id: UUID | None = None
    station_id: UUID | None = None


class RemoteIn(MoveIn):
    """The answer that solved it from afar."""

    answer: str = Field(min_length=1, max_length=4000)


class RestoreIn(MoveIn):
    """The test that showed it working."""

    test_record: str = Field(min_length=1, max_length=2000)


class TemporaryIn(RestoreIn):
    """A temporary repair."""

    user_signed: bool = False
    permanent_due_at: AwareDatetime | None = None


class SuspendIn(MoveIn):
    """A pause of the clocks."""

    reason: Literal[tuple(SuspensionReason.values)]  # type: ignore[valid-type]
    evidence: str = Field(min_length=1, max_length=300)
    review_on: date


class MergeIn(MoveIn):
    """Into which case."""

    into_id: UUID


class ReopenIn(ReasonIn):
    """Why a closed case is taken up again."""

    same_fault: bool


@router.post("", response={201: CaseOut}, summary="Open a case")
@audience(*CARE_ROLES, scope=WRITE)
def create_case(request: SignedInRequest, wanted: CaseIn) -> HttpResponse:
    """Open a case without a request."""
    vessel, unit = ship_and_unit(request, wanted.vessel_id, wanted.equipment_id)
    assert vessel is not None  # the id is mandatory, and an unknown one was refused
    now = timezone.now()
    values = wanted.model_dump(
        include={
            "id",
            "title",
            "description",
            "channel",
            "occurred_at",
            "service_type",
            "reporter_name",
            "reporter_phone",
        }
    )
    case = opening.open_case(
        by=request.user, vessel=vessel, equipment=unit, owner=staff_of(wanted.owner_id),
        reported_at=wanted.reported_at or now, at=now, **values,
    )  # fmt: skip
    return answer(request, case, 201)


@router.post("/from-request/{uuid:request_id}", response={201: CaseOut}, summary="Make a case of a request")
@audience(*CARE_ROLES, scope=WRITE)
def create_from_request(request: SignedInRequest, request_id: UUID, wanted: FromRequestIn) -> HttpResponse:
    """Make a case of a request; its clocks count from when the request was received."""
    found = request_by_id(request.user, request_id)
    case = opening.open_case_from(
        by=request.user,
        request=found,
        id=wanted.id,
        title=wanted.title,
        owner=staff_of(wanted.owner_id),
        at=timezone.now(),
        seen=wanted.version,
    )
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/join/{uuid:request_id}", response=CaseOut, summary="Join a request to a case")
@audience(*CARE_ROLES, scope=WRITE)
def join(request: SignedInRequest, case_id: UUID, request_id: UUID, wanted: MoveIn) -> HttpResponse:
    """Take a request as another voice on an open case."""
    case, found = told_case(request.user, case_id), request_by_id(request.user, request_id)
    opening.join_request(by=request.user, request=found, case=case, at=timezone.now(), seen=wanted.version)
    return answer(request, case)


def _simple(name: str, summary: str, action: Any) -> None:
    @router.post(f"/{{uuid:case_id}}/{name}", response=CaseOut, summary=summary, operation_id=f"case_{name}")
    @audience(*READERS, scope=WRITE)
    def make(request: SignedInRequest, case_id: UUID, wanted: MoveIn) -> HttpResponse:
        case = told_case(request.user, case_id)
        action(by=request.user, case=case, at=timezone.now(), seen=wanted.version)
        return answer(request, case)


for _name, _summary, _action in (
    ("acknowledge", "Acknowledge a case", moving.acknowledge_case),
    ("diagnose", "Start diagnosis", moving.diagnose_case),
    ("confirm", "Ask for confirmation", moving.ask_confirmation),
    ("close", "Close a case", moving.close_case),
    ("resume", "Let the clocks run again", moving.resume_case),
):
    _simple(_name, _summary, _action)


def _reasoned(name: str, summary: str, action: Any) -> None:
    @router.post(f"/{{uuid:case_id}}/{name}", response=CaseOut, summary=summary, operation_id=f"case_{name}")
    @audience(*READERS, scope=WRITE)
    def make(request: SignedInRequest, case_id: UUID, wanted: ReasonIn) -> HttpResponse:
        case = told_case(request.user, case_id)
        action(by=request.user, case=case, reason=wanted.reason, at=timezone.now(), seen=wanted.version)
        return answer(request, case)


_reasoned("reject", "Reject a case", moving.reject_case)
_reasoned("cancel", "Cancel a case", moving.cancel_case)


@router.post("/{uuid:case_id}/triage", response=CaseOut, summary="Triage a case")
@audience(*READERS, scope=WRITE)
def triage(request: SignedInRequest, case_id: UUID, wanted: TriageIn) -> HttpResponse:
    """Judge severity and stage; baseline and warranty follow by rule."""
    case = told_case(request.user, case_id)
    station = Station.objects.filter(pk=wanted.station_id).first() if wanted.station_id else None
    judging.triage_case(
        by=request.user, case=case, severity=wanted.severity, stage=wanted.stage, owner=staff_of(wanted.owner_id),
        equipment=unit_of(request, wanted.equipment_id), station=station, at=timezone.now(), seen=wanted.version,
    )  # fmt: skip
    return answer(request, case)


@router.post("/{uuid:case_id}/resolve-remotely", response=CaseOut, summary="Resolve from afar")
@audience(*READERS, scope=WRITE)
def resolve(request: SignedInRequest, case_id: UUID, wanted: RemoteIn) -> HttpResponse:
    """Solve a case from afar."""
    case = told_case(request.user, case_id)
    moving.resolve_remotely(
        by=request.user, case=case, answer=wanted.answer, at=timezone.now(), seen=wanted.version
    )
    return answer(request, case)


@router.post("/{uuid:case_id}/restore", response=CaseOut, summary="Restored")
@audience(*READERS, scope=WRITE)
def restore(request: SignedInRequest, case_id: UUID, wanted: RestoreIn) -> HttpResponse:
    """State that the equipment works again."""
    case = told_case(request.user, case_id)
    moving.restore_case(
        by=request.user, case=case, test_record=wanted.test_record, at=timezone.now(), seen=wanted.version
    )
    return answer(request, case)


@router.post("/{uuid:case_id}/restore-temporarily", response=CaseOut, summary="Temporarily restored")
@audience(*READERS, scope=WRITE)
def restore_temporarily(request: SignedInRequest, case_id: UUID, wanted: TemporaryIn) -> HttpResponse:
    """State that a temporary repair holds."""
    case = told_case(request.user, case_id)
    values = wanted.model_dump(exclude={"version"})
    moving.restore_temporarily(by=request.user, case=case, at=timezone.now(), seen=wanted.version, **values)
    return answer(request, case)


@router.post("/{uuid:case_id}/suspend", response=CaseOut, summary="Pause the clocks")
@audience(*READERS, scope=WRITE)
def suspend(request: SignedInRequest, case_id: UUID, wanted: SuspendIn) -> HttpResponse:
    """Pause the clocks for a listed reason."""
    case = told_case(request.user, case_id)
    values = wanted.model_dump(exclude={"version"})
    moving.suspend_case(by=request.user, case=case, at=timezone.now(), seen=wanted.version, **values)
    return answer(request, case)


@router.post("/{uuid:case_id}/merge", response=CaseOut, summary="Merge into another case")
@audience(*READERS, scope=WRITE)
def merge(request: SignedInRequest, case_id: UUID, wanted: MergeIn) -> HttpResponse:
    """Join a case to another open one of the same ship."""
    case = told_case(request.user, case_id)
    into = told_case(request.user, wanted.into_id)
    moving.merge_case(by=request.user, case=case, into=into, at=timezone.now(), seen=wanted.version)
    return answer(request, case)


@router.post("/{uuid:case_id}/reopen", response=CaseOut, summary="Reopen a case")
@audience(*READERS, scope=WRITE)
def reopen(request: SignedInRequest, case_id: UUID, wanted: ReopenIn) -> HttpResponse:
    """Take up a closed case again for the same fault."""
    case = told_case(request.user, case_id)
    moving.reopen_case(
        by=request.user,
        case=case,
        reason=wanted.reason,
        same_fault=wanted.same_fault,
        at=timezone.now(),
        seen=wanted.version,
    )
    return answer(request, case)


def staff_of(staff_id: UUID | None) -> Staff | None:
    """Return the staff member named, or refuse."""
    if staff_id is None:
        return None
    found: Staff | None = Staff.objects.filter(pk=staff_id).first()
    if found is None:
        raise Refused([_("There is no such staff member.")])
    return found


def answer(request: SignedInRequest, case: Case, status: int = 200) -> HttpResponse:
    """Return a case after a change."""
    return HttpResponse(to_json(as_it_stands(request, case)), content_type=JSON, status=status)
