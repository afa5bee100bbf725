"""What is written into a case: comments, calls, owner, warranty, codes, tasks, parts owed, leftovers."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from aftersail.cases.actions import judging, moving, owed, talking
from aftersail.cases.api.moves import MoveIn, answer, staff_of
from aftersail.cases.api.shapes import WRITE, CaseOut, TaskIn, Version, WarrantyIn
from aftersail.cases.models import CasePart, CaseTask, LeftoverItem
from aftersail.cases.permissions import READERS
from aftersail.cases.queries.finding import told_case
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.models import Organisation
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import FailureCode
from aftersail.supply.models import Part

router = Router(tags=["cases"])


class CommentIn(Schema):
    """Something to say; the same `id` sent twice says it once."""

    id: UUID
    text: str = Field(min_length=1, max_length=4000)
    internal: bool = False


class ContactIn(Schema):
    """A call or message to the customer."""

    means: Literal["phone", "mail", "message", "talk"]
    reached: bool
    person: str = Field("", max_length=60)
    note: str = Field("", max_length=500)


class OwnerIn(Schema):
    """Another owner."""

    owner_id: UUID
    version: int | None = Version


class CodesIn(Schema):
    """Mode, mechanism and cause."""

    mode_id: UUID | None = None
    mechanism_id: UUID | None = None
    cause_id: UUID | None = None
    version: int | None = Version


class OutcomeIn(Schema):
    """What came of a task."""

    outcome: str = Field(min_length=1, max_length=300)


class OwedIn(Schema):
    """A part the ship is still to get."""

    id: UUID
    part_id: UUID
    quantity: int = Field(1, ge=1, le=1000)
    due_on: date | None = None


class SettleIn(Schema):
    """Whether the ship has the part, or no longer needs it."""

    supplied: bool


class LeftoverIn(Schema):
    """Work left over."""

    id: UUID
    text: str = Field(min_length=1, max_length=300)
    party: str = Field("", max_length=120)
    due_on: date | None = None


class MoveLeftoverIn(Schema):
    """Done, or moved to another case."""

    move_to_id: UUID | None = None


@router.post("/{uuid:case_id}/comments", response={201: CaseOut}, summary="Comment")
@audience(*READERS, scope=WRITE)
def comment(request: SignedInRequest, case_id: UUID, wanted: CommentIn) -> HttpResponse:
    """Say something in a case."""
    case = told_case(request.user, case_id)
    talking.comment_on(by=request.user, case=case, at=timezone.now(), **wanted.model_dump())
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/contacts", response={201: CaseOut}, summary="Note a call")
@audience(*READERS, scope=WRITE)
def contact(request: SignedInRequest, case_id: UUID, wanted: ContactIn) -> HttpResponse:
    """Document a call or message to the customer."""
    case = told_case(request.user, case_id)
    talking.log_contact(by=request.user, case=case, at=timezone.now(), **wanted.model_dump())
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/customer-confirmation", response=CaseOut, summary="The customer confirms")
@audience("crew", "fleet_manager", "yard", scope=WRITE)
def confirm(request: SignedInRequest, case_id: UUID, wanted: MoveIn) -> HttpResponse:
    """The customer confirms that it is solved."""
    case = told_case(request.user, case_id)
    moving.confirm_by_word(by=request.user, case=case, at=timezone.now())
    return answer(request, case)


@router.post("/{uuid:case_id}/owner", response=CaseOut, summary="Change the owner")
@audience(*READERS, scope=WRITE)
def owner(request: SignedInRequest, case_id: UUID, wanted: OwnerIn) -> HttpResponse:
    """Give a case to another owner."""
    case = told_case(request.user, case_id)
    chosen = staff_of(wanted.owner_id)
    assert chosen is not None
    talking.change_owner(by=request.user, case=case, owner=chosen, at=timezone.now(), seen=wanted.version)
    return answer(request, case)


@router.post("/{uuid:case_id}/warranty", response=CaseOut, summary="Judge the warranty otherwise")
@audience(*READERS, scope=WRITE)
def warranty(request: SignedInRequest, case_id: UUID, wanted: WarrantyIn) -> HttpResponse:
    """Judge the warranty otherwise than the rule, with a reason."""
    case = told_case(request.user, case_id)
    judging.override_warranty(
        by=request.user,
        case=case,
        status=wanted.status,
        reason=wanted.reason,
        at=timezone.now(),
        seen=wanted.version,
    )
    return answer(request, case)


@router.post("/{uuid:case_id}/codes", response=CaseOut, summary="Set failure codes")
@audience(*READERS, scope=WRITE)
def codes(request: SignedInRequest, case_id: UUID, wanted: CodesIn) -> HttpResponse:
    """Set mode, mechanism and cause."""
    case = told_case(request.user, case_id)
    chosen = {kind: _code(kind, getattr(wanted, f"{kind}_id")) for kind in ("mode", "mechanism", "cause")}
    judging.code_case(by=request.user, case=case, at=timezone.now(), seen=wanted.version, **chosen)
    return answer(request, case)


@router.post("/{uuid:case_id}/tasks", response={201: CaseOut}, summary="Give a task")
@audience(*READERS, scope=WRITE)
def task(request: SignedInRequest, case_id: UUID, wanted: TaskIn) -> HttpResponse:
    """Give one party a task."""
    case = told_case(request.user, case_id)
    party = Organisation.objects.filter(pk=wanted.party_id).first()
    if party is None:
        raise Refused([_("There is no such organisation.")])
    talking.give_task(
        by=request.user,
        case=case,
        id=wanted.id,
        party=party,
        text=wanted.text,
        due_on=wanted.due_on,
        at=timezone.now(),
    )
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/tasks/{uuid:task_id}/finish", response=CaseOut, summary="Finish a task")
@audience(*READERS, scope=WRITE)
def finish(request: SignedInRequest, case_id: UUID, task_id: UUID, wanted: OutcomeIn) -> HttpResponse:
    """Note what came of a task."""
    case = told_case(request.user, case_id)
    talking.finish_task(
        by=request.user,
        task=get_object_or_404(CaseTask, pk=task_id, case=case),
        outcome=wanted.outcome,
        at=timezone.now(),
    )
    return answer(request, case)


@router.post("/{uuid:case_id}/parts", response={201: CaseOut}, summary="Owe a part")
@audience(*READERS, scope=WRITE)
def owe(request: SignedInRequest, case_id: UUID, wanted: OwedIn) -> HttpResponse:
    """Note that the ship is still to get a part."""
    case = told_case(request.user, case_id)
    part = Part.objects.filter(pk=wanted.part_id).first()
    if part is None:
        raise Refused([_("There is no such part.")])
    owed.owe_part(
        by=request.user,
        case=case,
        id=wanted.id,
        part=part,
        quantity=wanted.quantity,
        due_on=wanted.due_on,
        at=timezone.now(),
    )
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/parts/{uuid:owed_id}/settle", response=CaseOut, summary="Settle a part owed")
@audience(*READERS, scope=WRITE)
def settle(request: SignedInRequest, case_id: UUID, owed_id: UUID, wanted: SettleIn) -> HttpResponse:
    """Note that the ship has a part, or no longer needs it."""
    case = told_case(request.user, case_id)
    owed.settle_part(
        by=request.user,
        owed=get_object_or_404(CasePart, pk=owed_id, case=case),
        supplied=wanted.supplied,
        at=timezone.now(),
    )
    return answer(request, case)


@router.post("/{uuid:case_id}/leftovers", response={201: CaseOut}, summary="Note a leftover")
@audience(*READERS, scope=WRITE)
def leftover(request: SignedInRequest, case_id: UUID, wanted: LeftoverIn) -> HttpResponse:
    """Note work that is left over."""
    case = told_case(request.user, case_id)
    owed.note_leftover(by=request.user, case=case, at=timezone.now(), **wanted.model_dump())
    return answer(request, case, 201)


@router.post("/{uuid:case_id}/leftovers/{uuid:item_id}/settle", response=CaseOut, summary="Settle a leftover")
@audience(*READERS, scope=WRITE)
def settle_leftover(
    request: SignedInRequest, case_id: UUID, item_id: UUID, wanted: MoveLeftoverIn
) -> HttpResponse:
    """Note that a leftover is done, or move it to another case."""
    case = told_case(request.user, case_id)
    target = told_case(request.user, wanted.move_to_id) if wanted.move_to_id else None
    owed.settle_leftover(
        by=request.user,
        item=get_object_or_404(LeftoverItem, pk=item_id, case=case),
        at=timezone.now(),
        move_to=target,
    )
    return answer(request, case)


def _code(kind: str, code_id: UUID | None) -> FailureCode | None:
    if code_id is None:
        return None
    found: FailureCode | None = FailureCode.objects.filter(pk=code_id, kind=kind).first()
    if found is None:
        raise Refused([_("There is no such failure code of this kind.")])
    return found
