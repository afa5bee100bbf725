"""When a part may be approved, issued and accounted for (HANDBOOK §4.10)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

AFTER_THE_FACT = timedelta(hours=24)
"""An urgent issue is approved within so much."""


def may_ask(*, quantity: int, purpose: str, charge_party: str) -> Verdict:
    """A charged part names who pays."""
    if not 0 < quantity <= 999:
        return refuse(_("Give a quantity between 1 and 999."))
    if purpose == "charge" and not charge_party.strip():
        return refuse(_("Name the party that is charged."))
    return ALLOWED


def may_approve(*, own: bool) -> Verdict:
    """Nobody approves what they asked for themselves."""
    return refuse(_("You asked for these parts yourself. Somebody else approves them.")) if own else ALLOWED


def may_expect(*, expected_on: date | None, today: date) -> Verdict:
    """Parts that are owed arrive today or later."""
    if expected_on is None or expected_on >= today:
        return ALLOWED
    return refuse(_("The parts are not there yet. Give a day from today on."))


def may_hurry(*, urgent: bool) -> Verdict:
    """Only what was asked for as urgent (S1) leaves the store before it is approved."""
    if urgent:
        return ALLOWED
    return refuse(_("Only an urgent S1 issue goes out before approval. Have it approved first."))


def may_account(*, left: int, quantity: int) -> Verdict:
    """No more is used or returned than was issued."""
    if 0 < quantity <= left:
        return ALLOWED
    return refuse(_("That is more than is left of this issue. Correct the quantity."))


def may_reconcile(*, left: int, old_state: str, approved: bool) -> Verdict:
    """An issue is reconciled when every piece is used or back, its old part is in, and it is approved."""
    if left:
        return refuse(_("Some of the parts are neither used nor returned yet."))
    if old_state == "due":
        return refuse(_("The old part is still due. Receive it first."))
    return (
        ALLOWED if approved else refuse(_("The issue was never approved. Approve it after the fact first."))
    )


def approval_is_late(
    *, urgent: bool, issued_at: datetime | None, approved_at: datetime | None, now: datetime
) -> bool:
    """Whether an urgent issue was not approved within 24 hours after it went out."""
    if not urgent or issued_at is None:
        return False
    return (approved_at or now) - issued_at > AFTER_THE_FACT


def old_part_due(days: int | None, issued_on: date) -> date | None:
    """Return the day by which the old part is to be back; None where none is owed."""
    return issued_on + timedelta(days=days) if days is not None else None


def may_analyse(finding: str) -> Verdict:
    """An analysis says what was found."""
    return ALLOWED if finding.strip() else refuse(_("Write what the old part shows."))


def reasoned(reason: str) -> Verdict:
    """A refusal or a loss says why."""
    return ALLOWED if reason.strip() else refuse(_("Give the reason."))
