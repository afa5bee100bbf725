"""Reactions of the people chapter to its own events: who decides on leave is told, and so is who asked."""

from __future__ import annotations

from aftersail.core.attention import tell
from aftersail.core.events import on
from aftersail.core.log import sentence
from aftersail.core.models import LogEntry
from aftersail.people.events import LeaveApproved, LeaveRefused, LeaveRequested
from aftersail.people.models import Leave
from aftersail.people.queries.papers import to_tell


@on(LeaveRequested)
def tell_who_decides(_event: LeaveRequested, entry: LogEntry) -> None:
    """Tell the station's managers that leave waits for them."""
    leave = Leave.objects.select_related("staff__account").filter(pk=entry.subject_id).first()
    if leave is None:
        return
    for account in to_tell(leave.staff):
        if account.pk not in {entry.account_id, leave.staff.account_id}:
            tell(account, sentence(entry), about=leave, entry=entry)


@on(LeaveApproved, LeaveRefused)
def tell_who_asked(_event: LeaveApproved | LeaveRefused, entry: LogEntry) -> None:
    """Tell the person what was decided."""
    leave = Leave.objects.select_related("staff__account").filter(pk=entry.subject_id).first()
    if leave is None or leave.staff.account is None or leave.staff.account_id == entry.account_id:
        return
    tell(leave.staff.account, sentence(entry), about=leave, entry=entry)
