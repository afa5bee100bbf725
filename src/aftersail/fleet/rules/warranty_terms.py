"""What a warranty is made of: the clause, the dates and readings of a unit, and what was agreed about it since."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from aftersail.core.verdicts import Reason
from aftersail.fleet.rules.said import WORDS, Said

Status = Literal["in", "out", "unknown"]
Cover = Literal["parts", "labour", "travel"]
Repaired = Literal["remainder", "own", "longer"]
AdjustmentKind = Literal["agreed", "extended", "suspended", "repaired"]
COVER_NAMES: dict[Cover, Reason] = {
    "parts": WORDS["cover"]["parts"],
    "labour": WORDS["cover"]["labour"],
    "travel": WORDS["cover"]["travel"],
}


@dataclass(frozen=True, slots=True)
class WarrantyTerm:
    """A clause: months from delivery, commissioning or shipment (whichever ends first), hours, cover.

    ``parts_months``, ``labour_months`` and ``travel_months`` end a cover before the term does. ``repaired`` says what
    a repaired part gets: the remainder of the term, ``repaired_months`` of its own, or the longer of the two.
    ``standstill_extends``: whether days of suspension are added at the end.
    """

    clause: str
    months_from_delivery: int | None = None
    months_from_commissioning: int | None = None
    months_from_shipment: int | None = None
    hours_limit: float | None = None
    covers_parts: bool = True
    covers_labour: bool = True
    covers_travel: bool = True
    excluded_causes: frozenset[str] = frozenset()
    edition: int = 1
    parts_months: int | None = None
    labour_months: int | None = None
    travel_months: int | None = None
    repaired: Repaired = "remainder"
    repaired_months: int | None = None
    standstill_extends: bool = True

    def __post_init__(self) -> None:
        months = (self.months_from_delivery, self.months_from_commissioning, self.months_from_shipment)
        if all(number is None for number in months):
            raise ValueError("a warranty term needs months from delivery, commissioning or shipment")
        caps = (self.parts_months, self.labour_months, self.travel_months, self.repaired_months)
        if any(number is not None and number <= 0 for number in (*months, *caps)):
            raise ValueError("a warranty must not end before it starts")
        if self.hours_limit is not None and self.hours_limit <= 0:
            raise ValueError("a limit in running hours must be positive")
        if self.repaired != "remainder" and self.repaired_months is None:
            raise ValueError("a term of its own for a repaired part needs months")

    @property
    def covers(self) -> tuple[Cover, ...]:
        """What the clause pays for."""
        offered: tuple[tuple[Cover, bool], ...] = (
            ("parts", self.covers_parts),
            ("labour", self.covers_labour),
            ("travel", self.covers_travel),
        )
        return tuple(name for name, covered in offered if covered)

    def cap(self, cover: Cover) -> int | None:
        """After how many months a cover ends; None: with the term."""
        return {"parts": self.parts_months, "labour": self.labour_months, "travel": self.travel_months}[cover]


@dataclass(frozen=True, slots=True)
class HourReading:
    """Running hours of a unit as read on a date."""

    on: date
    hours: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What was agreed about one unit's warranty, by which paper; counts from ``since`` on.

    agreed: ends on ``until``. extended: by ``months`` or to ``until``, and by ``hours``. suspended: from ``since`` to
    ``until`` (None: until further notice). repaired: on ``since``; what follows is the clause's.
    """

    kind: AdjustmentKind
    since: date
    until: date | None = None
    months: int = 0
    hours: float = 0
    paper: str = ""

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("an adjustment must not end before it starts")


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
    adjustments: tuple[Adjustment, ...] = ()

    def __post_init__(self) -> None:
        starts = [day for day in (self.shipped_on, self.commissioned_on, self.delivered_on) if day]
        if self.agreed_until and starts and self.agreed_until < min(starts):
            raise ValueError("a warranty must not end before it starts")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A date or reading that the verdict used; the decisive one set the end."""

    kind: str
    on: date
    decisive: bool = False
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Recourse:
    """The supplier's warranty behind ours: whether something can still be claimed, until when, what and how soon."""

    supplier: str
    clause: str
    open: bool
    until: date | None
    days_left: int | None
    claims: str = ""
    claim_within_days: int | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class WarrantyVerdict:
    """In, out or unknown; the clause and its edition, the last covered day, what is left, what is covered, and why."""

    status: Status
    clause: str
    until: date | None
    days_left: int | None
    hours_left: float | None
    covers: tuple[Cover, ...]
    reasons: tuple[Said, ...]
    edition: int = 0
    evidence: tuple[Evidence, ...] = ()
    cover_ends: tuple[tuple[Cover, date], ...] = ()
    recourse: Recourse | None = None

    def as_data(self) -> dict[str, object]:
        """Return what a case keeps of the verdict, as JSON holds it; sentences by their arguments."""
        back = self.recourse
        return {
            "reasons": [one.as_data() for one in self.reasons],
            "edition": self.edition,
            "until": self.until.isoformat() if self.until else None,
            "hours_left": self.hours_left,
            "evidence": [
                {"kind": e.kind, "on": e.on.isoformat(), "decisive": e.decisive, "hours": e.hours}
                for e in self.evidence
            ],
            "cover_ends": {cover: end.isoformat() for cover, end in self.cover_ends},
            "recourse": None
            if back is None
            else {
                "supplier": back.supplier,
                "clause": back.clause,
                "open": back.open,
                "until": back.until.isoformat() if back.until else None,
                "claims": back.claims,
                "claim_within_days": back.claim_within_days,
                "said": back.said.as_data() if back.said else None,
            },
        }


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day where there is none (31 Jan + 1 = 28 Feb)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_of(start: date, months: int) -> date:
    """The last covered day of ``months`` from a start: the day before the anniversary."""
    return date.fromordinal(add_months(start, months).toordinal() - 1)
