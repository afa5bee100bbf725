"""Locking a promise, and taking the lock off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.dispatch.events import AssignmentLocked, AssignmentUnlocked
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_lock
from aftersail.dispatch.rules.locks import is_open


@transaction.atomic
def lock_assignment(
    *, by: Account, assignment: Assignment, reason: str, at: datetime, seen: int | None = None
) -> Assignment:
    """Lock a promise: it cannot be moved or taken back until somebody takes the lock off; why must be said."""
    said = ALLOWED if reason.strip() else refuse(_("Say why this promise must stay as it is."))
    require(all_of(may_lock(by), _in_force(assignment), is_open(assignment), said))
    assignment.change(seen, locked_at=at, locked_by=by, lock_reason=reason.strip()[:300])
    event = AssignmentLocked(
        number=assignment.order.number, order_id=assignment.order_id, assignment_id=assignment.pk,
        engineer=assignment.staff.name, reason=assignment.lock_reason,
    )  # fmt: skip
    record(event, by=by, about=assignment, at=at)
    return assignment


@transaction.atomic
def unlock_assignment(
    *, by: Account, assignment: Assignment, at: datetime, seen: int | None = None
) -> Assignment:
    """Take a lock off."""
    locked = ALLOWED if assignment.locked_at else refuse(_("This promise is not locked."))
    require(all_of(may_lock(by), _in_force(assignment), locked))
    assignment.change(seen, locked_at=None, locked_by=None, lock_reason="")
    event = AssignmentUnlocked(
        number=assignment.order.number, order_id=assignment.order_id, assignment_id=assignment.pk,
        engineer=assignment.staff.name,
    )  # fmt: skip
    record(event, by=by, about=assignment, at=at)
    return assignment


def _in_force(assignment: Assignment) -> Verdict:
    if assignment.released_at is None:
        return ALLOWED
    return refuse(_("This assignment has already been released."))
