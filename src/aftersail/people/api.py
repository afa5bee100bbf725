"""The people chapter for programs: every register under its own address, and the steps of a leave."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.routes import add_master
from aftersail.core.refusals import NotThere
from aftersail.core.roles import HOUSE
from aftersail.people import registers
from aftersail.people.actions.editions import acknowledge_policy
from aftersail.people.actions.leaves import move_leave, request_leave
from aftersail.people.models import Leave, ServicePolicy, Staff
from aftersail.people.registers import careers, development, engagements, kinds, policy, rosters
from aftersail.people.states import ASKERS, LEAVE, LeaveState

router = Router(tags=["people"])
for _master in (
    registers.AREAS,
    registers.PORTS,
    registers.STATIONS,
    registers.COVERAGE,
    registers.STAFF,
    registers.SKILLS,
    registers.STAFF_SKILLS,
    registers.CERTIFICATES,
    registers.LEAVES,
    registers.JOURNEYS,
    registers.TRAVEL_MODES,
    kinds.TASK_TYPES,
    kinds.CERTIFICATE_KINDS,
    rosters.PATTERNS,
    rosters.ROSTER,
    development.REQUIREMENTS,
    development.PLANS,
    development.PLAN_ITEMS,
    development.TRAININGS,
    development.SEATS,
    careers.CRITERIA,
    careers.PROMOTIONS,
    careers.POSTINGS,
    policy.POLICIES,
    policy.PROMISES,
    policy.CHARTS,
    policy.ACTIVITIES,
    engagements.CONSULTANTS,
    engagements.SPECIALITIES,
    engagements.CLEARANCES,
    engagements.ABSENCES,
    engagements.PARTNERS,
    engagements.SCOPES,
    engagements.QUALIFICATIONS,
    engagements.RATES,
    engagements.AGREEMENTS,
    engagements.SCORE_WEIGHTS,
    engagements.SCORE_ENTRIES,
):
    add_master(router, _master)


class LeaveOut(Schema):
    """A leave and where it stands."""

    id: UUID
    version: int
    staff_id: UUID
    kind: Leave.Kind
    state: LeaveState
    first_day: date
    last_day: date
    note: str
    answer: str


class LeaveAsked(Schema):
    """Days off that a person asks for; the same `id` sent twice asks once."""

    id: UUID
    staff_id: UUID
    kind: Leave.Kind = Leave.Kind.ANNUAL
    first_day: date
    last_day: date
    note: str = Field("", max_length=200)


class LeaveStep(Schema):
    """The version that the caller read, and an answer, which a refusal needs."""

    version: int = Field(ge=1, le=2**31 - 1)
    answer: str = Field("", max_length=200)


@router.post("/leave-requests", response={201: LeaveOut}, summary="Ask for leave")
@audience(*ASKERS, scope="people:write")
def ask_leave(request: SignedInRequest, wanted: LeaveAsked) -> tuple[int, Leave]:
    """Ask for days off, one's own or those of a person of one's station."""
    staff = Staff.objects.visible_to(request.user).filter(pk=wanted.staff_id).first()
    if staff is None:
        raise NotThere
    values = wanted.model_dump(exclude={"staff_id"})
    return 201, request_leave(by=request.user, staff=staff, at=timezone.now(), **values)


@router.post(
    "/leave-requests/{uuid:leave_id}/moves/{slug:move}", response=LeaveOut, summary="Decide on leave"
)
@audience(*ASKERS, scope="people:write")
def decide_on_leave(request: SignedInRequest, leave_id: UUID, move: str, wanted: LeaveStep) -> Leave:
    """Approve, refuse or take back a leave: `approve`, `refuse`, `withdraw`."""
    leave = (
        Leave.objects.visible_to(request.user).select_related("staff__account").filter(pk=leave_id).first()
    )
    if leave is None or move not in {step.name for step in LEAVE}:
        raise NotThere
    return move_leave(
        by=request.user, leave=leave, name=move, at=timezone.now(), answer=wanted.answer, seen=wanted.version
    )


@router.post(
    "/policies/{uuid:pk}/acknowledge", response={204: None}, summary="Acknowledge the policy in force"
)
@audience(*HOUSE, scope="people:write")
def acknowledge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that one has read the policy; saying it twice is once."""
    policy = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    acknowledge_policy(by=request.user, policy=policy, at=timezone.now())
    return HttpResponse(status=204)
