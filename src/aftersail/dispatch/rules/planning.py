"""What a plan is made from, in the words of the house: works, people, and what is promised already; pure facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersail.dispatch.rules.load import capacity_on
from aftersail.dispatch.rules.needs import HeldCertificate
from aftersail.dispatch.rules.outside import Outside
from aftersail.dispatch.rules.plan_sentences import Sentence
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.people.rules.rosters import Duty, Line, duty_on
from aftersail.people.rules.travel import DEFAULT_TABLE, Place, TravelTable

PRIORITY = {"S1": 8.0, "S2": 4.0, "S3": 2.0, "S4": 1.0}
"""How much more an order of a severity counts than one of the least."""

SETTLING = timedelta(hours=2)
"""A draft is computed, read and published: nobody is planned to set out in the first hours."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise in force: who leads, when, which version of it the plan is made from.

    members: everybody promised, the lead first, each with their hours.
    """

    assignment_id: UUID
    version: int
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    members: tuple[tuple[UUID, datetime, datetime], ...]
    locked: bool = False
    begun: bool = False

    @property
    def along(self) -> tuple[UUID, ...]:
        """Those who go along with the lead."""
        return tuple(who for who, _since, _until in self.members if who != self.staff_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person of a team must bring: the key of a skill and its name, a level, papers."""

    skill: str = ""
    skill_name: str = ""
    level: int = 0
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A part that an order waits for, and the day on which it arrives; None where nobody has said."""

    name: str
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class First:
    """The order that must end before another begins, and when its promise ends; None while nobody is promised."""

    id: UUID
    number: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A work order as planning needs it.

    skill: the key of the skill and kind of task, empty where anybody will do. blocked: (first, last) days in which the
    user's calendar keeps service away. due_at: the instant by which we promised to be on board. pledge: None for an
    order that waits. further: whom the order asks for besides the lead.
    owed: parts that it waits for. first: the order that must end before. visit: what the orders of one visit share.
    tools: the classes of tools that the lead takes along.
    """

    id: UUID
    version: int
    number: str
    vessel_id: UUID
    port: Place
    hours: float
    opens_at: datetime
    closes_at: datetime
    skill: str = ""
    skill_name: str = ""
    level: int = 0
    certificates: tuple[str, ...] = ()
    due_at: datetime | None = None
    severity: str = ""
    steward_id: UUID | None = None
    blocked: tuple[tuple[date, date], ...] = ()
    pledge: Pledge | None = None
    further: tuple[Asked, ...] = ()
    owed: tuple[Owed, ...] = ()
    first: First | None = None
    visit: UUID | None = None
    tools: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Everybody whom the order asks for, the lead first."""
        return Asked(self.skill, self.skill_name, self.level, self.certificates), *self.further


@dataclass(frozen=True, slots=True)
class Taken:
    """Hours of a person that planning cannot touch; `place` is None where the reader may not know it."""

    starts_at: datetime
    ends_at: datetime
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody who can be sent: home, levels by skill key, papers, the days on duty, hours that are taken for good.

    tools: the classes at hand, in small letters. outside: for one of a partner's people, who bring levels, papers and
    tools themselves; whom the partner may be sent for is said there.
    """

    id: UUID
    name: str
    station: str
    home: Place
    skills: dict[str, int] = field(default_factory=dict)
    certificates: tuple[HeldCertificate, ...] = ()
    on_duty: frozenset[date] = frozenset()
    taken: tuple[Taken, ...] = ()
    tools: frozenset[str] = frozenset()
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a plan of some days is made from; nobody sets out before `earliest`.

    beside: by work what would let a partner do it that cannot be planned now.
    """

    line: Timeline
    earliest: datetime
    works: tuple[Work, ...]
    people: tuple[Planned, ...]
    table: TravelTable = DEFAULT_TABLE
    beside: Mapping[UUID, tuple[Sentence, ...]] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which at least one person is on duty, in order: the others are cut out of the plan's axis."""
        return tuple(day for day in self.line.every if any(day in one.on_duty for one in self.people))


def days_on_duty(
    line: Timeline,
    working: Iterable[bool],
    lines: list[Line],
    away: list[tuple[date, date]],
    *,
    urgent: bool = False,
) -> frozenset[date]:
    """Return the days of a person that can be planned: on duty by the roster, or by the house's calendar without one.

    Urgent work also takes who is on call, and closed days of the house; never who is off by the roster or on leave.
    """
    if urgent and not lines and not away:
        return frozenset(line.every)
    if urgent:
        return frozenset(
            day
            for day in line.every
            if duty_on(lines, day) is not Duty.OFF and not any(first <= day <= last for first, last in away)
        )
    return frozenset(
        day
        for day, works in zip(line.every, working, strict=True)
        if capacity_on(day, working=works, lines=lines, away=away) > 0
    )


def by_hand(work: Work, known: Set[UUID]) -> bool:
    """Whether only a person may move a promise: a lock, or other people than the order asks for, or some not `known`."""
    if work.pledge is None:
        return False
    team = {who for who, _since, _until in work.pledge.members}
    return work.pledge.locked or len(team) != len(work.asked) or not team <= known


def open_windows(work: Work, line: Timeline) -> list[tuple[datetime, datetime]]:
    """Return the stretches of a ship's window within some days that the user's calendar leaves.

    A window from the 3rd to the 9th with the 5th and 6th blocked: from its opening to midnight before the 5th, and from
    the 7th to its end.
    """
    midnight = line.starts_at.timetz()
    begin, end = max(work.opens_at, line.starts_at), min(work.closes_at, line.ends_at)
    found = []
    for first, last in sorted(work.blocked):
        closes = datetime.combine(first, midnight)
        if begin < min(closes, end):
            found.append((begin, min(closes, end)))
        begin = max(begin, datetime.combine(last + timedelta(days=1), midnight))
    if begin < end:
        found.append((begin, end))
    return found


def hours_between(since: datetime, until: datetime) -> float:
    """Return the hours from one instant to another, negative if it lies before."""
    return (until - since) / timedelta(hours=1)
