"""Routes that write the record on board."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.people.models import Staff
from aftersail.supply.models import Part
from aftersail.supply.queries.tool import tool_by_id
from aftersail.visits.actions import findings, recording, supplies
from aftersail.visits.api.answers import moment_of, one_of, shown
from aftersail.visits.api.shapes import (
    AllHoursIn,
    FactsIn,
    FindingIn,
    FindingOut,
    HoursOut,
    PartIn,
    PartOut,
    StepIn,
    StepOut,
    VisitLeftoverIn,
    VisitOut,
    VisitOwedIn,
)
from aftersail.visits.permissions import WRITERS
from aftersail.visits.queries.visits import visit_by_id

router = Router(tags=["visits"])


@router.patch("/{uuid:visit_id}/facts", response=VisitOut, summary="Write the record")
@audience(*WRITERS, scope="visits:write")
def write_facts(request: SignedInRequest, visit_id: UUID, data: FactsIn) -> dict[str, Any]:
    """Write fields of the record; a text sent as null becomes empty."""
    found = visit_by_id(request.user, visit_id)
    texts = {
        "environment",
        "diagnosis",
        "work_done",
        "test_result",
        "user_opinion",
        "restored",
        "software_change",
    }
    sent = data.dict(exclude_unset=True, exclude={"at", "version", "before"})
    values = {name: "" if value is None and name in texts else value for name, value in sent.items()}
    recording.save_facts(
        by=request.user,
        visit=found,
        values=values,
        at=moment_of(data),
        seen=data.version,
        believed=data.before,
    )
    return shown(found)


@router.put("/{uuid:visit_id}/steps/{uuid:step_id}", response=StepOut, summary="Settle a step")
@audience(*WRITERS, scope="visits:write")
def put_step(request: SignedInRequest, visit_id: UUID, step_id: UUID, data: StepIn) -> Any:
    """Settle a step, in order; skipping needs a note and who approved it."""
    found = visit_by_id(request.user, visit_id)
    step = found.steps.select_related("visit__order__case").filter(pk=step_id).first()
    if step is None:
        raise NotThere
    approver = one_of(Staff, data.skip_approved_by_id)
    return recording.record_step(
        by=request.user,
        step=step,
        result=data.result,
        reading=data.reading,
        note=data.note,
        skip_approved_by=approver,
        at=moment_of(data),
        seen=data.version,
    )


@router.put("/{uuid:visit_id}/hours", response=list[HoursOut], summary="State the hours")
@audience(*WRITERS, scope="visits:write")
def put_hours(request: SignedInRequest, visit_id: UUID, data: AllHoursIn) -> Any:
    """State everybody's hours anew."""
    found = visit_by_id(request.user, visit_id)
    entries = {(one.staff_id, one.kind): one.hours for one in data.entries}
    people = Staff.objects.in_bulk([staff_id for staff_id, _kind in entries])
    if len(people) < len({staff_id for staff_id, _kind in entries}):
        raise NotThere
    recording.save_hours(
        by=request.user,
        visit=found,
        entries=[(people[s], k, h) for (s, k), h in entries.items()],
        at=moment_of(data),
    )
    return list(found.hours.all())


@router.put("/{uuid:visit_id}/findings/{uuid:finding_id}", response=FindingOut, summary="Write a finding")
@audience(*WRITERS, scope="visits:write")
def put_finding(request: SignedInRequest, visit_id: UUID, finding_id: UUID, data: FindingIn) -> Any:
    """Write a finding under an id made by the sender, or change the one written under it."""
    found = visit_by_id(request.user, visit_id)
    unit = None
    if (
        data.equipment_id
        and (unit := Equipment.objects.visible_to(request.user).filter(pk=data.equipment_id).first()) is None
    ):
        raise NotThere
    mode = one_of(FailureCode, data.mode_id)
    assert mode is not None
    return findings.record_finding(
        by=request.user, visit=found, id=finding_id, text=data.text, item=data.item, equipment=unit, mode=mode,
        mechanism=one_of(FailureCode, data.mechanism_id), cause=one_of(FailureCode, data.cause_id),
        activity=one_of(FailureCode, data.activity_id), at=moment_of(data), seen=data.version,
    )  # fmt: skip


@router.delete(
    "/{uuid:visit_id}/findings/{uuid:finding_id}", response={204: None}, summary="Take a finding back"
)
@audience(*WRITERS, scope="visits:write")
def delete_finding(request: SignedInRequest, visit_id: UUID, finding_id: UUID) -> tuple[int, None]:
    """Take a finding back; again changes nothing."""
    found = visit_by_id(request.user, visit_id)
    if (one := found.findings.filter(pk=finding_id).first()) is not None:
        findings.remove_finding(by=request.user, finding=one, at=timezone.now())
    return 204, None


@router.put("/{uuid:visit_id}/parts/{uuid:use_id}", response=PartOut, summary="Write a part")
@audience(*WRITERS, scope="visits:write")
def put_part(request: SignedInRequest, visit_id: UUID, use_id: UUID, data: PartIn) -> Any:
    """Write a part put in or taken out under an id made by the sender."""
    found, part = visit_by_id(request.user, visit_id), one_of(Part, data.part_id)
    assert part is not None
    return supplies.record_part(
        by=request.user, visit=found, id=use_id, part=part, quantity=data.quantity, serial_in=data.serial_in, serial_out=data.serial_out,
        at=moment_of(data), seen=data.version,
    )  # fmt: skip


@router.delete("/{uuid:visit_id}/parts/{uuid:use_id}", response={204: None}, summary="Take a part back")
@audience(*WRITERS, scope="visits:write")
def delete_part(request: SignedInRequest, visit_id: UUID, use_id: UUID) -> tuple[int, None]:
    """Take a part back; again changes nothing."""
    found = visit_by_id(request.user, visit_id)
    if (one := found.parts.select_related("part").filter(pk=use_id).first()) is not None:
        supplies.remove_part(by=request.user, use=one, at=timezone.now())
    return 204, None


@router.post("/{uuid:visit_id}/tools/{uuid:tool_id}", response={204: None}, summary="Note a tool used")
@audience(*WRITERS, scope="visits:write")
def create_tool_use(request: SignedInRequest, visit_id: UUID, tool_id: UUID) -> tuple[int, None]:
    """Note that the work is done with a tool."""
    found = visit_by_id(request.user, visit_id)
    supplies.record_tool(
        by=request.user, visit=found, tool=tool_by_id(request.user, tool_id), at=timezone.now()
    )
    return 204, None


@router.post("/{uuid:visit_id}/leftovers", response={204: None}, summary="Note what is left over")
@audience(*WRITERS, scope="visits:write")
def create_leftover(request: SignedInRequest, visit_id: UUID, data: VisitLeftoverIn) -> tuple[int, None]:
    """Note on the case what the visit leaves over."""
    found = visit_by_id(request.user, visit_id)
    recording.leave_over(
        by=request.user,
        visit=found,
        id=data.id or new_id(),
        text=data.text,
        party=data.party,
        due_on=data.due_on,
        at=moment_of(data),
    )
    return 204, None


@router.post("/{uuid:visit_id}/owed-parts", response={204: None}, summary="Note a part owed")
@audience(*WRITERS, scope="visits:write")
def create_owed_part(request: SignedInRequest, visit_id: UUID, data: VisitOwedIn) -> tuple[int, None]:
    """Note on the case a part that the ship is still to get."""
    found, part = visit_by_id(request.user, visit_id), one_of(Part, data.part_id)
    assert part is not None
    recording.owe_ship(
        by=request.user,
        visit=found,
        id=data.id or new_id(),
        part=part,
        quantity=data.quantity,
        due_on=data.due_on,
        at=moment_of(data),
    )
    return 204, None
