"""Routes of an urgent order: the best ways into the live plan, and taking one."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema

from aftersail.core.audience import SignedInRequest, audience
from aftersail.dispatch.actions.inserting import insert_order, insertions_of
from aftersail.dispatch.api.shapes import AssignmentOut, Moment, assignment_out
from aftersail.dispatch.permissions import PLANNERS
from aftersail.dispatch.queries.orders import order_by_id
from aftersail.dispatch.rules.plans import Step

router = Router(tags=["dispatch"])


class PushedOut(Schema):
    """A promise that an offer pushes: the order, who goes, and the start before and after."""

    order_id: UUID
    number: str
    assignment_id: UUID | None
    staff_id: UUID
    starts_at_before: datetime | None
    starts_at: datetime


class InsertionOut(Schema):
    """A way to do the order: what the plan then costs more, who leads, who goes along, when, and what is pushed."""

    cost: float
    staff_id: UUID
    team_ids: list[UUID]
    starts_at: datetime
    ends_at: datetime
    reasons: list[str]
    pushed: list[PushedOut]


class InsertionsOut(Schema):
    """The offers, the cheapest first, good for half an hour; without any, why and what would help."""

    offered_at: datetime
    offers: list[InsertionOut]
    why_not: list[str]


class InsertIn(Schema):
    """Which offer is taken: who and when, and the instant at which it was made."""

    staff_id: UUID
    starts_at: Moment
    offered_at: Moment


@router.get(
    "/orders/{uuid:order_id}/insertions", response=InsertionsOut, summary="The best ways to insert an order"
)
@audience(*PLANNERS, scope="dispatch:read")
def read_insertions(request: SignedInRequest, order_id: UUID) -> dict[str, Any]:
    """Return the three best ways to do an order that waits, into the plan as it is promised now."""
    found = insertions_of(by=request.user, order=order_by_id(request.user, order_id), at=timezone.now())
    return {
        "offered_at": found.offered_at, "why_not": [str(one) for one in found.why_not],
        "offers": [
            {
                "cost": offer.cost, "staff_id": offer.step.staff_id, "team_ids": list(offer.step.team), "starts_at": offer.step.starts_at,
                "ends_at": offer.step.ends_at, "reasons": [str(one) for one in offer.step.why],
                "pushed": [_pushed(step) for step in offer.pushed],
            }
            for offer in found.offers
        ],
    }  # fmt: skip


def _pushed(step: Step) -> dict[str, Any]:
    before = step.before
    return {
        "order_id": step.order_id, "number": step.number, "assignment_id": before.assignment_id if before else None,
        "staff_id": step.staff_id, "starts_at_before": before.starts_at if before else None, "starts_at": step.starts_at,
    }  # fmt: skip


@router.post(
    "/orders/{uuid:order_id}/insertions", response={201: AssignmentOut}, summary="Insert an urgent order"
)
@audience(*PLANNERS, scope="dispatch:write")
def insert(request: SignedInRequest, order_id: UUID, data: InsertIn) -> tuple[int, dict[str, Any]]:
    """Take an offer: what it pushes is moved and the order is assigned, all or nothing; every rule is asked again."""
    order = order_by_id(request.user, order_id)
    return 201, assignment_out(insert_order(
        by=request.user, order=order, staff_id=data.staff_id, starts_at=data.starts_at, offered_at=data.offered_at,
        at=timezone.now(),
    ))  # fmt: skip
