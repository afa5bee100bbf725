"""Issuing parts: asked for, approved, held, handed out (HANDBOOK §4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff
from aftersail.supply.actions.moves import hold, kit_of, let_go, lying_at, shift
from aftersail.supply.events import IssueApproved, IssueExpected, IssueMoved
from aftersail.supply.models import Part, PartIssue, StockPlace
from aftersail.supply.permissions import may_ask_for_parts, may_move_issue
from aftersail.supply.rules import issue as rules
from aftersail.supply.states import HOLDING, ISSUE, IssueState, MoveKind, OldPartState, PlaceKind, Purpose

STORES = (PlaceKind.CENTRAL, PlaceKind.STATION, PlaceKind.SHELF)


@transaction.atomic
def request_parts(
    *, by: Account, id: UUID, part: Part, quantity: int, place: StockPlace, at: datetime, receiver: Staff | None = None,
    purpose: str = Purpose.WARRANTY, charge_party: str = "", work_ref: UUID | None = None, work_number: str = "",
    vessel: Vessel | None = None, urgent: bool = False, wanted_on: date | None = None, note: str = "",
    instead_of: Part | None = None,
) -> PartIssue:  # fmt: skip
    """Ask for parts out of a store, for oneself or for an engineer; the same `id` gives what was asked before."""
    require(may_ask_for_parts(by))
    if (known := made_before(PartIssue, id)) is not None:
        return known
    asked_by: Staff = receiver or by.staff  # checked above
    store = (
        ALLOWED
        if place.kind in STORES
        else refuse(_("Parts are issued from a warehouse or a station's store."))
    )
    supplied = (
        ALLOWED if part.active else refuse(_("This part is no longer supplied. Look at its alternates."))
    )
    require(
        all_of(store, supplied, rules.may_ask(quantity=quantity, purpose=purpose, charge_party=charge_party))
    )
    issue = PartIssue(
        id=id, number=next_number("PI", asked_by.station.code, at), station=asked_by.station, part=part, quantity=quantity, place=place,
        purpose=purpose, charge_party=charge_party.strip(), requester=asked_by, work_ref=work_ref, work_number=work_number[:40], vessel=vessel,
        urgent=urgent, wanted_on=wanted_on, note=note.strip(), requested_at=at, instead_of=instead_of,
    )  # fmt: skip
    issue.save(force_insert=True)
    tell_moved(by, issue, at, f"{part.number} × {quantity}")
    return issue


def take_step(
    by: Account, issue: PartIssue, name: str, at: datetime, seen: int | None, *verdicts: Verdict, note: str = "", **values: Any
) -> PartIssue:  # fmt: skip
    """Take the step of that name if the account may and the verdicts allow it; part of an action's transaction."""
    require(all_of(may_move_issue(by, issue, name), *verdicts))
    values.setdefault("state", ISSUE.named(name).target)
    issue.change(seen, **values)
    tell_moved(by, issue, at, note)
    return issue


@transaction.atomic
def approve_issue(
    *, by: Account, issue: PartIssue, at: datetime, seen: int | None = None, expected_on: date | None = None
) -> PartIssue:
    """Approve, and hold the parts at once; where the store lacks them the issue is backordered until `expected_on`."""
    require(rules.may_expect(expected_on=expected_on, today=timezone.localdate(at)))
    own = rules.may_approve(own=issue.requester.account_id == by.pk)
    approver: Staff | None = getattr(by, "staff", None)
    take_step(by, issue, "approve", at, seen, own, approver=approver, approved_at=at)
    if hold(issue.place, issue.part, issue.quantity):
        issue.change(state=IssueState.RESERVED, reserved_at=at, at_once=True)
    else:
        issue.change(state=IssueState.BACKORDERED, backordered_at=at, at_once=False, expected_on=expected_on)
    tell_moved(by, issue, at)
    if issue.expected_on is not None:
        _tell_expected(by, issue, None, "", at)
    return issue


@transaction.atomic
def expect_parts(
    *, by: Account, issue: PartIssue, expected_on: date | None, at: datetime, note: str = "", seen: int | None = None
) -> PartIssue:  # fmt: skip
    """Say when backordered parts arrive, as the supplier says now; None where nobody knows any more."""
    ahead = rules.may_expect(expected_on=expected_on, today=timezone.localdate(at))
    require(all_of(may_move_issue(by, issue, "expect"), ahead))
    before = issue.expected_on
    if before != expected_on:
        issue.change(seen, expected_on=expected_on)
        _tell_expected(by, issue, before, note.strip(), at)
    return issue


@transaction.atomic
def approve_after_the_fact(
    *, by: Account, issue: PartIssue, at: datetime, seen: int | None = None
) -> PartIssue:
    """Approve an urgent issue that went out already; later than 24 hours it stays marked as late."""
    waiting = issue.issued_at is not None and issue.approved_at is None
    needed = ALLOWED if waiting else refuse(_("This issue waits for no approval after the fact."))
    own = rules.may_approve(own=issue.requester.account_id == by.pk)
    require(all_of(ISSUE.may("approve", IssueState.REQUESTED, by.role_set), needed, own))
    late = rules.approval_is_late(urgent=issue.urgent, issued_at=issue.issued_at, approved_at=at, now=at)
    issue.change(seen, approver=getattr(by, "staff", None), approved_at=at)
    told = IssueApproved(
        number=issue.number, approver=by.name, note=str(_("later than 24 hours")) if late else ""
    )
    record(told, by=by, about=issue, at=at)
    return issue


@transaction.atomic
def reject_issue(
    *, by: Account, issue: PartIssue, reason: str, at: datetime, seen: int | None = None
) -> PartIssue:
    """Refuse what was asked for, with the reason."""
    return take_step(by, issue, "reject", at, seen, rules.reasoned(reason), note=reason.strip())


@transaction.atomic
def reserve_issue(*, by: Account, issue: PartIssue, at: datetime, seen: int | None = None) -> PartIssue:
    """Hold the parts of a backordered issue now that they are there."""
    require(may_move_issue(by, issue, "reserve"))
    held = hold(issue.place, issue.part, issue.quantity)
    there = (
        ALLOWED if held else refuse(_("The store still lacks these parts. Receive or transfer some first."))
    )
    return take_step(by, issue, "reserve", at, seen, there, reserved_at=at)


def serve_backorders(*, by: Account, place: StockPlace, part: Part, at: datetime) -> list[PartIssue]:
    """Hold parts that have come in for the issues that wait for them, the oldest first; part of a receipt."""
    served = []
    waiting = PartIssue.objects.filter(place=place, part=part, state=IssueState.BACKORDERED).order_by(
        "requested_at", "number"
    )
    for issue in waiting:
        if not hold(place, part, issue.quantity):
            break
        issue.change(state=IssueState.RESERVED, reserved_at=at)
        tell_moved(by, issue, at)
        served.append(issue)
    return served


@transaction.atomic
def pick_issue(
    *, by: Account, issue: PartIssue, at: datetime, serials: Sequence[str] = (), seen: int | None = None
) -> PartIssue:
    """Lay the parts ready; the serial numbers laid ready are the ones that go out."""
    wanted = [one.strip() for one in serials if one.strip()]
    lying = {one.serial for one in lying_at(issue.place, issue.part)}
    enough = (
        ALLOWED
        if not issue.part.serialised or len(set(wanted)) == issue.quantity
        else refuse(_("Enter as many different serial numbers as pieces, one to a line."))
    )
    there = (
        ALLOWED
        if set(wanted) <= lying
        else refuse(_("Not all of these lots or serial numbers lie there. Look at the stock of the place."))
    )
    return take_step(by, issue, "pick", at, seen, enough, there, serials=wanted)


@transaction.atomic
def hand_out(*, by: Account, issue: PartIssue, at: datetime, seen: int | None = None) -> PartIssue:
    """Hand picked or held parts out: they go from the store into the engineer's kit."""
    require(may_move_issue(by, issue, "issue"))
    return _out(by, issue, "issue", at, seen, held=True)


@transaction.atomic
def hand_out_urgently(*, by: Account, issue: PartIssue, at: datetime, seen: int | None = None) -> PartIssue:
    """Hand out for an S1 before it is approved; approval follows within 24 hours, or the issue is marked."""
    require(all_of(may_move_issue(by, issue, "urgent"), rules.may_hurry(urgent=issue.urgent)))
    return _out(by, issue, "urgent", at, seen, held=False, at_once=True)


def _out(
    by: Account, issue: PartIssue, name: str, at: datetime, seen: int | None, *, held: bool, **more: Any
) -> PartIssue:
    moves = shift(
        kind=MoveKind.ISSUE, part=issue.part, quantity=issue.quantity, at=at, by=by, source=issue.place, target=kit_of(issue.requester),
        serials=issue.serials, document=issue.number, about_id=issue.pk, held=held,
    )  # fmt: skip
    due_on = rules.old_part_due(issue.part.old_part_days, timezone.localdate(at))
    owed = due_on is not None and issue.purpose in {Purpose.WARRANTY, Purpose.CHARGE}
    return take_step(
        by, issue, name, at, seen, issuer=getattr(by, "staff", None), issued_at=at, serials=[m.serial for m in moves if m.serial],
        old_state=OldPartState.DUE if owed else "", old_due_on=due_on if owed else None, **more,
    )  # fmt: skip


@transaction.atomic
def cancel_issue(
    *, by: Account, issue: PartIssue, at: datetime, reason: str = "", seen: int | None = None
) -> PartIssue:
    """Take back what was asked for; parts that were held are free again."""
    held = issue.state in HOLDING
    done = take_step(by, issue, "cancel", at, seen, note=reason.strip())
    if held:
        let_go(issue.place, issue.part, issue.quantity)
        serve_backorders(by=by, place=issue.place, part=issue.part, at=at)
    return done


def _tell_expected(by: Account, issue: PartIssue, before: date | None, note: str, at: datetime) -> None:
    told = IssueExpected(
        number=issue.number, expected=_day(issue.expected_on), before=_day(before), note=note[:200]
    )
    record(told, by=by, about=issue, at=at)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def tell_moved(by: Account | None, issue: PartIssue, at: datetime, note: str = "") -> None:
    """Write to the log in which state the issue is now."""
    record(IssueMoved(number=issue.number, state=issue.state, note=note[:200]), by=by, about=issue, at=at)
