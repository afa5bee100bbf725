"""Reactions: an assignment makes a visit, a moved one plans it anew, a released one ends it."""

from __future__ import annotations

from aftersail.cases.models import WorkOrder
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.dispatch.events import AssignmentMoved, AssignmentReleased, OrderAssigned
from aftersail.visits.actions.making import replan_visit, visit_for, withdraw_visit


@on(OrderAssigned)
def make_visit(event: OrderAssigned, entry: LogEntry) -> None:
    """Make the visit of an order that got its engineer."""
    visit_for(order=WorkOrder.objects.get(pk=event.order_id), at=entry.at)


@on(AssignmentMoved)
def move_visit(event: AssignmentMoved, entry: LogEntry) -> None:
    """Let the visit follow the promise: other hours, or another engineer's visit."""
    replan_visit(order=WorkOrder.objects.get(pk=event.order_id), at=entry.at)


@on(AssignmentReleased)
def end_visit(event: AssignmentReleased, entry: LogEntry) -> None:
    """End the visit that nobody goes to any more."""
    withdraw_visit(order=WorkOrder.objects.get(pk=event.order_id), reason=event.reason, at=entry.at)
