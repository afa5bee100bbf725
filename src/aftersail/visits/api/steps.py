"""Routes that move a visit along: its steps, signatures, corrections and cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Router

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.drawn import png_of
from aftersail.core.ids import new_id
from aftersail.visits.actions import closing, moving, overrunning, signing
from aftersail.visits.api.answers import moment_of, shown
from aftersail.visits.api.shapes import AddendumIn, CostIn, ExpectedIn, SignIn, VisitMoveIn, VisitOut
from aftersail.visits.models import Visit
from aftersail.visits.permissions import COST_POSTERS, MOVERS, REVIEWERS, WRITERS
from aftersail.visits.queries.visits import visit_by_id

router = Router(tags=["visits"])

MOVES: dict[str, Callable[..., Visit]] = {
    "accept": moving.accept_visit, "set_out": moving.set_out, "arrive": moving.arrive, "begin": moving.begin_work,
    "finish": moving.finish_work, "resume": moving.resume_work, "review": signing.review_visit, "close": closing.close_visit,
}  # fmt: skip
MOVES_WITH_REASON: dict[str, Callable[..., Visit]] = {
    "wait": moving.wait_on_board, "abort": moving.abort_visit, "return": signing.return_visit,
}  # fmt: skip
MoveName = Literal[
    "accept", "set_out", "arrive", "begin", "wait", "finish", "resume", "abort", "return", "review", "close"
]


@router.post("/{uuid:visit_id}/moves/{name}", response=VisitOut, summary="Take a step")
@audience(*MOVERS, scope="visits:write")
def move_visit(request: SignedInRequest, visit_id: UUID, name: MoveName, data: VisitMoveIn) -> dict[str, Any]:
    """Take a step; the same step at the same time sent again changes nothing."""
    found, at = visit_by_id(request.user, visit_id), moment_of(data)
    if name in MOVES:
        return shown(MOVES[name](by=request.user, visit=found, at=at, seen=data.version))
    return shown(
        MOVES_WITH_REASON[name](by=request.user, visit=found, reason=data.reason, at=at, seen=data.version)
    )


@router.post("/{uuid:visit_id}/expected-finish", response=VisitOut, summary="Say when it will be finished")
@audience(*MOVERS, scope="visits:write")
def expect_finish(request: SignedInRequest, visit_id: UUID, data: ExpectedIn) -> dict[str, Any]:
    """Say when the work on board will be finished; promises that cannot be kept then are planned anew as a draft."""
    found = visit_by_id(request.user, visit_id)
    return shown(overrunning.expect_finish(by=request.user, visit=found, until=data.until, at=timezone.now()))


@router.post("/{uuid:visit_id}/signatures", response=VisitOut, summary="Sign off")
@audience(*WRITERS, scope="visits:write")
def sign(request: SignedInRequest, visit_id: UUID, data: SignIn) -> dict[str, Any]:
    """Close the record with the user's and the engineer's signature."""
    found, at = visit_by_id(request.user, visit_id), moment_of(data)
    signed = [
        signing.Signed(one.role, one.name, png_of(one.image), one.signed_at or at, one.post)
        for one in data.signatures
    ]
    return shown(
        signing.sign_visit(by=request.user, visit=found, signatures=signed, at=at, seen=data.version)
    )


@router.post("/{uuid:visit_id}/addenda", response={204: None}, summary="Correct what was signed")
@audience(*WRITERS, *REVIEWERS, scope="visits:write")
def create_addendum(request: SignedInRequest, visit_id: UUID, data: AddendumIn) -> tuple[int, None]:
    """Add a correction beside what was signed; the report gets a new edition."""
    found = visit_by_id(request.user, visit_id)
    signing.add_addendum(
        by=request.user, visit=found, id=data.id or new_id(), text=data.text, at=moment_of(data)
    )
    return 204, None


@router.put("/{uuid:visit_id}/costs/{uuid:line_id}", response={204: None}, summary="Post a cost")
@audience(*COST_POSTERS, scope="visits:write")
def put_cost(request: SignedInRequest, visit_id: UUID, line_id: UUID, data: CostIn) -> tuple[int, None]:
    """Enter or correct a cost line until the visit is closed."""
    found = visit_by_id(request.user, visit_id)
    closing.post_cost(
        by=request.user, visit=found, id=line_id, kind=data.kind, amount_cny=data.amount_cny, hq_reference_cny=data.hq_reference_cny,
        note=data.note, at=moment_of(data), seen=data.version,
    )  # fmt: skip
    return 204, None
