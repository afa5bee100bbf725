"""Whether a new report may be the same fault as an open case, and when two may be joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse

HINT_FROM = 0.5
SAME_UNIT, SAME_MODEL, SAME_MODE, TEXT, FRESH = 0.45, 0.15, 0.15, 0.3, 0.1
"""Weights of the evidence; judgement, not measured. Only reports of one vessel are compared."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report or an open case: which vessel, unit and model (empty if unknown), when, what the text says."""

    key: str
    vessel: str
    reported_at: datetime
    equipment: str = ""
    model: str = ""
    failure_mode: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateHint:
    """An open case that may be the same, how likely (0–1), and the evidence."""

    key: str
    score: float
    reasons: tuple[Reason, ...]


def duplicate_hints(
    new: Report, others: Iterable[tuple[Report, float]], *, within_days: float = 30, limit: int = 5
) -> list[DuplicateHint]:
    """Open cases of the same vessel that may be the same fault, likeliest first.

    Each other report comes with the similarity of its text to the new one, 0–1.
    """
    hints = [
        hint
        for other, similarity in others
        if other.key != new.key
        and other.vessel == new.vessel
        and _days_apart(new, other) <= within_days
        and (hint := _weigh(new, other, similarity)).score >= HINT_FROM
    ]
    return sorted(hints, key=lambda hint: (-hint.score, hint.key))[:limit]


def may_merge(
    *, same_vessel: bool, into_itself: bool, target_open: bool, signed_work: bool, target_merged: bool = False
) -> Verdict:
    """One case may be merged into another open one of the same vessel, unless work on it was signed."""
    return all_of(
        ALLOWED
        if not into_itself
        else refuse(_("A case cannot be merged into itself. Choose another case.")),
        ALLOWED if same_vessel else refuse(_("The cases belong to different vessels. Link them instead.")),
        ALLOWED
        if target_open and not target_merged
        else refuse(_("The other case is no longer open. Choose the open case of this fault.")),
        ALLOWED
        if not signed_work
        else refuse(_("Work on this case is already signed off. Merge the other case into this one.")),
    )


def _days_apart(one: Report, other: Report) -> float:
    return abs((one.reported_at - other.reported_at).total_seconds()) / 86400


def _weigh(new: Report, other: Report, similarity: float) -> DuplicateHint:
    days = _days_apart(new, other)
    parts: list[tuple[float, Reason]] = []
    if new.equipment and new.equipment == other.equipment:
        parts.append((SAME_UNIT, _("same unit")))
    elif new.model and new.model == other.model and not (new.equipment and other.equipment):
        parts.append((SAME_MODEL, _("same model, unit not named")))
    if new.failure_mode and new.failure_mode == other.failure_mode:
        parts.append((SAME_MODE, _("same failure mode")))
    if similarity >= 0.3:
        percent = f"{100 * similarity:.0f}"
        parts.append((TEXT * similarity, format_lazy(_("text {percent} % alike"), percent=percent)))
    if days <= 3:
        parts.append((FRESH, format_lazy(_("reported {days} days apart"), days=f"{days:.1f}")))
    score = min(1.0, sum(weight for weight, _reason in parts))
    return DuplicateHint(other.key, round(score, 3), tuple(reason for _weight, reason in parts))
