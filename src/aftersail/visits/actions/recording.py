"""Writing the record on board: facts, steps, hours, what is owed; open until it is signed."""

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
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.record import Stale
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Staff
from aftersail.supply.models import Part
from aftersail.visits import rules
from aftersail.visits.events import RecordSaved, StepDone
from aftersail.visits.models import HoursEntry, Visit, VisitStep
from aftersail.visits.permissions import may_record
from aftersail.visits.queries.record import approvers, people_on, step_facts
from aftersail.visits.states import HoursKind, StepResult

FACTS = (
    "running_hours", "environment", "diagnosis", "work_done", "test_result", "user_opinion", "restored", "permanent_due_on",
    "software_change",
)  # fmt: skip


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
        tell_saved(by, visit, "facts", {name: str(value or "") for name, value in changed.items()}, at)
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
    tell_saved(by, visit, "hours", told, at)


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


def tell_saved(by: Account, visit: Visit, part: str, values: Mapping[str, Any], at: datetime) -> None:
    """Write to the log which part of the record was written, and what now stands there."""
    event = RecordSaved(visit_id=visit.pk, number=visit.number, part=part, values=dict(values))
    record(event, by=by, about=visit, at=at)
