"""When a handover may take its next step, and how long the conversion took; pure (R20, R41, R42)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.calendar import ServiceCalendar
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.states import CheckResult, HandoverPart, HandoverSigner, StewardGap


@dataclass(frozen=True, slots=True)
class Checked:
    """One item of a handover, as far as the rules need it."""

    part: str
    title: str
    result: str
    has_leftover: bool


def may_check(items: Sequence[Checked], delivered_on: date | None, *, today: date) -> Verdict:
    """Every item is answered, at least one unit is among them, what is missing is a leftover with party and date."""
    units = [one for one in items if one.part == HandoverPart.UNIT]
    unanswered = [one.title for one in items if one.result == CheckResult.OPEN]
    loose = [one.title for one in items if one.result == CheckResult.MISSING and not one.has_leftover]
    return all_of(
        ALLOWED if units else refuse(_("List at least one unit with its serial number.")),
        refuse(format_lazy(_("Not checked yet: {items}."), items=_some(unanswered))) if unanswered else ALLOWED,
        refuse(
            format_lazy(_("Missing or faulty, but no leftover with party and date: {items}."), items=_some(loose))
        ) if loose else ALLOWED,
        _delivered(delivered_on, today),
    )  # fmt: skip


def _delivered(on: date | None, today: date) -> Verdict:
    if on is None:
        return refuse(_("Enter the day of delivery: the warranty counts from it."))
    if on > today:
        return refuse(
            _("The day of delivery lies in the future. Accept the handover when the hull is delivered.")
        )
    return ALLOWED


def _some(titles: Sequence[str], most: int = 5) -> str:
    more = f" … (+{len(titles) - most})" if len(titles) > most else ""
    return "、".join(titles[:most]) + more


def may_sign(side: str, signed: Collection[str], *, name: str, drawn: bool) -> Verdict:
    """Each of the three sides signs once, by name and with a drawn signature."""
    return all_of(
        ALLOWED if side in HandoverSigner.values else refuse(_("Yard, user and maker sign.")),
        refuse(_("This side has signed already.")) if side in signed else ALLOWED,
        ALLOWED if name.strip() else refuse(_("Give the name of who signs.")),
        ALLOWED if drawn else refuse(_("Draw the signature.")),
    )


def steward_gap(
    *,
    steward: object,
    deputy: object,
    steward_active: bool = True,
    deputy_active: bool = True,
    steward_away: bool = False,
    deputy_away: bool = False,
) -> StewardGap | None:
    """Why a ship has nobody to turn to; None when exactly one service manager and one deputy stand by (R42)."""
    if steward is None:
        return StewardGap.NO_STEWARD
    if deputy is None:
        return StewardGap.NO_DEPUTY
    if steward == deputy:
        return StewardGap.SAME_PERSON
    if not (steward_active and deputy_active):
        return StewardGap.LEFT
    if steward_away and deputy_away:
        return StewardGap.BOTH_AWAY
    return None


BLOCKING_GAPS = frozenset(StewardGap) - {StewardGap.BOTH_AWAY}
"""Gaps that keep a service account closed; leave raises an alert instead."""


def may_open_account(gap: StewardGap | None, *, already_open: bool) -> Verdict:
    """An account opens once, with one service manager and one deputy (R42)."""
    if already_open:
        return refuse(_("The service account of this ship is open already."))
    if gap in BLOCKING_GAPS:
        return refuse(
            format_lazy(
                _("The service account cannot open: {gap}. Name exactly one service manager and one deputy on the vessel first."),
                gap=StewardGap(gap).label,
            )
        )  # fmt: skip
    return ALLOWED


def conversion_lag(delivered_on: date, opened_on: date, calendar: ServiceCalendar) -> int:
    """Working days from delivery to the open account; 0 when it opens on the day of delivery or before.

    Delivered on Friday 2026-01-09 and opened on Wednesday 2026-01-14: 3.
    """
    return max(0, calendar.working_days_between(delivered_on, opened_on))


def is_late(lag_working_days: int, allowed: int) -> bool:
    """Whether the conversion took longer than the house allows (3 working days by default, R41)."""
    return lag_working_days > allowed
