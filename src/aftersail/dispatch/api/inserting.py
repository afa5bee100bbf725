"""Routes of an urgent order: the best ways into the live plan, and taking one."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema

from aftersail.core.audience import SignedInRequest, audience
from aftersail.dispatch.actions.inserting import insert_order, insertions_of
from aftersail.dispatch.api.shapes import AssignmentOut, Moment, assignment_out
from aftersail.dispatch.permissions import PLANNERS
from aftersail.dispatch.queries.orders import order_by_id
from aftersail.dispatch.rules.plans import Step

if TYPE_CHECKING:
    from aftersail.dispatch.engine import Offer

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


class WaitsAgainOut(Schema):
    """A promise that an offer takes back, since nobody else can keep it: the order, who was to go, and when."""

    order_id: UUID
    number: str
    assignment_id: UUID
    staff_id: UUID
    starts_at_before: datetime


class CalledOutOut(InsertionOut):
    """A way outside working hours: `cost` is that of journeys and nights away, in CNY; when whoever goes is rested; what waits again."""

    rested_at: datetime
    waits_again: list[WaitsAgainOut]


class InsertionsOut(Schema):
    """The offers, the cheapest first, good for half an hour; without any, why and what would help.

    called_out: for an order that presses, who is aboard sooner outside working hours, the soonest first; where nobody can be
    called out, `nobody` says why and what would help.
    """

    offered_at: datetime
    offers: list[InsertionOut]
    why_not: list[str]
    called_out: list[CalledOutOut]
    nobody: list[str]


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
    """Return the three best ways to do an order that waits, into the plan as it is promised now, and who could be called out."""
    found = insertions_of(by=request.user, order=order_by_id(request.user, order_id), at=timezone.now())
    return {
        "offered_at": found.offered_at,
        "offers": [_offer(one) for one in found.offers],
        "why_not": [str(one) for one in found.why_not],
        "called_out": [_called_out(one) for one in found.called_out],
        "nobody": [str(one) for one in found.nobody],
    }


def _offer(offer: "Offer") -> dict[str, Any]:
    step = offer.step
    return {
        "cost": offer.cost, "staff_id": step.staff_id, "team_ids": list(step.team), "starts_at": step.starts_at,
        "ends_at": step.ends_at, "reasons": [str(one) for one in step.why], "pushed": [_pushed(one) for one in offer.pushed],
    }  # fmt: skip


def _called_out(offer: "Offer") -> dict[str, Any]:
    waits = [
        {
            "order_id": work.id, "number": work.number, "assignment_id": work.pledge.assignment_id,
            "staff_id": work.pledge.staff_id, "starts_at_before": work.pledge.starts_at,
        }
        for work in offer.open if work.pledge
    ]  # fmt: skip
    return _offer(offer) | {"rested_at": offer.rested_at, "waits_again": waits}


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
