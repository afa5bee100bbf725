"""Inviting service consultants, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from aftersail.cases.actions.consultations import invite_consultant
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
