"""What a visit used out of an engineer's kit, and what it puts back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.people.models import Staff
from aftersail.supply.actions.issues import tell_moved
from aftersail.supply.actions.moves import locked_total, lying_at, shift
from aftersail.supply.models import Part, PartIssue, StockMove, StockPlace
from aftersail.supply.rules.stock import Portion
from aftersail.supply.states import IssueState, MoveKind


def use_from_kit(
    *, by: Account, staff: Staff, part: Part, quantity: int, at: datetime, use_id: UUID, document: str, work_ref: UUID | None,
    serial: str = "",
) -> tuple[StockPlace | None, PartIssue | None]:  # fmt: skip
    """Take what a visit used out of the engineer's kit, and account for the issue it came by.

    Returns the kit and the issue; nothing where the kit does not hold it, which the visit then shows as not
    reconciled. Part of the visit's own transaction.
    """
    kit = StockPlace.objects.filter(holder=staff).first()
    if kit is None:
        return None, None
    total = locked_total(kit, part)
    lying = lying_at(kit, part) if total and total.quantity - total.reserved >= quantity else []
    known = {one.serial for one in lying if one.serial}
    if not lying or (part.serialised and serial not in known):
        return None, None
    serials = [serial] if part.serialised else []
    try:
        with transaction.atomic():
            shift(
                kind=MoveKind.CONSUME, part=part, quantity=quantity, at=at, by=by, source=kit, serials=serials, document=document,
                about_id=use_id,
            )  # fmt: skip
    except Refused:
        return None, None
    issue = _issue_for(staff, part, quantity, work_ref, serial)
    if issue is not None:
        whole = issue.left == quantity
        issue.change(consumed=issue.consumed + quantity, state=IssueState.CONSUMED if whole else issue.state)
        tell_moved(by, issue, at, document)
    return kit, issue


def _issue_for(
    staff: Staff, part: Part, quantity: int, work_ref: UUID | None, serial: str
) -> PartIssue | None:
    open_ones = PartIssue.objects.select_for_update().filter(
        requester=staff, part=part, state=IssueState.ISSUED
    )
    fitting = [one for one in open_ones.order_by("issued_at") if one.left >= quantity]
    ranked = sorted(
        fitting, key=lambda one: (bool(serial) and serial not in one.serials, one.work_ref != work_ref)
    )
    return ranked[0] if ranked else None


def take_use_back(
    *, by: Account, use_id: UUID, kit: StockPlace, issue: PartIssue | None, at: datetime
) -> None:
    """Put back into the kit what a visit's record used by mistake; part of the visit's own transaction."""
    moves = list(StockMove.objects.filter(about_id=use_id).order_by("at", "id").select_related("part"))
    net: dict[tuple[str, str], int] = {}
    for one in moves:
        sign = 1 if one.kind == MoveKind.CONSUME else -1
        net[one.lot, one.serial] = net.get((one.lot, one.serial), 0) + sign * one.quantity
    taken = [Portion(lot, serial, quantity) for (lot, serial), quantity in net.items() if quantity > 0]
    if not taken:
        return
    quantity = sum(one.quantity for one in taken)
    shift(
        kind=MoveKind.RESTORE, part=moves[0].part, quantity=quantity, at=at, by=by, target=kit, taken=taken,
        document=moves[0].document, about_id=use_id,
    )  # fmt: skip
    if issue is not None:
        issue.refresh_from_db()
        issue.change(consumed=issue.consumed - quantity, state=IssueState.ISSUED, reconciled_at=None)
        tell_moved(by, issue, at)
