"""For which reasons a clock may stand still, and when it did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from aftersail.cases.states import SuspensionReason
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

LISTED_REASONS = frozenset(SuspensionReason.values)
"""Waiting for our own spares, tools or people is not among them: that wait is ours."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension: its reason, when it began, when it ended (None while it lasts)."""

    reason: str
    started_at: datetime
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise ValueError("a pause must not end before it begins")


def may_suspend(reason: str, evidence: str, review_on: date | None, today: date) -> Verdict:
    """Allowed for a listed reason with evidence and a date of review not in the past; all reasons otherwise."""
    listed = (
        ALLOWED
        if reason in LISTED_REASONS
        else refuse(
            _(
                "A clock pauses only while the ship is away, the user asks for delay or a permit is awaited. Choose one."
            )
        )
    )
    proven = (
        ALLOWED if evidence.strip() else refuse(_("Attach or write down the evidence for the suspension."))
    )
    reviewed = (
        ALLOWED
        if review_on is not None and review_on >= today
        else refuse(_("Set a date, today or later, on which the suspension is reviewed."))
    )
    return all_of(listed, proven, reviewed)


def merged_pauses(pauses: Iterable[Pause], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Disjoint intervals in order, within start…end, in which a listed reason paused the clock."""
    clipped = sorted(
        (max(pause.started_at, start), min(pause.ended_at or end, end))
        for pause in pauses
        if pause.reason in LISTED_REASONS
    )
    merged: list[tuple[datetime, datetime]] = []
    for begin, finish in clipped:
        if finish <= begin:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], finish))
        else:
            merged.append((begin, finish))
    return merged


def pausing_now(pauses: Iterable[Pause], at: datetime) -> str:
    """The listed reason that holds a clock at an instant; empty when none does."""
    held = [
        pause.reason
        for pause in pauses
        if pause.reason in LISTED_REASONS
        and pause.started_at <= at
        and (pause.ended_at is None or at < pause.ended_at)
    ]
    return held[0] if held else ""
