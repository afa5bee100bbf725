"""What a work order asks for, what an engineer offers, and the two answers: a proposal or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.people.rules.travel import Place

RULES: dict[str, Reason] = {
    "skill": _("skill"),
    "certificate": _("certificate"),
    "leave": _("leave"),
    "roster": _("roster"),
    "clash": _("clash"),
    "boarding_permit": _("boarding permit"),
    "distance": _("distance"),
}
"""The rules in the order in which they are asked; a refusal names the first that fails."""


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate of a kind, valid on both days and between."""

    kind: str
    valid_from: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time that is taken; ``what`` names the order or the kind of leave.

    ``place`` is where a promise ends, ``ship`` which vessel it is on, None and empty where that is not known.
    """

    starts_at: datetime
    ends_at: datetime
    what: str = ""
    place: Place | None = None
    ship: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engineer: where he sets out from, what he can do, and when he is taken.

    ``skills`` maps a skill or product family to a level 0–4; ``leaves`` are (first day, last day);
    ``days_off`` are days that the roster gives free, on which no work begins;
    ``load_hours`` are hours already booked in the planning period of ``capacity_hours``;
    ``coverage_rank`` is 1 where his station is primary for the port, 2… as a backup, None otherwise.
    """

    key: str
    name: str
    station: str
    place: Place
    skills: dict[str, int] = field(default_factory=dict)
    certificates: tuple[HeldCertificate, ...] = ()
    boarding_permits: frozenset[str] = frozenset()
    leaves: tuple[tuple[date, date], ...] = ()
    days_off: frozenset[date] = frozenset()
    assignments: tuple[Busy, ...] = ()
    load_hours: float = 0.0
    capacity_hours: float = 40.0
    coverage_rank: int | None = None


@dataclass(frozen=True, slots=True)
class OrderNeed:
    """What a work order asks for: place, skill at a level, certificates, and a window to start work in."""

    ship: Place
    skill: str
    level: int
    earliest: datetime
    latest: datetime
    duration_hours: float
    certificates: tuple[str, ...] = ()
    boarding_permit: str = ""
    vessel: str = ""
    work: timedelta = field(init=False, repr=False, compare=False)
    """How long the work takes."""

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError("the window must not end before it begins")
        if self.duration_hours <= 0:
            raise ValueError("work takes time")
        object.__setattr__(self, "work", timedelta(hours=self.duration_hours))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an engineer cannot take the order: first failing rule, reason, and until when if that is known."""

    candidate: Candidate
    rule: str
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An engineer who can: score in CNY (less is better) with its parts, journey, start, margin, reasons.

    ``due_margin_hours`` is what is left between the start of work and the end of the window, negative if late.
    """

    candidate: Candidate
    score: float
    cost_parts: dict[str, float]
    travel_hours: float
    distance_km: float
    mode: str
    earliest_start: datetime
    ends_at: datetime
    due_margin_hours: float
    reasons_for: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Proposals, best first, and refusals, nearest to capable first; every candidate is in one of them."""

    proposals: tuple[Proposal, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What an hour of journey, waiting and lateness, a full load and a station out of its ports count, in CNY."""

    travel_hour: float = 80.0
    waiting_hour: float = 10.0
    late_hour: float = 100.0
    full_load: float = 600.0
    uncovered: float = 200.0
