"""What becomes of issued parts: used, brought back, the old part received, the issue settled (HANDBOOK §4.10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, all_of, require
from aftersail.supply.actions.issues import serve_backorders, take_step
from aftersail.supply.actions.moves import kit_of, lying_at, shift
from aftersail.supply.events import OldPartMoved
from aftersail.supply.models import PartIssue, StockPlace
from aftersail.supply.permissions import may_move_issue, may_move_old_part
from aftersail.supply.rules import issue as rules
from aftersail.supply.states import OLD_PART, IssueState, MoveKind


@transaction.atomic
def report_used(
    *, by: Account, issue: PartIssue, quantity: int, at: datetime, note: str = "", seen: int | None = None
) -> PartIssue:
    """Say that so many were used; for work that has no visit record of its own."""
    require(
        all_of(may_move_issue(by, issue, "consume"), rules.may_account(left=issue.left, quantity=quantity))
    )
    kit = kit_of(issue.requester)
    _leave_kit(by, issue, kit, None, MoveKind.CONSUME, quantity, at, note)
    return _account(by, issue, "consume", at, seen, note, consumed=issue.consumed + quantity)


@transaction.atomic
def return_parts(
    *, by: Account, issue: PartIssue, quantity: int, at: datetime, note: str = "", seen: int | None = None
) -> PartIssue:
    """Bring so many back into the store they came from."""
    require(
        all_of(may_move_issue(by, issue, "return"), rules.may_account(left=issue.left, quantity=quantity))
    )
    _leave_kit(by, issue, kit_of(issue.requester), issue.place, MoveKind.RETURN, quantity, at, note)
    done = _account(by, issue, "return", at, seen, note, returned=issue.returned + quantity)
    serve_backorders(by=by, place=issue.place, part=issue.part, at=at)
    return done


def _leave_kit(
    by: Account, issue: PartIssue, kit: StockPlace, target: StockPlace | None, kind: str, quantity: int, at: datetime, note: str
) -> None:  # fmt: skip
    still = {one.serial for one in lying_at(kit, issue.part)}
    serials = [one for one in issue.serials if one in still][:quantity]
    shift(
        kind=kind, part=issue.part, quantity=quantity, at=at, by=by, source=kit, target=target, serials=serials,
        document=issue.number, about_id=issue.pk, note=note,
    )  # fmt: skip


def _account(
    by: Account, issue: PartIssue, name: str, at: datetime, seen: int | None, note: str, **counts: int
) -> PartIssue:
    consumed, returned = counts.get("consumed", issue.consumed), counts.get("returned", issue.returned)
    whole = issue.quantity == consumed + returned
    state = (
        (IssueState.CONSUMED if name == "consume" else IssueState.RETURNED) if whole else IssueState.ISSUED
    )
    return take_step(by, issue, name, at, seen, state=state, note=note, **counts)


@transaction.atomic
def reconcile_issue(*, by: Account, issue: PartIssue, at: datetime, seen: int | None = None) -> PartIssue:
    """Close an issue of which every piece is accounted for."""
    settled = rules.may_reconcile(
        left=issue.left, old_state=issue.old_state, approved=issue.approved_at is not None
    )
    return take_step(by, issue, "reconcile", at, seen, settled, reconciled_at=at)


@transaction.atomic
def move_old_part(
    *, by: Account, issue: PartIssue, name: str, at: datetime, serial: str = "", finding: str = "", seen: int | None = None
) -> PartIssue:  # fmt: skip
    """Receive, analyse or scrap the part that came out."""
    said = rules.may_analyse(finding) if name == "old_analyse" else ALLOWED
    require(all_of(may_move_old_part(by, issue, name), said))
    values: dict[str, Any] = {"old_state": OLD_PART.named(name).target}
    if name == "old_receive":
        values |= {"old_serial": serial.strip()[:60], "old_received_at": at}
    if name == "old_analyse":
        values["old_finding"] = finding.strip()[:500]
    issue.change(seen, **values)
    told = OldPartMoved(number=issue.number, state=issue.old_state, note=(finding or serial).strip()[:200])
    record(told, by=by, about=issue, at=at)
    return issue
