"""Whether a unit is in warranty on a date, under which clause, and what that covers."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason

Status = Literal["in", "out", "unknown"]
Cover = Literal["parts", "labour", "travel"]
COVER_NAMES: dict[Cover, Reason] = {"parts": _("parts"), "labour": _("labour"), "travel": _("travel")}


@dataclass(frozen=True, slots=True)
class WarrantyTerm:
    """A clause: months from delivery, commissioning or shipment (whichever ends first), hours, cover."""

    clause: str
    months_from_delivery: int | None = None
    months_from_commissioning: int | None = None
    months_from_shipment: int | None = None
    hours_limit: float | None = None
    covers_parts: bool = True
    covers_labour: bool = True
    covers_travel: bool = True
    excluded_causes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        months = (self.months_from_delivery, self.months_from_commissioning, self.months_from_shipment)
        if all(number is None for number in months):
            raise ValueError("a warranty term needs months from delivery, commissioning or shipment")
        if any(number is not None and number < 0 for number in months):
            raise ValueError("a warranty must not end before it starts")
        if self.hours_limit is not None and self.hours_limit <= 0:
            raise ValueError("a limit in running hours must be positive")

    @property
    def covers(self) -> tuple[Cover, ...]:
        """What the clause pays for."""
        offered: tuple[tuple[Cover, bool], ...] = (
            ("parts", self.covers_parts),
            ("labour", self.covers_labour),
            ("travel", self.covers_travel),
        )
        return tuple(name for name, covered in offered if covered)


@dataclass(frozen=True, slots=True)
class HourReading:
    """Running hours of a unit as read on a date."""

    on: date
    hours: float


@dataclass(frozen=True, slots=True)
class WarrantyFacts:
    """Dates and readings of a unit; None where not yet known. ``cause`` is a failure-cause code, if known.

    ``agreed_until`` overrides the reckoned end by written agreement.
    """

    shipped_on: date | None = None
    commissioned_on: date | None = None
    delivered_on: date | None = None
    readings: tuple[HourReading, ...] = field(default=())
    cause: str = ""
    agreed_until: date | None = None

    def __post_init__(self) -> None:
        starts = [day for day in (self.shipped_on, self.commissioned_on, self.delivered_on) if day]
        if self.agreed_until and starts and self.agreed_until < min(starts):
            raise ValueError("a warranty must not end before it starts")


@dataclass(frozen=True, slots=True)
class WarrantyVerdict:
    """In, out or unknown; the clause, the last covered day, what is left, what is covered, and why."""

    status: Status
    clause: str
    until: date | None
    days_left: int | None
    hours_left: float | None
    covers: tuple[Cover, ...]
    reasons: tuple[Reason, ...]


def warranty_verdict(term: WarrantyTerm | None, facts: WarrantyFacts, at: date) -> WarrantyVerdict:
    """The verdict for a date; the same for ever, whatever happens later.

    Only starts and readings on or before ``at`` count, so later events cannot change it. The last covered day is the day before the anniversary:
    12 months from delivery on 2024-03-10 end on 2025-03-09, with 0 days left on that day.
    """
    if term is None:
        return WarrantyVerdict(
            "unknown", "", None, None, None, (), (_("No warranty term fits. Choose one."),)
        )
    until, source = _last_day(term, facts, at)
    days_left = None if until is None else (until - at).days
    hours_left = _hours_left(term, facts, at)
    ended = _ended(term, until, days_left, hours_left)
    if ended:
        return WarrantyVerdict("out", term.clause, until, days_left, hours_left, (), ended)
    if facts.cause and facts.cause in term.excluded_causes:
        reason = format_lazy(
            _("Cause {cause} is excluded by clause {clause}."), cause=facts.cause, clause=term.clause
        )
        return WarrantyVerdict("out", term.clause, until, days_left, hours_left, (), (reason,))
    if until is None:
        reasons: tuple[Reason, ...] = (
            _("The warranty has not begun by this date, or its starting date is missing. Enter it."),
        )
        return WarrantyVerdict("unknown", term.clause, None, None, hours_left, (), reasons)
    begun = format_lazy(_("Runs to {until}, counted from {source}."), until=until.isoformat(), source=source)
    return WarrantyVerdict("in", term.clause, until, days_left, hours_left, term.covers, (begun,))


def _last_day(term: WarrantyTerm, facts: WarrantyFacts, at: date) -> tuple[date | None, Reason]:
    """The earliest last covered day of the starts that had happened by a date, and the name of that start."""
    if facts.agreed_until:
        return facts.agreed_until, _("a written agreement")
    ends: list[tuple[date, Reason]] = []
    for months, start, name in (
        (term.months_from_delivery, facts.delivered_on, _("delivery")),
        (term.months_from_commissioning, facts.commissioned_on, _("commissioning")),
        (term.months_from_shipment, facts.shipped_on, _("shipment")),
    ):
        if months is not None and start is not None and start <= at:
            ends.append((date.fromordinal(add_months(start, months).toordinal() - 1), name))
    return min(ends, key=lambda end: end[0]) if ends else (None, "")


def _hours_left(term: WarrantyTerm, facts: WarrantyFacts, at: date) -> float | None:
    """Hours left by the highest reading up to the date; None without a limit or a reading."""
    known = [reading.hours for reading in facts.readings if reading.on <= at]
    return None if term.hours_limit is None or not known else term.hours_limit - max(known)


def _ended(
    term: WarrantyTerm, until: date | None, days_left: int | None, hours_left: float | None
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if until is not None and days_left is not None and days_left < 0:
        reasons.append(format_lazy(_("The warranty ended on {until}."), until=until.isoformat()))
    if hours_left is not None and hours_left < 0:
        reasons.append(
            format_lazy(_("The limit of {limit} running hours was passed."), limit=f"{term.hours_limit:g}")
        )
    return tuple(reasons)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day where there is none (31 Jan + 1 = 28 Feb)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
