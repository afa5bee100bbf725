"""Promising an engineer's time to a work order, and taking the promise back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.orders import dispatch_case, move_order, undispatch_case
from aftersail.cases.actions.talking import note_answer
from aftersail.cases.models import Case, WorkOrder
from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.dispatch.actions.promises import hold_still, hours_make_sense, log_reason, minute, promise
from aftersail.dispatch.events import AssignmentReleased, OrderAssigned
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_assign, may_release
from aftersail.dispatch.rules.locks import is_open
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
    planned: bool = False,
) -> Assignment:
    """Send an engineer, and a team with them, for a work order; the same `id` again makes no second promise.

    The rules are asked again as things stand now. Choosing another than the first proposed, or hours outside the
    ship's window, needs a reason, which is logged (R17, R38). With `planned` a plan of all orders chose the engineer:
    nobody asks why it is not the first proposed for this order alone. Raises `Refused` with every reason.
    """
    if known := made_before(Assignment, id):
        return known
    require(all_of(may_assign(by, order), hours_make_sense(starts_at, ends_at)))
    everybody = [staff, *(one for one in team if one.pk != staff.pk)]
    hold_still(everybody)
    lead, first = promise(
        order=order, people=everybody, starts_at=starts_at, ends_at=ends_at, at=at, id=id, reason=override_reason.strip(),
        unasked=planned,
    )  # fmt: skip
    case = order.case
    move_order(by=by, order=order, move="assign", at=at, seen=seen)
    note_answer(by=by, case=case, at=at)
    dispatch_case(by=by, case=case, at=at)
    for one in everybody:
        open_case_to(one, case)
    assigned = OrderAssigned(
        number=order.number,
        order_id=order.pk,
        assignment_id=lead.pk,
        engineer=lead.staff.name,
        planned=minute(lead.starts_at),
    )
    record(assigned, by=by, about=lead, at=at)
    log_reason(by=by, lead=lead, first=first, at=at)
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
    require(all_of(may_release(by, order), still, said, is_open(assignment)))
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
    Assignment.objects.filter(order=order, released_at=None).update(released_at=at)
    close_case_to_the_released(order=order, at=at)


def close_case_to_the_released(*, order: WorkOrder, at: datetime) -> None:
    """End the access of those who were promised to an order and go to its case no more."""
    rows = Assignment.objects.filter(order=order)
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
