"""Routes of dispatch: the queue, proposals with reasons, who is promised where, sending and calling back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from aftersail.cases.states import OrderState
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.dispatch import actions
from aftersail.dispatch.actions.partners import offer_order
from aftersail.dispatch.api.shapes import ASSIGNMENT_FIELDS, AssignmentOut, Moment, assignment_out
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.permissions import ASSIGNMENT_READERS, PARTNER_READERS, PLANNERS, READERS
from aftersail.dispatch.queries.orders import assignment_by_id, assignments_for, order_by_id, orders_for
from aftersail.dispatch.queries.partners import partner_orders_for
from aftersail.dispatch.queries.proposals import OrderProposal, proposal_for
from aftersail.dispatch.rules import Proposal
from aftersail.dispatch.states import PartnerOrderState
from aftersail.people.models import Partner, Staff

router = Router(tags=["dispatch"])


class QueuedOrderOut(Schema):
    """A work order as the dispatch queue shows it."""

    id: UUID
    version: int
    number: str
    state: OrderState
    case_id: UUID
    case_number: str
    vessel_id: UUID
    vessel: str
    port: str
    skill: str | None
    level: int
    team_size: int
    window_from: datetime
    window_until: datetime
    due_at: datetime | None
    work_hours: Decimal


class Wanted(Schema):
    """Which orders."""

    state: OrderState | None = None
    station_id: UUID | None = None


class ProposedOut(Schema):
    """An engineer who could go; the score is in CNY, less is better."""

    staff_id: UUID
    name: str
    station: str
    score: float
    cost_parts: dict[str, float]
    travel_hours: float
    distance_km: float
    mode: str
    earliest_start: datetime
    ends_at: datetime
    window_margin_hours: float
    due_margin_hours: float | None
    reasons: list[str]


class RefusedOut(Schema):
    """An engineer who cannot go, and why."""

    staff_id: UUID
    name: str
    station: str
    rule: str
    reason: str
    until: datetime | None


class ProposalOut(Schema):
    """The answer for one order: who can, who could only come late, who cannot."""

    order_id: UUID
    proposals: list[ProposedOut]
    late: list[ProposedOut]
    refusals: list[RefusedOut]


class AssignIn(Schema):
    """Whom to send, and when; `id` is made by the sender."""

    id: UUID | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)
    staff_id: UUID
    starts_at: Moment
    ends_at: Moment
    override_reason: str = Field("", max_length=300)
    team_ids: list[UUID] = Field(default_factory=list, max_length=20)


class ReleaseIn(Schema):
    """Why an engineer no longer goes."""

    version: int | None = Field(None, ge=1, le=2**31 - 1)
    reason: str = Field(max_length=300)


ORDER_FIELDS = {
    "id": "id", "version": "version", "number": "number", "state": "state", "case_id": "case_id", "case_number": "case__number",
    "vessel_id": "case__vessel_id", "vessel": "case__vessel__name", "port": "port__name", "skill": "skill__name", "level": "level", "team_size": "team_size",
    "window_from": "window_from", "window_until": "window_until", "due_at": "due_at", "work_hours": "work_hours",
}  # fmt: skip


@router.get("/orders", response=Listing[QueuedOrderOut], summary="The dispatch queue")
@audience(*READERS, scope="dispatch:read")
def list_orders(request: SignedInRequest, paging: Query[Paging], wanted: Query[Wanted]) -> HttpResponse:
    """List work orders, oldest first."""
    rows = orders_for(request.user)
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    rows = rows.filter(case__station=wanted.station_id) if wanted.station_id else rows
    return listing(rows, ORDER_FIELDS, paging=paging, order="created_at")


@router.get("/orders/{uuid:order_id}/proposal", response=ProposalOut, summary="Who could go")
@audience(*READERS, scope="dispatch:read")
def read_proposal(request: SignedInRequest, order_id: UUID) -> dict[str, Any]:
    """Rank everybody for an order as things stand now."""
    answer = proposal_for(order_by_id(request.user, order_id), timezone.now())
    refusals = [
        {"staff_id": answer.staff[one.candidate.key].pk, "name": one.candidate.name, "station": one.candidate.station,
         "rule": one.rule, "reason": str(one.reason), "until": one.until}
        for one in answer.ranking.refusals
    ]  # fmt: skip
    return {
        "order_id": order_id,
        "proposals": [_proposed(answer, one) for one in answer.ranking.proposals],
        "late": [_proposed(answer, one) for one in answer.late],
        "refusals": refusals,
    }


def _proposed(answer: OrderProposal, one: Proposal) -> dict[str, Any]:
    return {
        "staff_id": answer.staff[one.candidate.key].pk, "name": one.candidate.name, "station": one.candidate.station, "score": one.score,
        "cost_parts": one.cost_parts, "travel_hours": one.travel_hours, "distance_km": one.distance_km, "mode": one.mode,
        "earliest_start": one.earliest_start, "ends_at": one.ends_at, "window_margin_hours": one.due_margin_hours,
        "due_margin_hours": answer.due_margin_hours(one.earliest_start), "reasons": [str(reason) for reason in one.reasons_for],
    }  # fmt: skip


@router.post("/orders/{uuid:order_id}/assignments", response={201: AssignmentOut}, summary="Send an engineer")
@audience(*PLANNERS, scope="dispatch:write")
def create_assignment(request: SignedInRequest, order_id: UUID, data: AssignIn) -> tuple[int, dict[str, Any]]:
    """Send an engineer for a work order; the same `id` again makes no second promise."""
    order = order_by_id(request.user, order_id)
    people = {
        one.pk: one
        for one in Staff.objects.filter(pk__in=[data.staff_id, *data.team_ids]).select_related(
            "account", "station"
        )
    }
    if missing := {data.staff_id, *data.team_ids} - people.keys():
        raise NotThere([str(one) for one in sorted(missing)])
    made = actions.assign_order(
        by=request.user, order=order, staff=people[data.staff_id], starts_at=data.starts_at, ends_at=data.ends_at,
        at=timezone.now(), id=data.id or new_id(), override_reason=data.override_reason,
        team=[people[one] for one in data.team_ids], seen=data.version,
    )  # fmt: skip
    return 201, assignment_out(made)


@router.get("/assignments", response=Listing[AssignmentOut], summary="Who is promised where")
@audience(*ASSIGNMENT_READERS, scope="dispatch:read")
def list_assignments(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List promises for orders that the account may see, newest first."""
    return listing(assignments_for(request.user), ASSIGNMENT_FIELDS, paging=paging, order="-starts_at")


@router.post(
    "/assignments/{uuid:assignment_id}/release", response=AssignmentOut, summary="Call an engineer back"
)
@audience(*PLANNERS, scope="dispatch:write")
def release_assignment(request: SignedInRequest, assignment_id: UUID, data: ReleaseIn) -> dict[str, Any]:
    """Take an engineer off an order that has not been started."""
    found = assignment_by_id(request.user, assignment_id)
    return assignment_out(actions.release_assignment(
        by=request.user, assignment=found, reason=data.reason, at=timezone.now(), seen=data.version
    ))  # fmt: skip


class PartnerOrderOut(Schema):
    """An order given to a partner."""

    id: UUID
    version: int
    number: str
    state: PartnerOrderState
    partner_id: UUID
    vessel_name: str
    port_name: str
    scope: str
    starts_at: datetime
    ends_at: datetime
    agreed_cost_cny: Decimal
    actual_cost_cny: Decimal | None
    reworks: int
    finished_at: datetime | None


class OfferIn(Schema):
    """To whom, when, for how much, and why; the same `id` sent twice offers once."""

    id: UUID
    partner_id: UUID
    starts_at: Moment
    ends_at: Moment
    agreed_cost_cny: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


PARTNER_FIELDS = tuple(PartnerOrderOut.model_fields)


@router.get("/partner-orders", response=Listing[PartnerOrderOut], summary="Orders given to partners")
@audience(*PARTNER_READERS, scope="dispatch:read")
def list_partner_orders(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List orders given to partners, newest first; a partner sees its own."""
    return listing(partner_orders_for(request.user), PARTNER_FIELDS, paging=paging, order="-offered_at")


@router.post("/orders/{uuid:order_id}/offer", response={201: PartnerOrderOut}, summary="Offer to a partner")
@audience(*PLANNERS, scope="dispatch:write")
def offer(request: SignedInRequest, order_id: UUID, data: OfferIn) -> tuple[int, PartnerOrder]:
    """Give an order to a partner, within its scope and papers and to no more people than it can send at once."""
    order = order_by_id(request.user, order_id)
    partner = Partner.objects.filter(pk=data.partner_id).first()
    if partner is None:
        raise NotThere
    return 201, offer_order(
        by=request.user, order=order, partner=partner, starts_at=data.starts_at, ends_at=data.ends_at,
        agreed_cost_cny=data.agreed_cost_cny, reason=data.reason, at=timezone.now(), id=data.id, seen=data.version,
    )  # fmt: skip
