"""The steps of a visit up to the end of work: accepted, set out, on board, at work, waiting, done, or not done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.moving import move_case
from aftersail.cases.actions.orders import move_order, undispatch_case
from aftersail.cases.models import Case
from aftersail.cases.permissions import may_move
from aftersail.cases.states import CASE, CaseState, OrderState
from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.dispatch.actions import free_engineers
from aftersail.dispatch.actions.overruns import end_reached
from aftersail.visits import rules
from aftersail.visits.actions.making import lay_out_steps
from aftersail.visits.events import (
    VisitAborted,
    VisitAccepted,
    VisitArrived,
    VisitSetOut,
    WorkBegan,
    WorkFinished,
    WorkResumed,
    WorkWaited,
)
from aftersail.visits.models import HoursEntry, Visit
from aftersail.visits.permissions import may_move_visit
from aftersail.visits.queries.forms import open_sheets_of
from aftersail.visits.queries.record import finish_facts
from aftersail.visits.queries.visits import stamps_of, waits_of
from aftersail.visits.rules.sheets import may_finish_with
from aftersail.visits.states import ON_BOARD, VISIT, VisitState, WaitReason


def advance(
    by: Account,
    visit: Visit,
    move: str,
    event: Event,
    at: datetime,
    seen: int | None,
    guard: Verdict = ALLOWED,
    **values: Any,
) -> Visit:
    """Take a step whose own guards are in `guard`: permission, stamps in order and not in the future, save, log."""
    stamps = stamps_of(visit) | {
        name.removesuffix("_at"): value for name, value in values.items() if name.endswith("_at")
    }
    in_order = rules.check_stamps(stamps, timezone.now())
    require(all_of(may_move_visit(by, visit, move), guard, in_order))
    visit.change(seen, state=VISIT.named(move).target, **values)
    record(event, by=by, about=visit, at=at)
    return visit


@transaction.atomic
def accept_visit(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """The engineer takes the visit on."""
    if visit.accepted_at == at:
        return visit
    event = VisitAccepted(visit_id=visit.pk, number=visit.number, engineer=visit.lead.name)
    return advance(by, visit, "accept", event, at, seen, accepted_at=at)


@transaction.atomic
def set_out(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """The engineer leaves for the ship; the work order is under way from now on."""
    if visit.set_out_at == at:
        return visit
    event = VisitSetOut(visit_id=visit.pk, number=visit.number, engineer=visit.lead.name)
    advance(by, visit, "set_out", event, at, seen, set_out_at=at)
    _start_order(by, visit, at)
    return visit


@transaction.atomic
def arrive(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """The engineer is on board; that stamps the case's arrival."""
    if visit.arrived_at == at:
        return visit
    event = VisitArrived(visit_id=visit.pk, number=visit.number, engineer=visit.lead.name)
    advance(by, visit, "arrive", event, at, seen, arrived_at=at)
    _start_order(by, visit, at)
    case = visit.order.case
    if case.state in CASE.named("arrive").sources:
        require(may_move(by, case, "arrive"))
        # Whoever stands on board early proves that the ship was there: the stamp follows the fact.
        early = case.ship_available_at is not None and case.ship_available_at > at
        available = at if early else case.ship_available_at
        move_case(
            by=by,
            case=case,
            move="arrive",
            at=at,
            arrived_at=case.arrived_at or at,
            ship_available_at=available,
        )
    else:
        require(_still_wanted(case))
    return visit


@transaction.atomic
def begin_work(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """Work begins, or goes on after a wait; the steps of the bound edition of the procedure are laid out (R57)."""
    if visit.state == VisitState.WORKING:
        return visit
    event = WorkBegan(visit_id=visit.pk, number=visit.number)
    advance(
        by,
        visit,
        "begin",
        event,
        at,
        seen,
        _not_before_the_last(visit, at),
        began_at=visit.began_at or at,
        wait_reason="",
    )
    lay_out_steps(visit)
    return visit


@transaction.atomic
def wait_on_board(*, by: Account, visit: Visit, reason: str, at: datetime, seen: int | None = None) -> Visit:
    """Work stands still for a listed reason."""
    if visit.state == VisitState.WAITING and visit.wait_reason == reason:
        return visit
    listed = ALLOWED if reason in WaitReason.values else refuse(_("Choose what the work waits for."))
    event = WorkWaited(visit_id=visit.pk, number=visit.number, reason=reason)
    return advance(
        by,
        visit,
        "wait",
        event,
        at,
        seen,
        all_of(listed, _not_before_the_last(visit, at)),
        wait_reason=reason,
    )


@transaction.atomic
def finish_work(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """Call the work done: steps and hold points settled, outcome and test on record (R57, R58)."""
    if visit.finished_at == at:
        return visit
    event = WorkFinished(visit_id=visit.pk, number=visit.number, restored=visit.restored)
    forms = (may_finish_with(number, sheet) for number, sheet in open_sheets_of(visit))
    guard = all_of(rules.may_finish(finish_facts(visit)), _not_before_the_last(visit, at), *forms)
    advance(by, visit, "finish", event, at, seen, guard, finished_at=at)
    prefill_hours(visit)
    end_reached(order=visit.order)
    return visit


@transaction.atomic
def resume_work(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """Go back to work that was called done too early."""
    event = WorkResumed(visit_id=visit.pk, number=visit.number)
    return advance(by, visit, "resume", event, at, seen, finished_at=None)


@transaction.atomic
def abort_visit(*, by: Account, visit: Visit, reason: str, at: datetime, seen: int | None = None) -> Visit:
    """End a visit that cannot be made or finished; order and case go back to planning."""
    said = ALLOWED if reason.strip() else refuse(_("Say why the visit is not done."))
    order, case = visit.order, visit.order.case
    event = VisitAborted(visit_id=visit.pk, case_id=case.pk, number=visit.number, reason=reason.strip())
    advance(by, visit, "abort", event, at, seen, said, abort_reason=reason.strip()[:300])
    free_engineers(order=order, at=at)
    move = {OrderState.IN_PROGRESS: "abort", OrderState.ASSIGNED: "unassign"}.get(OrderState(order.state))
    if move:
        move_order(by=by, order=order, move=move, at=at, reason=reason.strip())
    if visit.arrived_at is not None:
        case.change(visits_made=case.visits_made + 1)
    undispatch_case(by=by, case=case, at=at, reason=reason.strip())
    return visit


def prefill_hours(visit: Visit) -> None:
    """Enter the lead's hours as the stamps tell them, where nobody has entered any."""
    if visit.hours.exists():
        return
    hours = rules.prefilled_hours(stamps_of(visit), waits_of(visit))
    HoursEntry.objects.bulk_create(
        HoursEntry(visit=visit, staff=visit.lead, kind=kind, hours=value) for kind, value in hours.items()
    )


def _start_order(by: Account, visit: Visit, at: datetime) -> None:
    if visit.order.state == OrderState.ASSIGNED:
        move_order(by=by, order=visit.order, move="start", at=at)


def _still_wanted(case: Case) -> Verdict:
    """A case already on site, or solved, may be visited again; one that is paused or over may not."""
    if case.state in {CaseState.ON_SITE, CaseState.RESTORED, CaseState.CONFIRMING}:
        return ALLOWED
    told = _(
        "The case is not waiting for a visit: it is paused, planned anew or over. Ask the dispatcher what holds."
    )
    return refuse(told)


def _not_before_the_last(visit: Visit, at: datetime) -> Verdict:
    """What happens on board happens after the last thing on record there."""
    waits = waits_of(visit) if visit.state in ON_BOARD else []
    if waits and at < waits[-1][1]:
        return refuse(_("This time lies before the last stop or start of work on record. Correct the time."))
    return ALLOWED
