"""Routes that read visits and their reports."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.serving import served
from aftersail.visits.actions import reporting
from aftersail.visits.api.answers import VISIT_FIELDS, whole
from aftersail.visits.api.shapes import RecordOut, VisitOut, VisitsWanted
from aftersail.visits.permissions import LIST_READERS, READERS
from aftersail.visits.queries.visits import visit_by_id, visits_for

router = Router(tags=["visits"])


@router.get("", response=Listing[VisitOut], summary="Visits")
@audience(*LIST_READERS, scope="visits:read")
def list_visits(request: SignedInRequest, paging: Query[Paging], wanted: Query[VisitsWanted]) -> HttpResponse:
    """List visits, the latest planned first."""
    rows = visits_for(request.user)
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    rows = rows.filter(order__case=wanted.case_id) if wanted.case_id else rows
    rows = rows.filter(lead__account=request.user) if wanted.mine else rows
    return listing(rows, VISIT_FIELDS, paging=paging, order="-planned_from")


@router.get("/{uuid:visit_id}", response=RecordOut, summary="A visit with its record")
@audience(*READERS, scope="visits:read")
def read_visit(request: SignedInRequest, visit_id: UUID) -> dict[str, Any]:
    """Return a visit and what was written on board."""
    return whole(visit_by_id(request.user, visit_id))


@router.get("/{uuid:visit_id}/reports/{int:edition}/{language}", summary="The service report", openapi_extra={
    "responses": {200: {"description": "The PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
})  # fmt: skip
@audience(*READERS, scope="visits:read")
def read_report(
    request: SignedInRequest, visit_id: UUID, edition: int, language: Literal["zh-hans", "en"]
) -> HttpResponse:
    """Return a frozen edition as PDF."""
    found = visit_by_id(request.user, visit_id)
    frozen = (
        found.reports.filter(edition=min(edition, 32767), language=language)
        .select_related("visit__order__case")
        .first()
    )
    if frozen is None:
        raise NotThere
    return served(request, reporting.print_report(frozen))
