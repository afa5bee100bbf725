"""Promising an engineer's time to a work order, and taking the promise back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg.errors import ExclusionViolation

from aftersail.cases.actions.orders import dispatch_case, move_order, undispatch_case
from aftersail.cases.actions.talking import note_answer
from aftersail.cases.models import Case, WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.dispatch.events import AssignmentReleased, BestPassedOver, OrderAssigned
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_assign, may_release
from aftersail.dispatch.queries.calendar import not_blocked
from aftersail.dispatch.queries.candidates import busy_times, name_of
from aftersail.dispatch.queries.proposals import OrderProposal, proposal_for
from aftersail.dispatch.rules import Proposal, Refusal
from aftersail.dispatch.rules.supervision import Member, may_be_supervised
from aftersail.people.models import Staff

GRANTED_FOR = "assigned to a work order of the case"


@transaction.atomic
def assign_order(
    *,
    by: Account,
    order: WorkOrder,
    staff: Staff,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    id: UUID,
    override_reason: str = "",
    team: Sequence[Staff] = (),
    seen: int | None = None,
) -> Assignment:
    """Send an engineer, and a team with them, for a work order; the same `id` again makes no second promise.

    The rules are asked again as things stand now. Choosing another than the first proposed, or hours outside the
    ship's window, needs a reason, which is logged (R17, R38). Raises `Refused` with every reason.
    """
    if known := made_before(Assignment, id):
        return known
    require(all_of(may_assign(by, order), _hours_make_sense(starts_at, ends_at)))
    everybody = [staff, *(one for one in team if one.pk != staff.pk)]
    _hold_still(everybody)
    require(all_of(*(_not_promised(one, starts_at, ends_at) for one in everybody)))
    proposal = proposal_for(order, at)
    reason = override_reason.strip()
    judged = [proposal.judged(one, starts_at, ends_at, called_in=bool(reason)) for one in everybody]
    require(
        all_of(
            _fit(judged),
            _supervised(proposal, everybody),
            _explained(proposal, staff, starts_at, reason),
            not_blocked(order, starts_at, ends_at, reason),
        )
    )
    lead = _promise(order, everybody, judged, starts_at, ends_at, id, reason)
    case = order.case
    move_order(by=by, order=order, move="assign", at=at, seen=seen)
    note_answer(by=by, case=case, at=at)
    dispatch_case(by=by, case=case, at=at)
    for one in everybody:
        open_case_to(one, case)
    _log(by, lead, proposal, at)
    return lead


@transaction.atomic
def release_assignment(
    *, by: Account, assignment: Assignment, reason: str, at: datetime, seen: int | None = None
) -> Assignment:
    """Take the engineer, and the team, off a work order that has not been started; the case goes back to planning."""
    order, still = assignment.order, ALLOWED
    if assignment.released_at is not None:
        still = refuse(_("This assignment has already been released."))
    said = ALLOWED if reason.strip() else refuse(_("Say why this engineer no longer goes."))
    require(all_of(may_release(by, order), still, said))
    assignment.change(seen, released_at=at)
    free_engineers(order=order, at=at)
    move_order(by=by, order=order, move="unassign", at=at, reason=reason.strip())
    undispatch_case(by=by, case=order.case, at=at, reason=reason.strip())
    event = AssignmentReleased(
        number=order.number, order_id=order.pk, engineer=assignment.staff.name, reason=reason.strip()
    )
    record(event, by=by, about=assignment, at=at)
    return assignment


def free_engineers(*, order: WorkOrder, at: datetime) -> None:
    """End every promise for an order, and the access that came with it; part of a larger action."""
    rows = Assignment.objects.filter(order=order)
    rows.filter(released_at=None).update(released_at=at)
    for account_id in rows.exclude(staff__account=None).values_list("staff__account", flat=True).distinct():
        others = Assignment.objects.filter(
            order__case=order.case_id, staff__account=account_id, released_at=None
        )
        if not others.exists():
            mine = AccessGrant.objects.filter(account=account_id, reason=GRANTED_FOR)
            mine.filter(target_id__in=[order.case_id, order.case.vessel_id]).update(until=at)


def open_case_to(staff: Staff, case: Case) -> None:
    """Let an engineer from elsewhere reach the case, and see its ship by itself, as long as they are assigned."""
    account = staff.account
    if account is None or account.sees_everything:
        return
    lasting = AccessGrant.objects.in_force(account).exclude(reason=GRANTED_FOR).filter(glimpse=False)
    if set(lasting.values_list("target_id", flat=True)) & set(case.reach_keys()):
        return
    for kind, target, glimpse in (("case", case.pk, False), ("vessel", case.vessel_id, True)):
        values = {"kind": kind, "reason": GRANTED_FOR, "until": None}
        AccessGrant.objects.update_or_create(
            account=account, organisation=None, target_id=target, glimpse=glimpse, defaults=values
        )


def _hold_still(people: Sequence[Staff]) -> None:
    """Let two planners who want the same person come one after the other; without it they could wait for each other."""
    ids = [one.pk for one in people]
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _hours_make_sense(starts_at: datetime, ends_at: datetime) -> Verdict:
    if ends_at <= starts_at:
        return refuse(_("The work must end after it begins."))
    if ends_at - starts_at > timedelta(days=120):
        return refuse(_("Nobody is promised for more than 120 days at once."))
    return ALLOWED


def _not_promised(staff: Staff, starts_at: datetime, ends_at: datetime) -> Verdict:
    clash = next((p for p in busy_times([staff.pk], starts_at)[staff.pk] if p.starts_at < ends_at), None)
    if clash is None:
        return ALLOWED
    number = WorkOrder.objects.filter(pk=clash.order_id).values_list("number", flat=True).first()
    told = format_lazy(
        _("{who} is already promised to {order} from {start} to {end}. Choose somebody else or other hours."),
        who=name_of(staff), order=number or _("another order"), start=_minute(clash.starts_at), end=_minute(clash.ends_at),
    )  # fmt: skip
    return refuse(told)


def _fit(judged: Sequence[Proposal | Refusal | None]) -> Verdict:
    """Nobody may be sent against a rule; a level that is too low is judged for the team as a whole."""
    if None in judged:
        return refuse(_("This person does not go on board. Choose an engineer from the proposal."))
    refusals = [one for one in judged if isinstance(one, Refusal) and one.rule != "skill"]
    return all_of(
        *(
            refuse(format_lazy("{who}: {reason}", who=one.candidate.name, reason=one.reason))
            for one in refusals
        )
    )


def _supervised(proposal: OrderProposal, people: Sequence[Staff]) -> Verdict:
    """Somebody below the level goes only with somebody who may stand beside them (R27)."""
    need = proposal.need
    known = [proposal.candidates[one.number] for one in people if one.number in proposal.candidates]
    return may_be_supervised([Member(one.name, one.skills.get(need.skill, 0)) for one in known], need.level)


def _explained(proposal: OrderProposal, staff: Staff, starts_at: datetime, reason: str) -> Verdict:
    best, order = proposal.best, proposal.order
    if reason:
        return ALLOWED
    verdict = ALLOWED
    if best is not None and best.candidate.key != staff.number:
        told = _("{best} is proposed first. Say why you choose somebody else.")
        verdict = refuse(format_lazy(told, best=best.candidate.name))
    if not order.window_from <= starts_at <= order.window_until:
        told = _("The start lies outside the ship's window. Say why it is possible all the same.")
        verdict = all_of(verdict, refuse(told))
    return verdict


def _promise(
    order: WorkOrder, people: Sequence[Staff], judged: Sequence[Proposal | Refusal | None],
    starts_at: datetime, ends_at: datetime, id: UUID, reason: str,
) -> Assignment:  # fmt: skip
    rows = []
    for place, (one, answer) in enumerate(zip(people, judged, strict=True)):
        fits = answer if isinstance(answer, Proposal) else None
        rows.append(Assignment(
            id=id if place == 0 else new_id(), order=order, staff=one, lead=place == 0, starts_at=starts_at, ends_at=ends_at,
            travel_hours=Decimal(str(round(fits.travel_hours, 2))) if fits else Decimal(0),
            distance_km=Decimal(str(round(fits.distance_km, 1))) if fits else Decimal(0),
            reasons=[str(told) for told in fits.reasons_for] if fits else [str(_("Goes under supervision."))],
            override_reason=reason[:300] if place == 0 else "",
        ))  # fmt: skip
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        clashes = all_of(*(_not_promised(one, starts_at, ends_at) for one in people))
        raise Refused(
            clashes.reasons
            or [_("Somebody promised this engineer elsewhere meanwhile. Reload the proposal.")]
        ) from error
    return rows[0]


def _log(by: Account, lead: Assignment, proposal: OrderProposal, at: datetime) -> None:
    order = lead.order
    planned = _minute(lead.starts_at)
    assigned = OrderAssigned(
        number=order.number,
        order_id=order.pk,
        assignment_id=lead.pk,
        engineer=lead.staff.name,
        planned=planned,
    )
    record(assigned, by=by, about=lead, at=at)
    if lead.override_reason:
        best = proposal.best.candidate.name if proposal.best else "—"
        passed = BestPassedOver(
            number=order.number, chosen=lead.staff.name, best=best, reason=lead.override_reason
        )
        record(passed, by=by, about=lead, at=at)


def _minute(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
