"""The fleet chapter for programs: its registers, running hours, and imported maintenance history."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.routes import add_master
from aftersail.core.refusals import NotThere
from aftersail.fleet import queries, registers
from aftersail.fleet.actions import read_running_hours
from aftersail.fleet.api import handovers, lives
from aftersail.fleet.permissions import CONTACT_READERS, HOUR_READERS, HOUSE_READERS, VESSEL_READERS
from aftersail.fleet.queries import history
from aftersail.fleet.queries.warranties import known_by_end_of
from aftersail.fleet.registers import lifecycle, technical

router = Router(tags=["fleet"])
for _master in (
    registers.CUSTOMERS,
    registers.YARDS,
    registers.CONTACTS,
    registers.VESSELS,
    lifecycle.MILESTONES,
    lifecycle.LEFTOVERS,
    lifecycle.READINESS,
    lifecycle.GATE_QUESTIONS,
    registers.EQUIPMENT,
    registers.FAMILIES,
    registers.MODELS,
    registers.CODES,
    registers.WARRANTY_TERMS,
    registers.SUPPLIER_WARRANTIES,
    registers.ADJUSTMENTS,
    registers.BASELINES,
    registers.BASELINE_RULES,
    *technical.TECHNICAL,
):
    add_master(router, _master)
router.add_router("", handovers.router)
router.add_router("", lives.router)


class MeterReadingIn(Schema):
    """A reading of an hour meter."""

    hours: Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=1)]
    read_at: AwareDatetime
    reason: str = Field("", max_length=200, description="Why the hours are fewer than before")
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class MeterReadingOut(Schema):
    """The hours of a unit as last read."""

    id: UUID
    version: int
    running_hours: Decimal | None
    running_hours_at: AwareDatetime | None


class WarrantyQuery(Schema):
    """Of which day, and as known when; by default as known at the end of that day."""

    on: date
    known_at: AwareDatetime | None = None


class WarrantyOut(Schema):
    """A warranty verdict in the reader's language."""

    on: date
    known_at: AwareDatetime
    status: str
    clause: str
    edition: int
    until: date | None
    days_left: int | None
    hours_left: float | None
    covers: list[str]
    reasons: list[str]
    evidence: list[dict[str, Any]]
    recoverable: str = ""


class MaintenanceOut(Schema):
    """One imported maintenance record; cost is shown to the house only."""

    id: UUID
    equipment_id: UUID
    source: str
    happened_on: date
    text: str
    work_type: str
    system: str
    part: str
    action: str
    failure_mode: str
    running_hours: Decimal | None
    cost_cny: Decimal | None


class MaintenanceFilters(Schema):
    """Which maintenance records are meant."""

    equipment_id: UUID | None = None
    vessel_id: UUID | None = None
    system: str = Field("", max_length=80)
    work_type: str = Field("", max_length=30)
    first: date | None = None
    last: date | None = None


@router.post("/equipment/{uuid:pk}/hours", response=MeterReadingOut, summary="Report running hours")
@audience(*HOUR_READERS, scope="fleet:write")
def report_hours(request: SignedInRequest, pk: UUID, data: MeterReadingIn) -> dict[str, object]:
    """Note the hours of a unit as read at an instant."""
    unit = queries.equipment(request.user).filter(pk=pk).first()
    if unit is None:
        raise NotThere([_("There is no such record, or it is not yours to see.")])
    read_running_hours(
        by=request.user,
        equipment=unit,
        hours=data.hours,
        read_at=data.read_at,
        reason=data.reason,
        seen=data.version,
        at=timezone.now(),
    )
    return {
        "id": unit.pk,
        "version": unit.version,
        "running_hours": unit.running_hours,
        "running_hours_at": unit.running_hours_at,
    }


@router.get("/equipment/{uuid:pk}/warranty", response=WarrantyOut, summary="Warranty of a unit on a day")
@audience(*VESSEL_READERS, scope="fleet:read")
def read_warranty(request: SignedInRequest, pk: UUID, wanted: Query[WarrantyQuery]) -> dict[str, object]:
    """Answer with the verdict of a day; of a past day as known then, so that it never changes."""
    unit = queries.equipment(request.user).filter(pk=pk).first()
    if unit is None:
        raise NotThere([_("There is no such record, or it is not yours to see.")])
    known_at = wanted.known_at or known_by_end_of(wanted.on)
    verdict = queries.warranty_as_known(unit.vessel, unit, wanted.on, known_at)
    back = verdict.recourse
    return {
        "on": wanted.on, "known_at": known_at, "status": verdict.status, "clause": verdict.clause, "edition": verdict.edition,
        "until": verdict.until, "days_left": verdict.days_left, "hours_left": verdict.hours_left, "covers": list(verdict.covers),
        "reasons": [str(reason) for reason in verdict.reasons], "evidence": verdict.as_data()["evidence"],
        "recoverable": str(back.said) if back and back.said and request.user.is_house else "",
    }  # fmt: skip


@router.get("/maintenance", response=Listing[MaintenanceOut], summary="Imported maintenance records")
@audience(*CONTACT_READERS, scope="fleet:read")
def list_maintenance(
    request: SignedInRequest, paging: Query[Paging], wanted: Query[MaintenanceFilters]
) -> HttpResponse:
    """List imported maintenance records by id."""
    chosen = history.Chosen(
        equipment=wanted.equipment_id,
        vessel=wanted.vessel_id,
        system=wanted.system.replace("\x00", ""),
        work_type=wanted.work_type.replace("\x00", ""),
        first=wanted.first,
        last=wanted.last,
    )
    sees_cost = request.user.has_role(*HOUSE_READERS)

    def shaped(row: dict[str, object]) -> dict[str, object]:
        return row if sees_cost else row | {"cost_cny": None}

    rows = history.chosen_records(request.user, chosen)
    return listing(rows, tuple(MaintenanceOut.model_fields), paging=paging, order="id", shaped=shaped)
