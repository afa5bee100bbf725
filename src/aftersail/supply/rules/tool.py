"""When a tool may be used, when its calibration falls due, and what a failed one entails (HANDBOOK §4.9)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.supply.states import ON_THE_SHELF, CalibrationResult, ToolState

SOON = timedelta(days=30)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether a calibration has run out: the due day itself is still good."""
    return due_on is not None and due_on < today


def standing(state: str, due_on: date | None, limits: str, today: date) -> str:
    """Return the state of a tool on the shelf as the calendar makes it; other states stay as they are."""
    if state not in ON_THE_SHELF:
        return state
    if is_overdue(due_on, today):
        return ToolState.LOCKED
    if limits:
        return ToolState.LIMITED
    if due_on is not None and due_on - today <= SOON:
        return ToolState.DUE_SOON
    return ToolState.AVAILABLE


def may_borrow(*, state: str, due_on: date | None, back_on: date, today: date) -> Verdict:
    """A tool whose calibration has run out, or runs out during the loan, stays locked."""
    if state not in ON_THE_SHELF or is_overdue(due_on, today):
        return refuse(
            _("The tool is locked: its calibration is overdue. Send it to calibration, or take another.")
        )
    checks = []
    if back_on < today:
        checks.append(refuse(_("The day to give it back lies in the past.")))
    elif due_on is not None and back_on > due_on:
        checks.append(
            refuse(_("Its calibration runs out before the tool is back. Shorten the loan or take another."))
        )
    return all_of(*checks)


def may_calibrate(
    *, calibrated_on: date, today: date, body: str, certificate_number: str, result: str, limits: str
) -> Verdict:
    """A calibration names its day, who made it and its certificate; limited use says its limits."""
    return all_of(
        ALLOWED if calibrated_on <= today else refuse(_("A calibration cannot lie in the future.")),
        ALLOWED if body.strip() else refuse(_("Name the calibration body.")),
        ALLOWED if certificate_number.strip() else refuse(_("Enter the certificate number.")),
        ALLOWED
        if result != CalibrationResult.LIMITED or limits.strip()
        else refuse(_("Write the limits of use.")),
    )


def may_close_review(*, unjudged: int) -> Verdict:
    """Every piece of work done with a failed tool is judged before the tool goes on its way."""
    if not unjudged:
        return ALLOWED
    return refuse(_("Some work done with this tool is not judged yet. Judge each entry of the review."))


def may_judge(*, verdict: str, reason: str, closed: bool) -> Verdict:
    """A judgement says what follows and why."""
    return all_of(
        refuse(_("The review is closed.")) if closed else ALLOWED,
        ALLOWED if verdict else refuse(_("Choose what follows for this work.")),
        ALLOWED if reason.strip() else refuse(_("Give the reason.")),
    )
