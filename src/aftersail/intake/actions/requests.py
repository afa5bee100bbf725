"""Taking requests in, and settling those that need no case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.search import index
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.queries import standing
from aftersail.intake.events import RequestAnswered, RequestIdentified, RequestReceived
from aftersail.intake.models import Request
from aftersail.intake.permissions import may_report, may_settle
from aftersail.intake.rules import may_answer, may_have_come, may_take_in
from aftersail.intake.states import RequestState
from aftersail.people.models import Station

NO_STATION = "HQ"


@transaction.atomic
def receive_request(
    *,
    by: Account | None,
    id: UUID,
    channel: str,
    text: str,
    reporter_name: str,
    at: datetime,
    vessel: Vessel | None = None,
    equipment: Equipment | None = None,
    vessel_text: str = "",
    equipment_text: str = "",
    reporter_post: str = "",
    reporter_phone: str = "",
    user_phase: str = "",
    severity_felt: str = "",
    occurred_at: datetime | None = None,
    language: str = "zh-hans",
    station: Station | None = None,
    received_at: datetime | None = None,
    reporter_mail: str = "",
) -> Request:
    """Take a request in; the same id again returns the request that is already there.

    Guests (`by` None) come through a QR label and work as the system. `station` is the reporter's own, to which a
    request about a ship not yet known belongs. `received_at` is when a fax or letter came, if that was before it is
    entered: clocks count from then.
    """
    if by is not None:
        require(may_report(by))
    if known := made_before(Request, id):
        require(_same_report(by, known, equipment))
        return known
    vessel = equipment.vessel if equipment is not None else vessel
    named = vessel is not None or bool(vessel_text.strip())
    require(
        may_take_in(
            text=text, reporter_name=reporter_name, vessel_named=named, occurred_at=occurred_at, now=at
        )
    )
    if received_at is not None:
        require(may_have_come(received_at=received_at, now=at))
    station = vessel.station if vessel else station
    request = Request(
        id=id,
        number=next_number("RQ", station.code if station else NO_STATION, at),
        channel=channel,
        text=text.strip(),
        equipment=equipment,
        vessel_text=vessel_text.strip(),
        equipment_text=equipment_text.strip(),
        reporter_name=reporter_name.strip(),
        reporter_post=reporter_post.strip(),
        reporter_phone=reporter_phone.strip(),
        user_phase=user_phase,
        severity_felt=severity_felt,
        occurred_at=occurred_at,
        received_at=received_at or at,
        reporter_mail=reporter_mail,
        reported_by=by.pk if by else None,
        language=language,
        **(_keys(vessel) if vessel else {"station": station}),
        stage=stage_on(vessel, equipment, at),
    )
    request.save(force_insert=True)
    record(RequestReceived(number=request.number, channel=channel), by=by, about=request, at=at)
    _index(request)
    return request


@transaction.atomic
def identify_request(
    *,
    by: Account,
    request: Request,
    vessel: Vessel,
    equipment: Equipment | None,
    at: datetime,
    version: int | None = None,
) -> Request:
    """Name the vessel, and the unit if known, of a request that came without."""
    require(may_settle(by, request, "accept"))
    stage = stage_on(vessel, equipment, request.received_at)
    request.change(version, equipment=equipment, stage=stage, **_keys(vessel))
    record(RequestIdentified(number=request.number), by=by, about=request, at=at)
    _index(request)
    return request


@transaction.atomic
def answer_request(
    *, by: Account, request: Request, answer: str, at: datetime, version: int | None = None
) -> Request:
    """Close a request that is not ours, or is answered already, with the words sent to the customer."""
    require(all_of(may_settle(by, request, "reject"), may_answer(answer)))
    request.change(version, state=RequestState.REJECTED, answer=answer.strip())
    record(RequestAnswered(number=request.number, answer=request.answer), by=by, about=request, at=at)
    return request


def _same_report(by: Account | None, known: Request, equipment: Equipment | None) -> Verdict:
    """A guest works as the system, so an id by itself must not open the report of another unit to them."""
    if by is not None or (equipment is not None and known.equipment_id == equipment.pk):
        return ALLOWED
    return refuse(_("This form has been sent for another unit already. Reload the page and write it anew."))


def stage_on(vessel: Vessel | None, equipment: Equipment | None, at: datetime) -> str:
    """Return the stage of life that a request carries: the unit's, or the ship's; empty while the ship is not known (R02)."""
    return "" if vessel is None else standing(vessel, equipment, timezone.localdate(at)).stage.value


def _keys(vessel: Vessel) -> dict[str, object]:
    return {
        "vessel": vessel,
        "customer": vessel.customer,
        "open_to_yard": vessel.open_to_yard,
        "station": vessel.station,
    }


def _index(request: Request) -> None:
    names = [str(request.vessel or request.vessel_text), str(request.equipment or request.equipment_text)]
    index(
        request,
        title=request.number,
        detail=request.text[:120],
        body=[request.text, request.reporter_name, *names],
        at=request.received_at,
    )
