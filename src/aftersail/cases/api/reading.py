"""Reading cases: the list, the board, one case with its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from aftersail.cases.api.shapes import (
    NAMES,
    READ,
    CaseFilter,
    CaseOut,
    CaseRow,
    CaseWithHistoryOut,
    HappeningOut,
    row_of,
    shaped_row,
)
from aftersail.cases.models import Case
from aftersail.cases.permissions import READERS, masked
from aftersail.cases.queries import board as boards
from aftersail.cases.queries.clocks import clocks_of
from aftersail.cases.queries.finding import cases_for, told_case
from aftersail.cases.states import CASE, OPEN_STATES
from aftersail.core.api.envelope import JSON, Listing, Paging, listing, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.search import found_ids
from aftersail.core.timeline import timeline

router = Router(tags=["cases"])
EXACT = ("state", "severity", "stage", "station_id", "vessel_id", "equipment_id", "owner_id")


class BoardCardOut(Schema):
    """A card of the board."""

    id: UUID
    number: str
    title: str
    state: str
    severity: str
    vessel_hull_code: str | None
    vessel_name: str | None
    vessel_name_en: str | None
    equipment_name: str | None
    owner_name: str | None
    owner_name_en: str | None
    next_due_at: Any = None
    warranty: str
    version: int
    reported_at: Any = None
    station_name: str | None


class LaneOut(Schema):
    """A column of the board; the count is capped at 1,000."""

    column: str
    count: int
    limit: int | None
    cards: list[BoardCardOut]


class BoardOut(Schema):
    """The whole board."""

    lanes: list[LaneOut]


class BoardFilter(Schema):
    """Whose board."""

    station_id: UUID | None = None


@router.get("", response=Listing[CaseRow], summary="Cases")
@audience(*READERS, scope=READ)
def list_cases(request: SignedInRequest, paging: Query[Paging], wanted: Query[CaseFilter]) -> HttpResponse:
    """List the cases this account may see."""
    where: dict[str, Any] = {name: value for name in EXACT if (value := getattr(wanted, name)) is not None}
    if wanted.open or wanted.overdue:
        where["state__in"] = OPEN_STATES
    if wanted.overdue:
        where["next_due_at__lt"] = timezone.now()
    if wanted.q.strip():
        where["pk__in"] = found_ids(wanted.q, "cases.case", account=request.user)
    named = {name: path for path, name in NAMES.items()}
    rows = cases_for(request.user)
    return listing(rows, named, paging=paging, order=wanted.sort, shaped=shaped_row(request), where=where)


@router.get("/board", response=BoardOut, summary="The board")
@audience(*READERS - {"crew", "fleet_manager", "yard"}, scope=READ)
def read_board(request: SignedInRequest, wanted: Query[BoardFilter]) -> HttpResponse:
    """Return the whole board in one go."""
    hidden = masked(request.user)
    names = [field.replace("__", "_") for field in boards.FIELDS]
    lanes = []
    for lane in boards.board(
        request.user, station=wanted.station_id, closed_since=timezone.now() - timedelta(days=7)
    ):
        cards = [dict(zip(names, row, strict=True)) for row in lane.cards]
        if hidden:
            cards = [
                card | {"vessel_hull_code": None, "vessel_name": None, "vessel_name_en": None}
                for card in cards
            ]
        lanes.append({"column": lane.column, "count": lane.count, "limit": lane.limit, "cards": cards})
    return HttpResponse(to_json({"lanes": lanes}), content_type=JSON)


@router.get("/{uuid:case_id}", response=CaseWithHistoryOut, summary="One case with its history")
@audience(*READERS, scope=READ)
def read_case(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Return one case with clocks, timeline and the moves open to this account."""
    case = told_case(request.user, case_id)
    body = as_it_stands(request, case)
    body["timeline"] = [
        {name: row[name] for name in HappeningOut.model_fields} for row in timeline(request.user, case)
    ]
    return HttpResponse(to_json(body), content_type=JSON)


def as_it_stands(request: SignedInRequest, case: Case) -> dict[str, Any]:
    """Return a case in the shape of `CaseOut`."""
    body = shaped_row(request)(row_of(case))
    body |= {
        name: getattr(case, name) for name in CaseOut.model_fields if name not in body and hasattr(case, name)
    }
    if masked(request.user):
        body["reporter_name"] = ""
    body["warranty_reason"] = case.warranty_why
    body["baseline_trace"] = case.baseline_told if request.user.is_house and not masked(request.user) else []
    body["clocks"] = [
        {
            "kind": clock.kind, "state": clock.state, "due_at": clock.due_at, "left_hours": clock.left_hours,
            "used_percent": clock.used_percent, "paused_reason": clock.paused_reason,
        }
        for clock in clocks_of(case, timezone.now())
    ]  # fmt: skip
    body["moves"] = [transition.name for transition in CASE.open_to(case.state, request.user.role_set)]
    return body
