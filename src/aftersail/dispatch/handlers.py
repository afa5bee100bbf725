"""Reactions: engineers hear that they are sent, or no longer; what a change touches is planned anew."""

from __future__ import annotations

from collections.abc import Collection
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import WindowMoved
from aftersail.cases.models import WorkOrder
from aftersail.core.attention import follow, tell
from aftersail.core.events import on
from aftersail.core.models import Account, LogEntry
from aftersail.dispatch.actions.replanning import ask_in_name_of, drop_needless, threats_to_answer
from aftersail.dispatch.events import (
    AssignmentMoved,
    AssignmentReleased,
    OrderAssigned,
    OverrunExpected,
    ReplanDrafted,
)
from aftersail.dispatch.models import Assignment, PlanDraft
from aftersail.dispatch.queries.threats import (
    planners_for,
    promises_beside,
    promises_of_people,
    promises_on_ship,
    threats_now,
)
from aftersail.dispatch.rules.threats import threat_kept, told_of
from aftersail.fleet.events import UserTaskKept
from aftersail.people.events import LeaveApproved, LeaveWithdrawn
from aftersail.people.models import Leave
from aftersail.supply.events import IssueExpected
from aftersail.supply.models import PartIssue


@on(OrderAssigned)
def tell_engineers(event: OrderAssigned, entry: LogEntry) -> None:
    """Tell everybody who goes, and let them follow the case."""
    title = format_lazy(
        _("You are sent for work order {number}, planned {planned}"),
        number=event.number,
        planned=event.planned,
    )
    goes = Assignment.objects.filter(order=event.order_id, released_at=None).exclude(staff__account=None)
    for assignment in goes.select_related("staff__account", "order__case"):
        account = assignment.staff.account
        assert account is not None
        follow(account, assignment.order.case)
        tell(account, title, about=assignment.order.case, entry=entry)


@on(AssignmentReleased)
def tell_released(event: AssignmentReleased, entry: LogEntry) -> None:
    """Tell whoever was to go that they stay."""
    title = format_lazy(
        _("You no longer go for work order {number}: {reason}"), number=event.number, reason=event.reason
    )
    freed = Assignment.objects.filter(order=event.order_id, released_at=entry.at).exclude(staff__account=None)
    for assignment in freed.select_related("staff__account", "order__case"):
        account = assignment.staff.account
        assert account is not None
        tell(account, title, about=assignment.order.case, entry=entry)


@on(AssignmentMoved)
def tell_moved(event: AssignmentMoved, entry: LogEntry) -> None:
    """Tell those who go now, and those who no longer go."""
    rows = Assignment.objects.filter(order=event.order_id).exclude(staff__account=None)
    rows = rows.select_related("staff__account", "order__case")
    going = list(rows.filter(released_at=None))
    title = format_lazy(
        _("Work order {number} is planned anew: {engineer}, {planned}"),
        number=event.number, engineer=event.engineer, planned=event.planned,
    )  # fmt: skip
    for assignment in going:
        account = assignment.staff.account
        assert account is not None
        follow(account, assignment.order.case)
        tell(account, title, about=assignment.order.case, entry=entry)
    stays = format_lazy(
        _("You no longer go for work order {number}; {engineer} goes, planned {planned}"),
        number=event.number, engineer=event.engineer, planned=event.planned,
    )  # fmt: skip
    for assignment in rows.filter(released_at=entry.at).exclude(staff__in=[one.staff_id for one in going]):
        account = assignment.staff.account
        assert account is not None
        tell(account, stays, about=assignment.order.case, entry=entry)


@on(LeaveApproved)
def replan_around_leave(event: LeaveApproved, entry: LogEntry) -> None:
    """Plan anew what somebody on leave was promised to."""
    leave = Leave.objects.filter(pk=entry.subject_id).first()
    _replan(promises_of_people([leave.staff_id]) if leave else (), entry)


@on(LeaveWithdrawn)
def leave_as_it_was(event: LeaveWithdrawn, entry: LogEntry) -> None:
    """Throw away a draft that nobody needs any more."""
    drop_needless(at=timezone.now())


@on(WindowMoved)
def replan_within_window(event: WindowMoved, entry: LogEntry) -> None:
    """Plan anew what no longer fits the time in which the ship can be reached."""
    _replan({entry.subject_id}, entry)


@on(IssueExpected)
def replan_for_part(event: IssueExpected, entry: LogEntry) -> None:
    """Plan anew what would begin before its part is there."""
    order = PartIssue.objects.filter(pk=entry.subject_id).values_list("work_ref", flat=True).first()
    _replan({order} if order else (), entry)


@on(UserTaskKept)
def replan_around_user_task(event: UserTaskKept, entry: LogEntry) -> None:
    """Plan anew what lies in days that the user's calendar has come to block."""
    _replan(promises_on_ship(entry.subject_id), entry)


@on(OverrunExpected)
def replan_after_overrun(event: OverrunExpected, entry: LogEntry) -> None:
    """Plan anew what the same people cannot reach in time."""
    _replan(promises_beside(event.order_id), entry)


def _replan(orders: Collection[UUID], entry: LogEntry) -> None:
    """Queue planning anew where a promise among these orders cannot be kept; once per entry."""
    drop_needless(at=timezone.now())
    planners = planners_for(orders) if orders else []
    if any(threats_to_answer(one, orders, timezone.now()) for one in planners[:1]):
        ask_in_name_of(planners, id=uuid5(NAMESPACE_URL, f"aftersail:replan:{entry.pk}"), orders=orders)


@on(ReplanDrafted)
def tell_planners(event: ReplanDrafted, entry: LogEntry) -> None:
    """Tell whoever may publish it what cannot be kept, and lead to the draft."""
    draft = PlanDraft.objects.select_related("account").get(pk=entry.subject_id)
    threats = [threat_kept(one) for one in draft.cause]
    title = lazy(told_of, str)(threats)
    for account in dict.fromkeys([draft.account, *planners_for(one.order_id for one in threats)]):
        if account.pk == draft.account_id or account.sees_everything:
            tell(account, title, about=draft, entry=entry)
        else:
            _tell_station(account, {one.order_id for one in threats}, entry)


def _tell_station(account: Account, orders: Collection[UUID], entry: LogEntry) -> None:
    """Tell a station's manager, who reads no draft of others, what of it is theirs to see; it leads to the first order."""
    mine = [one for one in threats_now(account, timezone.now()) if one.order_id in orders]
    if mine:
        first = WorkOrder.objects.get(pk=mine[0].order_id)
        tell(account, lazy(told_of, str)(mine), about=first, entry=entry)
