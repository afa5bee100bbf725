"""Inviting service consultants and assessing their work, for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from aftersail.cases.actions.consultations import assess_consultation, invite_consultant
from aftersail.cases.api.shapes import WRITE
from aftersail.cases.models import Consultation
from aftersail.cases.queries.finding import case_by_id
from aftersail.cases.states import CARE_ROLES
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.people.models import Consultant

router = Router(tags=["cases"])


class InvitationIn(Schema):
    """Whom to ask, what, until when; the same `id` sent twice invites once."""

    id: UUID
    consultant_id: UUID
    question: Annotated[str, Field(min_length=1, max_length=500)]
    last_day: date
    on_board: bool = False


class ConsultationOut(Schema):
    """An invitation; `until` is the end of the consultant's access."""

    id: UUID
    case_id: UUID
    consultant_id: UUID
    question: str
    on_board: bool
    invited_at: datetime
    until: datetime
    hours: Decimal | None = None
    attitude: int | None = None
    expertise: int | None = None


class ConsultationAssessmentIn(Schema):
    """Hours signed for, and grades from 1 to 5."""

    hours: Annotated[Decimal, Field(gt=0, le=500, decimal_places=1)]
    attitude: Annotated[int, Field(ge=1, le=5)]
    expertise: Annotated[int, Field(ge=1, le=5)]


@router.post(
    "/{uuid:case_id}/consultations", response={201: ConsultationOut}, summary="Invite a service consultant"
)
@audience(*CARE_ROLES, scope=WRITE)
def invite(request: SignedInRequest, case_id: UUID, data: InvitationIn) -> tuple[int, Consultation]:
    """Let a consultant into the case, at most until term or confidentiality agreement end."""
    case = case_by_id(request.user, case_id)
    consultant = Consultant.objects.filter(pk=data.consultant_id).first()
    if consultant is None:
        raise NotThere
    return 201, invite_consultant(
        by=request.user, case=case, consultant=consultant, question=data.question, last_day=data.last_day, on_board=data.on_board,
        at=timezone.now(), id=data.id,
    )  # fmt: skip


@router.put(
    "/{uuid:case_id}/consultations/{uuid:consultation_id}/assessment",
    response=ConsultationOut,
    summary="Sign for a consultant's work and grade it",
)
@audience(*CARE_ROLES, scope=WRITE)
def assess(
    request: SignedInRequest, case_id: UUID, consultation_id: UUID, data: ConsultationAssessmentIn
) -> Consultation:
    """Keep the hours and both grades; said again, they are corrected."""
    case = case_by_id(request.user, case_id)
    rows = Consultation.objects.visible_to(request.user).select_related("consultant", "case")
    found = rows.filter(pk=consultation_id, case=case).first()
    if found is None:
        raise NotThere
    return assess_consultation(
        by=request.user, consultation=found, hours=data.hours, attitude=data.attitude, expertise=data.expertise, at=timezone.now()
    )  # fmt: skip
