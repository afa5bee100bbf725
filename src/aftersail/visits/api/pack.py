"""Routes of what a device takes to sea, in pieces; a piece that has not changed is not sent again (ETag)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from ninja import Router, Schema

from aftersail.core.api.envelope import JSON, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Vessel
from aftersail.visits.api.answers import whole
from aftersail.visits.api.form_shapes import PackedFormOut, PackedFormsOut
from aftersail.visits.api.shapes import RecordOut
from aftersail.visits.permissions import DEVICE_OWNERS
from aftersail.visits.queries.form_pack import editions_to_take, forms_to_take
from aftersail.visits.queries.pack import around_visit, lists_to_take, ship_to_take, visits_to_take
from aftersail.visits.queries.record import family_of
from aftersail.visits.queries.visits import my_visits, visit_by_id

router = Router(tags=["field"])


class PackOut(Schema):
    """Who is signed in, and which pieces there are to take: visits, and the ships they are made to."""

    account: str
    language: str
    staff_id: UUID | None
    staff_name: str
    visits: list[UUID]
    ships: list[UUID]


class PackedVisitOut(RecordOut):
    """A visit with its record and everything around it that somebody on board needs."""

    case: dict[str, Any]
    order: dict[str, Any]
    ship: dict[str, Any]
    expected_until: datetime | None
    port: dict[str, Any] | None
    procedure: dict[str, Any] | None
    equipment_id: UUID | None
    family_id: UUID | None
    people: list[dict[str, Any]]
    approvers: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    leftovers: list[dict[str, Any]]
    owed: list[dict[str, Any]]
    signatures: list[dict[str, Any]]
    addenda: list[dict[str, Any]]
    photos: list[dict[str, Any]]
    pictures: list[dict[str, Any]]
    skips: dict[str, str]
    forms: list[PackedFormOut]


class UnitHistoryOut(Schema):
    """Something that happened to a unit."""

    on: date | datetime
    number: str
    text: str


class PackedShipOut(Schema):
    """A ship's tree as rows in the order of `columns`, and what happened to its units."""

    id: UUID
    name: str
    name_en: str
    columns: list[str]
    units: list[list[Any]]
    history: dict[str, list[UnitHistoryOut]]


class PackedListsOut(Schema):
    """Failure codes, parts with what lies in the own kit, tools."""

    codes: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    tools: list[dict[str, Any]]


@router.get("/pack", response=PackOut, summary="What to take to sea")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_pack(request: SignedInRequest) -> HttpResponse:
    """List the pieces that the signed-in person's device is to have."""
    visits, staff = (
        visits_to_take(my_visits(request.user, timezone.now())),
        getattr(request.user, "staff", None),
    )
    ships = dict.fromkeys(visit.order.case.vessel_id for visit in visits)
    return _piece(
        request,
        {
            "account": request.user.username, "language": request.user.language, "staff_id": staff.pk if staff else None,
            "staff_name": staff.name if staff else request.user.name, "visits": [visit.pk for visit in visits], "ships": list(ships),
        },
    )  # fmt: skip


@router.get("/pack/visits/{uuid:visit_id}", response=PackedVisitOut, summary="A visit to take")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_packed_visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Return a visit with its record and what is around it."""
    found = visit_by_id(request.user, visit_id)
    record = RecordOut.model_validate(whole(found)).model_dump()
    forms = {
        "forms": [
            PackedFormOut.model_validate(one).model_dump() for one in forms_to_take(request.user, found)
        ]
    }
    return _piece(request, record | around_visit(request.user, found) | forms)


@router.get("/pack/ships/{uuid:vessel_id}", response=PackedShipOut, summary="A ship to take")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_packed_ship(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Return a ship's equipment tree with the latest history of each unit."""
    vessel = Vessel.objects.visible_to(request.user).filter(pk=vessel_id).first()
    if vessel is None:
        raise NotThere
    return _piece(request, ship_to_take(request.user, vessel))


@router.get("/pack/lists", response=PackedListsOut, summary="Codes, parts and tools to take")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_packed_lists(request: SignedInRequest) -> HttpResponse:
    """Return what the forms on board choose from."""
    visits = visits_to_take(my_visits(request.user, timezone.now()))
    families = [family.pk for visit in visits if (family := family_of(visit))]
    return _piece(request, lists_to_take(request.user, families))


@router.get("/pack/forms", response=PackedFormsOut, summary="Blank forms to take")
@audience(*DEVICE_OWNERS, scope="visits:read")
def read_packed_forms(request: SignedInRequest) -> HttpResponse:
    """Return the editions of forms that are begun on board, and those in which forms taken along were begun."""
    visits = visits_to_take(my_visits(request.user, timezone.now()))
    families = [family.pk for visit in visits if (family := family_of(visit))]
    return _piece(request, {"editions": editions_to_take(visits, families)})


def _piece(request: SignedInRequest, content: dict[str, Any]) -> HttpResponse:
    """Answer with a piece, or that the one the device has is the same still."""
    body = to_json(content)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # A proxy or the compression may have marked the tag as weak; it still names the same content.
    known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    answer = HttpResponseNotModified() if etag in known else HttpResponse(body, content_type=JSON)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-store"
    return answer
