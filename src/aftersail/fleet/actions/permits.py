"""Deviation permits and concessions: what a permit must keep, and its steps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, refuse, require
from aftersail.fleet.events import PermitMoved
from aftersail.fleet.models import Permit, ProductModel
from aftersail.fleet.permissions.technical_state import may_move_permit
from aftersail.fleet.queries.comparing import made_already, rivals_of
from aftersail.fleet.rules import state_changes as rules
from aftersail.fleet.rules.serials import check_serials, overlap
from aftersail.fleet.states import PERMIT, PermitState


def check_permit(permit: Permit) -> Verdict:
    """Serial numbers that can be read, a term in order, and no other permit for the same serials, requirement and days."""
    if permit.valid_until < permit.valid_from:
        return refuse(_("A permit must not end before it begins."))
    readable = check_serials(permit.serials)
    if not readable:
        return readable
    # Two permits for one model are judged one after the other, so that they cannot both pass.
    for rival in rivals_of(permit):
        if check_serials(rival.serials) and overlap(permit.serials, rival.serials):
            told = _(
                "{number} covers some of these serial numbers for the same requirement until {day}. Change the serials or the term."
            )
            return refuse(format_lazy(told, number=rival.number, day=rival.valid_until.isoformat()))
    return ALLOWED


@transaction.atomic
def move_permit(
    *, by: Account, permit: Permit, move: str, at: datetime, note: str = "", seen: int | None = None
) -> Permit:
    """Take a step with a permit: submit, approve, return, reject, withdraw. Raises `Refused`."""
    step = PERMIT.named(move)
    verdict = may_move_permit(by, permit, move)
    if not verdict:
        raise Refused(verdict.reasons) if by.role_set & step.roles else Forbidden(verdict.reasons)
    if step.guard == "reason" and not note.strip():
        raise Refused([_("Say why.")])
    if move in {"submit", "approve"}:
        ProductModel.objects.select_for_update().get(pk=permit.model_id)
        require(check_permit(permit))
    if move == "approve":
        require(
            rules.may_approve(
                author=permit.submitted_by_id,
                approver=by.pk,
                kind=permit.kind,
                made_already=made_already(permit),
            )
        )
    decided = {}
    if move == "submit":
        decided = {"submitted_by": by}
    elif step.target in {PermitState.APPROVED, PermitState.REJECTED}:
        decided = {"approver_name": by.name, "decided_at": at, "decision_note": note.strip()}  # type: ignore[dict-item]
    permit.change(seen, state=step.target, **decided)
    record(PermitMoved(permit.kind, str(step.target), note.strip()), by=by, about=permit, at=at)
    return permit
