"""Reactions: engineers hear that they are sent, or no longer."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.attention import follow, tell
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.dispatch.events import AssignmentMoved, AssignmentReleased, OrderAssigned
from aftersail.dispatch.models import Assignment


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
