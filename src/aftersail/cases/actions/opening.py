"""Making cases: from a request, or joining a request to an open case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.judging import judge
from aftersail.cases.events import CaseOpened
from aftersail.cases.models import Case
from aftersail.cases.permissions import may_open_case
from aftersail.cases.states import CASE, ServiceType
from aftersail.core.attention import following
from aftersail.core.inserting import inserted
from aftersail.core.log import record
from aftersail.core.models import Account, SearchEntry
from aftersail.core.numbering import next_number
from aftersail.core.once import claim, once
from aftersail.core.prepared import Prepared
from aftersail.core.search import indexing, search_entry
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.core.writing import insertion
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.queries.promises import standing
from aftersail.intake.events import RequestSettled
from aftersail.intake.models import Request
from aftersail.intake.permissions import may_settle
from aftersail.intake.states import RequestState
from aftersail.people.models import Staff

KNOWN = Prepared(lambda case_id: Case.objects.filter(pk=case_id).order_by(), UUID)


@transaction.atomic
def open_case_from(
    *,
    by: Account,
    request: Request,
    id: UUID,
    title: str,
    at: datetime,
    owner: Staff | None = None,
    seen: int | None = None,
) -> Case:
    """Make a case of a request; its clocks count from when the request was received."""
    claim(id)
    if known := KNOWN.first(id):
        return known  # type: ignore[no-any-return]
    named = ALLOWED if request.vessel_id else refuse(_("Name the ship first: choose it on the request."))
    require(all_of(may_settle(by, request, "accept"), named))
    assert request.vessel is not None  # required just above
    case = open_case(
        by=by,
        id=id,
        vessel=request.vessel,
        equipment=request.equipment,
        title=title,
        description=request.text,
        channel=request.channel,
        reported_at=request.received_at,
        occurred_at=request.occurred_at,
        user_phase=request.user_phase,
        reporter_name=request.reporter_name,
        reporter_phone=request.reporter_phone,
        at=at,
        owner=owner,
        request=request,
    )
    request.change(seen, state=RequestState.ACCEPTED)
    record(RequestSettled(number=request.number, case=case.number), by=by, about=request, at=at)
    return case


@once(KNOWN.first)
def open_case(
    *,
    by: Account,
    id: UUID,
    vessel: Vessel,
    title: str,
    channel: str,
    reported_at: datetime,
    at: datetime,
    equipment: Equipment | None = None,
    description: str = "",
    occurred_at: datetime | None = None,
    user_phase: str = "",
    reporter_name: str = "",
    reporter_phone: str = "",
    service_type: str = "",
    owner: Staff | None = None,
    request: Request | None = None,
) -> Case:
    """Open a case; the stage of life is read from the hull, the ship's service manager is the first owner."""
    titled = ALLOWED if title.strip() else refuse(_("Give the case a title."))
    mine = (
        ALLOWED
        if equipment is None or equipment.vessel_id == vessel.pk
        else refuse(_("This unit belongs to another ship."))
    )
    early = (
        ALLOWED if reported_at <= at else refuse(_("The time of the report lies in the future. Correct it."))
    )
    require(all_of(may_open_case(by), titled, mine, early))
    stands = standing(vessel, equipment, reported_at.date())
    case = Case(
        id=id,
        number=next_number("SC", vessel.station.code if vessel.station else "HQ", at),
        title=title.strip()[:200],
        description=description,
        channel=channel,
        request=request,
        vessel=vessel,
        equipment=equipment,
        customer_id=vessel.customer_id,
        open_to_yard_id=vessel.open_to_yard_id,
        station=vessel.station,
        owner=owner or vessel.steward,
        service_type=service_type or _service_type(stands.warranty.status, vessel),
        stage=stands.stage,
        user_phase=user_phase,
        reporter_name=reporter_name,
        reporter_phone=reporter_phone,
        occurred_at=occurred_at if occurred_at and occurred_at <= reported_at else None,
        reported_at=reported_at,
    )
    judge(case, on=reported_at.date(), warranty=stands.warranty)
    record(
        CaseOpened(number=case.number, title=case.title), by=by, about=case, at=at,
        beside=[insertion(case), indexing(searchable(case)), following(by, case)],
    )  # fmt: skip
    inserted(case)
    return case


@transaction.atomic
def join_request(*, by: Account, request: Request, case: Case, at: datetime, seen: int | None = None) -> Case:
    """Take a request as another voice on a case that is already open."""
    same = (
        ALLOWED
        if request.vessel_id in {None, case.vessel_id}
        else refuse(_("The case is about another ship."))
    )
    still = ALLOWED if case.state not in CASE.terminal else refuse(_("The case is over. Open a new one."))
    require(all_of(may_settle(by, request, "join"), same, still))
    request.change(seen, state=RequestState.DUPLICATE)
    record(RequestSettled(number=request.number, case=case.number), by=by, about=request, at=at)
    record(RequestSettled(number=request.number, case=case.number), by=by, about=case, at=at)
    return case


def searchable(case: Case) -> SearchEntry:
    """Return what search knows of the case: number, words, ship and unit."""
    body = [case.description, str(case.vessel), str(case.equipment or ""), case.reporter_name]
    return search_entry(
        case, title=f"{case.number} {case.title}", detail=str(case.vessel), body=body, at=case.reported_at
    )


def _service_type(warranty: str, vessel: Vessel) -> str:
    if vessel.delivered_on is None:
        return ServiceType.COMMISSIONING
    return ServiceType.WARRANTY if warranty == "in" else ServiceType.REPAIR
