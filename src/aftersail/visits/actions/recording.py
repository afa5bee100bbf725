"""Writing the record on board: facts, steps, hours, findings, parts, what is owed; open until it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.owed import note_leftover, owe_part
from aftersail.cases.models import CasePart, LeftoverItem
from aftersail.core.files import Upload, attach
from aftersail.core.log import record
from aftersail.core.models import Account, StoredFile
from aftersail.core.record import Stale
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.fleet.states import CodeKind
from aftersail.people.models import Staff
from aftersail.supply.models import Part
from aftersail.visits import rules
from aftersail.visits.actions.supplies import put_back, take_from_kit
from aftersail.visits.events import RecordSaved, StepDone
from aftersail.visits.models import Finding, HoursEntry, PartUse, Visit, VisitStep
from aftersail.visits.permissions import may_record
from aftersail.visits.queries.record import approvers, codes_for, family_of, people_on, step_facts
from aftersail.visits.states import HoursKind, StepResult

FACTS = (
    "running_hours", "environment", "diagnosis", "work_done", "test_result", "user_opinion", "restored", "permanent_due_on",
    "software_change",
)  # fmt: skip
PHOTO_MOMENTS = ("before", "after", "during")


@transaction.atomic
def save_facts(
    *,
    by: Account,
    visit: Visit,
    values: Mapping[str, Any],
    at: datetime,
    seen: int | None = None,
    believed: Mapping[str, str | None] | None = None,
) -> Visit:
    """Write fields of the record (of `FACTS`); unchanged ones are left out, nothing changed writes nothing.

    believed: fields as the sender saw them last. Raises `Stale` where one that is to change was changed by somebody else.
    """
    unknown = set(values) - set(FACTS)
    if unknown:
        raise ValueError(f"not part of a visit's record: {sorted(unknown)}")
    hours = values.get("running_hours")
    sensible = ALLOWED if hours is None or hours >= 0 else refuse(_("Running hours cannot be negative."))
    require(all_of(may_record(by, visit), sensible, _soon(values.get("permanent_due_on"), at)))
    changed = {name: value for name, value in values.items() if getattr(visit, name) != value}
    if believed is not None and any(
        name in believed and not rules.stands_as_seen(getattr(visit, name), believed[name])
        for name in changed
    ):
        raise Stale([_("Somebody else has changed this part of the record meanwhile.")])
    if changed:
        visit.change(seen, **changed)
        _log(by, visit, "facts", {name: str(value or "") for name, value in changed.items()}, at)
    return visit


@transaction.atomic
def record_step(
    *,
    by: Account,
    step: VisitStep,
    result: str,
    at: datetime,
    reading: Decimal | None = None,
    note: str = "",
    skip_approved_by: Staff | None = None,
    seen: int | None = None,
) -> VisitStep:
    """Settle a step, in order; a reading outside its limits fails, skipping needs reason and approval (R57)."""
    visit = step.visit
    judged = rules.judged_result(result, reading, step.low, step.high)
    approved = skip_approved_by is not None and approvers(visit).filter(pk=skip_approved_by.pk).exists()
    measured = step.low is not None or step.high is not None
    lawful = rules.may_record_step(
        result=judged,
        measured=measured,
        reading=reading,
        hold_point=step.hold_point,
        note=note,
        skip_approved=approved,
    )
    in_order = rules.previous_steps_settled(step.place, step_facts(visit)) if judged else ALLOWED
    require(all_of(may_record(by, visit), lawful, in_order))
    by_hand = getattr(by, "staff", None)
    step.change(
        seen, result=judged, reading=reading, note=note.strip()[:300], done_at=at if judged else None, done_by=by_hand if judged else None,
        skip_approved_by=skip_approved_by if judged == StepResult.SKIPPED else None,
    )  # fmt: skip
    approver = skip_approved_by.name if skip_approved_by and judged == StepResult.SKIPPED else ""
    event = StepDone(
        visit_id=visit.pk,
        place=step.place,
        result=judged or str(_("open again")),
        note=step.note,
        approved_by=approver,
    )
    record(event, by=by, about=visit, at=at)
    return step


@transaction.atomic
def save_hours(
    *, by: Account, visit: Visit, entries: Iterable[tuple[Staff, str, Decimal]], at: datetime
) -> None:
    """State everybody's hours by kind anew; zero hours are left out."""
    rows = [(staff, kind, hours) for staff, kind, hours in entries if hours]
    along = set(people_on(visit).values_list("pk", flat=True))
    sensible = all_of(
        ALLOWED
        if all(0 < hours <= 500 for _s, _k, hours in rows)
        else refuse(_("Hours lie between 0 and 500.")),
        ALLOWED
        if all(kind in HoursKind.values for _s, kind, _h in rows)
        else refuse(_("Hours are of travel, waiting or work.")),
        ALLOWED
        if all(staff.pk in along for staff, _k, _h in rows)
        else refuse(_("Hours are entered for those who went along.")),
    )
    require(all_of(may_record(by, visit), sensible))
    before = {(row.staff_id, row.kind): row for row in visit.hours.all()}
    wanted = {(staff.pk, kind): hours for staff, kind, hours in rows}
    if {key: row.hours for key, row in before.items()} == wanted:
        return
    visit.hours.all().delete()
    HoursEntry.objects.bulk_create(
        HoursEntry(visit=visit, staff=staff, kind=kind, hours=hours) for staff, kind, hours in rows
    )
    told = {f"{staff.name} {kind}": str(hours) for staff, kind, hours in rows}
    _log(by, visit, "hours", told, at)


@transaction.atomic
def record_finding(
    *,
    by: Account,
    visit: Visit,
    id: UUID,
    text: str,
    mode: FailureCode,
    at: datetime,
    equipment: Equipment | None = None,
    item: str = "",
    mechanism: FailureCode | None = None,
    cause: FailureCode | None = None,
    activity: FailureCode | None = None,
    seen: int | None = None,
) -> Finding:
    """Write what was found wrong, coded; the same `id` changes the finding written before."""
    codes = {
        CodeKind.MODE: mode,
        CodeKind.MECHANISM: mechanism,
        CodeKind.CAUSE: cause,
        CodeKind.ACTIVITY: activity,
    }
    said = ALLOWED if text.strip() else refuse(_("Describe what was found."))
    aboard = (
        ALLOWED
        if equipment is None or equipment.vessel_id == visit.order.case.vessel_id
        else refuse(_("This unit belongs to another ship."))
    )
    require(
        all_of(
            may_record(by, visit),
            said,
            aboard,
            *(_fits(visit, kind, code) for kind, code in codes.items() if code),
        )
    )
    values = {
        "equipment": equipment, "item": item.strip()[:120], "mode": mode, "mechanism": mechanism, "cause": cause,
        "activity": activity, "text": text.strip()[:500],
    }  # fmt: skip
    found = Finding.objects.filter(pk=id, visit=visit).first()
    if found is None:
        found = Finding.objects.create(id=id, visit=visit, **values)
    else:
        found.change(seen, **values)
    _log(
        by,
        visit,
        "finding",
        {"id": str(id), "text": found.text, **{str(k): c.code for k, c in codes.items() if c}},
        at,
    )
    return found


@transaction.atomic
def remove_finding(*, by: Account, finding: Finding, at: datetime) -> None:
    """Take back a finding that was written by mistake; the log keeps it."""
    require(may_record(by, finding.visit))
    _log(by, finding.visit, "finding removed", {"id": str(finding.pk), "text": finding.text}, at)
    finding.delete()


@transaction.atomic
def record_part(
    *,
    by: Account,
    visit: Visit,
    id: UUID,
    part: Part,
    quantity: int,
    at: datetime,
    serial_in: str = "",
    serial_out: str = "",
    seen: int | None = None,
) -> PartUse:
    """Write a part put in or taken out; a part with serial numbers is written piece by piece."""
    serial_in, serial_out = serial_in.strip(), serial_out.strip()
    counted = ALLOWED if 0 < quantity < 1000 else refuse(_("Give a quantity of one or more."))
    single = (
        ALLOWED
        if not part.serialised or quantity == 1
        else refuse(_("A part with serial numbers is entered one by one."))
    )
    numbered = (
        ALLOWED
        if not part.serialised or serial_in or serial_out
        else refuse(_("Enter the serial number put in or taken out."))
    )
    require(all_of(may_record(by, visit), counted, single, numbered))
    values = {"part": part, "quantity": quantity, "serial_in": serial_in[:60], "serial_out": serial_out[:60]}
    use = PartUse.objects.filter(pk=id, visit=visit).first()
    if use is None:
        use = PartUse.objects.create(id=id, visit=visit, **values)
    else:
        put_back(by, use, at)
        use.change(seen, **values)
    take_from_kit(by, use, at)
    told = {
        "id": str(id),
        "part": part.number,
        "quantity": quantity,
        "serial_in": serial_in,
        "serial_out": serial_out,
    }
    _log(by, visit, "part", told, at)
    return use


@transaction.atomic
def remove_part(*, by: Account, use: PartUse, at: datetime) -> None:
    """Take back a part that was written by mistake; the log keeps it."""
    require(may_record(by, use.visit))
    _log(
        by,
        use.visit,
        "part removed",
        {"id": str(use.pk), "part": use.part.number, "quantity": use.quantity},
        at,
    )
    put_back(by, use, at)
    use.delete()


@transaction.atomic
def add_photo(
    *,
    by: Account,
    visit: Visit,
    upload: Upload,
    moment: str,
    at: datetime,
    caption: str = "",
    file_id: UUID | None = None,
) -> StoredFile:
    """Keep a photo of before, during or after the work; photos with the same caption print side by side."""
    known = (
        ALLOWED
        if moment in PHOTO_MOMENTS
        else refuse(_("Say whether the photo shows before, during or after the work."))
    )
    require(all_of(may_record(by, visit), known))
    return attach(upload, by=by, about=visit, at=at, purpose=moment, caption=caption, file_id=file_id)


@transaction.atomic
def leave_over(
    *, by: Account, visit: Visit, id: UUID, text: str, party: str, due_on: date | None, at: datetime
) -> LeftoverItem:
    """Note on the case what this visit leaves over."""
    require(may_record(by, visit))
    return note_leftover(by=by, case=visit.order.case, id=id, text=text, party=party, due_on=due_on, at=at)


@transaction.atomic
def owe_ship(
    *, by: Account, visit: Visit, id: UUID, part: Part, quantity: int, due_on: date | None, at: datetime
) -> CasePart:
    """Note on the case a part that the ship is still to get."""
    require(may_record(by, visit))
    return owe_part(by=by, case=visit.order.case, id=id, part=part, quantity=quantity, due_on=due_on, at=at)


def _soon(day: date | None, at: datetime) -> Verdict:
    if day is None or at.date() <= day <= at.date() + timedelta(days=1100):
        return ALLOWED
    return refuse(_("The permanent repair lies within the three years to come. Correct the day."))


def _fits(visit: Visit, kind: CodeKind, code: FailureCode) -> Verdict:
    if codes_for(family_of(visit), kind).filter(pk=code.pk).exists():
        return ALLOWED
    return refuse(_("This code does not fit the product. Choose one from the list."))


def _log(by: Account, visit: Visit, part: str, values: dict[str, Any], at: datetime) -> None:
    record(
        RecordSaved(visit_id=visit.pk, number=visit.number, part=part, values=values),
        by=by,
        about=visit,
        at=at,
    )
