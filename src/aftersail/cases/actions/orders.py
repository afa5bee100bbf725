"""Work orders: written, approved, assigned, under way, done."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.moving import move_case
from aftersail.cases.actions.needs import NO_MORE, Needs, needs_make_sense, values_of, write_members
from aftersail.cases.events import OrderDrafted, OrderMoved
from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.permissions import may_draft_order, may_move, may_move_order
from aftersail.cases.states import WORK_ORDER, CaseState, OrderState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Port, Skill, TaskType


@transaction.atomic
def draft_order(
    *,
    by: Account,
    case: Case,
    id: UUID,
    scope: str,
    port: Port,
    window_from: datetime,
    window_until: datetime,
    work_hours: Decimal,
    at: datetime,
    skill: Skill | None = None,
    task: TaskType | None = None,
    level: int = 2,
    cost_estimate_cny: Decimal = Decimal(0),
    certificate_kinds: list[str] | None = None,
    parts_list: str = "",
    safety_notes: str = "",
    needs: Needs = NO_MORE,
) -> WorkOrder:
    """Write a work order for a case and plan the case; the visit is asked for from now on.

    `needs` are who goes along, tools, and how it is tied to other orders of the ship.
    """
    if known := made_before(WorkOrder, id):
        return known
    plannable = ALLOWED if case.state == CaseState.PLANNED else may_move(by, case, "plan")
    require(
        all_of(
            may_draft_order(by, case),
            plannable,
            _sensible(scope, window_from, window_until, work_hours, level, at),
            needs_make_sense(id, case, needs),
        )
    )
    order = WorkOrder(
        id=id,
        number=next_number("WO", case.station.code if case.station else "HQ", at),
        case=case,
        scope=scope.strip(),
        skill=skill,
        task=task,
        level=level,
        port=port,
        window_from=window_from,
        window_until=window_until,
        due_at=case.onsite_due_at,
        work_hours=work_hours,
        cost_estimate_cny=cost_estimate_cny,
        certificate_kinds=certificate_kinds or [],
        parts_list=parts_list.strip(),
        safety_notes=safety_notes.strip(),
        **values_of(case, needs),
    )
    order.save(force_insert=True)
    write_members(order, needs.members)
    record(OrderDrafted(number=order.number, scope=order.scope[:120]), by=by, about=order, at=at)
    if case.state != CaseState.PLANNED:
        available = case.ship_available_at or (window_from if window_from > case.reported_at else None)
        move_case(
            by=by,
            case=case,
            move="plan",
            at=at,
            onsite_asked_at=case.onsite_asked_at or at,
            ship_available_at=available,
        )
    order.change(due_at=case.onsite_due_at)
    return order


@transaction.atomic
def approve_order(*, by: Account, order: WorkOrder, at: datetime, seen: int | None = None) -> WorkOrder:
    """Approve a work order; above the cost limit that is for the dispatcher at headquarters."""
    limit = Decimal(settings.ORDER_APPROVAL_LIMIT_CNY)
    within = order.cost_estimate_cny <= limit or by.has_role(Role.DISPATCHER)
    told = _("The estimate is above the station's limit. The dispatcher at headquarters must approve it.")
    require(all_of(may_move_order(by, order, "approve"), ALLOWED if within else refuse(told)))
    return move_order(
        by=by,
        order=order,
        move="approve",
        at=at,
        seen=seen,
        approved_at=at,
        approved_by=getattr(by, "staff", None),
    )


@transaction.atomic
def cancel_order(
    *, by: Account, order: WorkOrder, reason: str, at: datetime, seen: int | None = None
) -> WorkOrder:
    """Withdraw a work order that nobody has started."""
    said = ALLOWED if reason.strip() else refuse(_("Give the reason."))
    require(all_of(may_move_order(by, order, "cancel"), said))
    return move_order(by=by, order=order, move="cancel", at=at, seen=seen, reason=reason.strip())


def move_order(
    *,
    by: Account,
    order: WorkOrder,
    move: str,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
    **values: Any,
) -> WorkOrder:
    """Make a move whose guards the caller has checked; dispatch and visits move orders through here."""
    require(may_move_order(by, order, move))
    transition, source = WORK_ORDER.named(move), order.state
    order.change(seen, state=transition.target, **values)
    event = OrderMoved(number=order.number, move=move, source=source, target=transition.target, reason=reason)
    record(event, by=by, about=order, at=at)
    return order


def dispatch_case(*, by: Account, case: Case, at: datetime) -> Case:
    """Note on the case that somebody is being sent, when a work order gets its engineer."""
    if case.state in {CaseState.PLANNED, CaseState.TEMP_RESTORED}:
        require(may_move(by, case, "dispatch"))
        move_case(by=by, case=case, move="dispatch", at=at, dispatched_at=case.dispatched_at or at)
    return case


def undispatch_case(*, by: Account, case: Case, at: datetime, reason: str) -> Case:
    """Take a case back to planning when its only engineer was released or the visit was aborted."""
    if (
        case.state in {CaseState.DISPATCHED, CaseState.ON_SITE}
        and not case.orders.filter(state__in=[OrderState.ASSIGNED, OrderState.IN_PROGRESS]).exists()
    ):
        move_case(by=by, case=case, move="replan", at=at, reason=reason)
    return case


def _sensible(
    scope: str, window_from: datetime, window_until: datetime, work_hours: Decimal, level: int, at: datetime
) -> Verdict:
    return all_of(
        ALLOWED if scope.strip() else refuse(_("Say what is to be done on board.")),
        ALLOWED if window_until > window_from else refuse(_("The ship's window must close after it opens.")),
        ALLOWED if window_until > at else refuse(_("The ship's window is already over. Choose a later one.")),
        ALLOWED if work_hours > 0 else refuse(_("Estimate the hours of work.")),
        ALLOWED if 0 <= level <= 4 else refuse(_("A skill level is 0 to 4.")),
    )
