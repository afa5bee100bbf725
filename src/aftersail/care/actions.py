"""Planning and making return visits."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from aftersail.care import rules
from aftersail.care.events import (
    ReturnVisitAssigned,
    ReturnVisitClosed,
    ReturnVisitMissed,
    ReturnVisitPlanned,
    ReturnVisitRecorded,
)
from aftersail.care.models import ReturnVisit
from aftersail.care.permissions import may_move, may_plan
from aftersail.care.queries import NOT_DONE, followed_up
from aftersail.care.states import ReturnVisitKind, ReturnVisitState
from aftersail.cases.models import Case
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import all_of, require
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.rules import add_months
from aftersail.people.models import Staff


@transaction.atomic
def plan_after_closure(*, case: Case, at: datetime) -> ReturnVisit | None:
    """Owe the ship a call 15 days after an S1 or S2 closed; a case closed again moves the call that still waits."""
    due_on = rules.due_after_closure(case.severity, timezone.localdate(at))
    if due_on is None:
        return None
    known = ReturnVisit.objects.filter(case=case, kind=ReturnVisitKind.CLOSURE).first()
    if known is None:
        return _plan(case.vessel, ReturnVisitKind.CLOSURE, due_on, at, case=case)
    if known.state in NOT_DONE and known.due_on < due_on:
        known.change(due_on=due_on)
    return known


@transaction.atomic
def plan_after_delivery(
    *, by: Account | None, vessel: Vessel, delivered_on: date, at: datetime
) -> list[ReturnVisit]:
    """Owe the ship a call 30 and 90 days after its delivery; a second call plans nothing new (R79).

    `by` is None where the delivery itself asks for the calls.
    """
    if by is not None:
        require(may_plan(by))
    kept = ReturnVisit.objects.filter(vessel=vessel, kind=ReturnVisitKind.DELIVERY)
    planned = {visit.due_on: visit for visit in kept}
    return [
        planned.get(due_on) or _plan(vessel, ReturnVisitKind.DELIVERY, due_on, at, by=by)
        for due_on in rules.due_after_delivery(delivered_on)
    ]


@transaction.atomic
def plan_periodic(*, vessel: Vessel, since: date, at: datetime) -> ReturnVisit:
    """Owe the ship its next regular call: 6, 12 or 24 months on, by what is aboard; one that waits already is kept."""
    waiting = ReturnVisit.objects.filter(
        vessel=vessel, kind=ReturnVisitKind.PERIODIC, state__in=NOT_DONE
    ).first()
    if waiting is not None:
        return waiting
    aboard = Equipment.objects.filter(vessel=vessel, removed_on=None)
    months = rules.months_between(set(aboard.values_list("model__criticality", flat=True)))
    return _plan(vessel, ReturnVisitKind.PERIODIC, add_months(since, months), at)


@transaction.atomic
def assign_return_visit(
    *, by: Account, visit: ReturnVisit, person: Staff, at: datetime, seen: int | None = None
) -> ReturnVisit:
    """Name who makes the call."""
    require(may_move(by, visit, "assign"))
    visit.change(seen, state=ReturnVisitState.ASSIGNED, assignee=person)
    record(ReturnVisitAssigned(person=person.name), by=by, about=visit, at=at)
    return visit


@transaction.atomic
def note_not_reached(
    *, by: Account, visit: ReturnVisit, at: datetime, seen: int | None = None
) -> ReturnVisit:
    """Note a try without an answer; the third leaves the visit standing as not reached."""
    require(all_of(may_move(by, visit, "miss"), rules.may_miss(attempts=visit.attempts)))
    visit.change(seen, state=ReturnVisitState.UNREACHABLE, attempts=visit.attempts + 1, last_tried_at=at)
    record(ReturnVisitMissed(attempt=visit.attempts, most=rules.MOST_ATTEMPTS), by=by, about=visit, at=at)
    return visit


@transaction.atomic
def record_return_visit(
    *,
    by: Account,
    visit: ReturnVisit,
    interviewee: str,
    condition: str,
    at: datetime,
    problems: str = "",
    suggestions: str = "",
    seen: int | None = None,
) -> ReturnVisit:
    """Keep who was spoken to and what they said; once recorded it is not rewritten."""
    require(
        all_of(may_move(by, visit, "record"), rules.may_record(interviewee=interviewee, condition=condition))
    )
    caller: Staff | None = getattr(by, "staff", None)
    visit.change(
        seen, state=ReturnVisitState.RECORDED, done_at=at, assignee=visit.assignee or caller, interviewee=interviewee.strip(),
        condition=condition.strip(), problems=problems.strip(), suggestions=suggestions.strip(),
    )  # fmt: skip
    told = ReturnVisitRecorded(interviewee=visit.interviewee, has_problems=bool(visit.problems))
    record(told, by=by, about=visit, at=at)
    if visit.kind == ReturnVisitKind.PERIODIC and visit.vessel.retired_on is None:
        plan_periodic(vessel=visit.vessel, since=timezone.localdate(at), at=at)
    return visit


@transaction.atomic
def close_return_visit(
    *, by: Account, visit: ReturnVisit, at: datetime, note: str = "", seen: int | None = None
) -> ReturnVisit:
    """Close a recorded visit whose problems have become records of their own."""
    lawful = rules.may_close(problems=visit.problems, followed_up=followed_up(visit), note=note)
    require(all_of(may_move(by, visit, "close"), lawful))
    visit.change(seen, state=ReturnVisitState.CLOSED)
    record(ReturnVisitClosed(note=note.strip()), by=by, about=visit, at=at)
    return visit


def _plan(
    vessel: Vessel,
    kind: ReturnVisitKind,
    due_on: date,
    at: datetime,
    *,
    case: Case | None = None,
    by: Account | None = None,
) -> ReturnVisit:
    visit = ReturnVisit(vessel=vessel, case=case, kind=kind, due_on=due_on)
    visit.save(force_insert=True)
    record(ReturnVisitPlanned(due_on=due_on, kind=kind.value), by=by, about=visit, at=at)
    return visit
