"""Asking for leave, granting or refusing it, taking it back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.events import LeaveApproved, LeaveRefused, LeaveRequested, LeaveWithdrawn
from aftersail.people.models import Leave, Staff
from aftersail.people.permissions import may_ask_leave, may_move_leave
from aftersail.people.rules.rosters import may_be_away
from aftersail.people.states import COUNTING, LEAVE, LeaveState


@transaction.atomic
def request_leave(
    *,
    by: Account,
    staff: Staff,
    kind: str,
    first_day: date,
    last_day: date,
    at: datetime,
    id: UUID,
    note: str = "",
) -> Leave:
    """Ask for days off; the station's manager decides. The same `id` again asks once."""
    if known := made_before(Leave, id):
        return known
    require(may_ask_leave(by, staff))
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    future = ALLOWED if last_day >= timezone.localdate(at) else refuse(
        _("These days have passed. Ask your manager to enter leave after the fact.")
    )  # fmt: skip
    require(all_of(future, may_be_away(first=first_day, last=last_day, others=_others(staff))))
    leave = Leave(
        id=id, staff=staff, kind=kind, first_day=first_day, last_day=last_day,
        state=LeaveState.REQUESTED, note=note.strip()[:200],
    )  # fmt: skip
    leave.save(force_insert=True)
    event = LeaveRequested(person=staff.name, first_day=first_day, last_day=last_day)
    record(event, by=by, about=leave, at=at)
    return leave


@transaction.atomic
def move_leave(
    *, by: Account, leave: Leave, name: str, at: datetime, answer: str = "", seen: int | None = None
) -> Leave:
    """Approve, refuse or take back a leave; a refusal says why, and leave that is over stays as it was."""
    said = answer.strip()[:200]
    require(all_of(may_move_leave(by, leave, name), _lawful(leave, name, said, timezone.localdate(at))))
    values = {"answer": said} if said else {}
    leave.change(seen, state=LEAVE.named(name).target, **values)
    person = leave.staff.name
    events: dict[str, Event] = {
        "approve": LeaveApproved(person=person, answer=said),
        "refuse": LeaveRefused(person=person, answer=said),
        "withdraw": LeaveWithdrawn(person=person),
    }
    record(events[name], by=by, about=leave, at=at)
    return leave


def _lawful(leave: Leave, name: str, said: str, today: date) -> Verdict:
    if name == "refuse" and not said:
        return refuse(_("Say why: the person reads it."))
    if name == "withdraw" and leave.last_day < today:
        return refuse(_("This leave is over. It stays in the record."))
    if name == "approve":
        return may_be_away(first=leave.first_day, last=leave.last_day, others=_others(leave.staff, leave))
    return ALLOWED


def _others(staff: Staff, but: Leave | None = None) -> list[tuple[date, date | None]]:
    rows = Leave.objects.filter(staff=staff, state__in=COUNTING)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return list(rows.values_list("first_day", "last_day"))
