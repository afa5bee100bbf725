"""The picture of some days as a problem of the engine, and the plan that is promised now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused
from aftersail.dispatch.rules.needs import HeldCertificate
from aftersail.dispatch.rules.needs import Weights as HousePrices
from aftersail.dispatch.rules.planning import PRIORITY, Picture, Planned, Work, open_windows
from aftersail.dispatch.rules.rest import HOURS_A_DAY
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import (
    Assignment,
    Axis,
    Certificate,
    Engineer,
    Lock,
    Order,
    Problem,
    Published,
    Slot,
    Span,
    Travel,
    Weights,
    Window,
    check,
)
from aftersail.engines.dispatch.problem import OPEN_END
from aftersail.people.rules.travel import Place, journey

FIRST_MINUTE, LAST_MINUTE = 8 * 60, 18 * 60
"""A planner's day: work and journeys lie between eight and six."""

DAY_MINUTES = LAST_MINUTE - FIRST_MINUTE


@dataclass(frozen=True, slots=True)
class Clock:
    """Instants to working minutes of the axis and back; the axis has only days on which somebody is on duty."""

    origin: datetime
    axis: Axis

    @classmethod
    def of(cls, picture: Picture) -> Clock:
        """Return the clock of a picture; Refused where nobody is on duty in its days."""
        if not picture.days:
            raise Refused([_("Nobody chosen is on duty in these days. Choose other days or more stations.")])
        begins = [(day - picture.line.first).days * 1440 for day in picture.days]
        spans = tuple(Span(begin + FIRST_MINUTE, begin + LAST_MINUTE) for begin in begins)
        return cls(picture.line.starts_at, Axis(spans))

    def working(self, at: datetime, *, up: bool = False) -> int:
        """Return the working minutes before an instant; with `up` a part of a minute counts as a whole one."""
        minutes = (at - self.origin) / timedelta(minutes=1)
        return self.axis.working(ceil(minutes) if up else int(minutes // 1))

    def begins(self, working: int) -> datetime:
        """Return when work begins that starts at a working minute."""
        return self.origin + timedelta(minutes=self.axis.calendar(working))

    def ends(self, working: int) -> datetime:
        """Return when work ends that lasts up to a working minute: the evening, not the next morning."""
        return self.origin + timedelta(minutes=self.axis.ending(working))

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a stretch of hours begins and ends within working time, on whole minutes."""
        begin, end = self.working(starts_at), self.working(ends_at)
        return begin < end and self.begins(begin) == starts_at and self.ends(end) == ends_at


@dataclass(frozen=True, slots=True)
class Brief:
    """A problem with what it was made from; `current` is the plan as it is promised.

    fixed: works whose promise the planner cannot hold as an order (a team, hours at night, work that has begun, a rule
    broken knowingly): their people count as away then. later: works whose window goes on after the days planned.
    """

    picture: Picture
    clock: Clock
    problem: Problem
    current: dict[str, Assignment]
    works: dict[str, Work]
    fixed: frozenset[str]
    later: tuple[Work, ...]


def brief_of(
    picture: Picture, *, fixed: frozenset[str] = frozenset(), touched: frozenset[str] = frozenset()
) -> Brief:
    """Return a picture as a problem whose promised plan breaks no rule; Refused where nobody is on duty.

    With `touched` those promises are open again, and every other one is locked.
    """
    clock = Clock.of(picture)
    fixed |= {
        str(work.id)
        for work in picture.works
        if work.pledge and str(work.id) not in touched and not _can_hold(work, picture, clock)
    }
    while True:
        brief = _built(picture, clock, fixed, touched)
        broken = {one.order for one in check(brief.problem, brief.current).violations if one.order}
        if not broken & brief.current.keys():
            return brief
        fixed |= broken & brief.current.keys()


def _can_hold(work: Work, picture: Picture, clock: Clock) -> bool:
    pledge = work.pledge
    if pledge is None or pledge.begun or not pledge.alone:
        return False
    within = (
        picture.line.starts_at <= pledge.starts_at
        and pledge.ends_at <= picture.line.ends_at
        and pledge.starts_at >= picture.earliest
    )
    return within and clock.holds(pledge.starts_at, pledge.ends_at)


def _built(picture: Picture, clock: Clock, fixed: frozenset[str], touched: frozenset[str]) -> Brief:
    held = [work for work in picture.works if str(work.id) not in fixed]
    later = tuple(work for work in held if work.pledge is None and _goes_on(work, picture, clock))
    works = {str(work.id): work for work in held if work not in later}
    places = {one.port: one for one in (*(p.home for p in picture.people), *(w.port for w in works.values()))}
    row = {port: n for n, port in enumerate(places)}
    current = {
        id: Assignment(clock.working(work.pledge.starts_at), (str(work.pledge.staff_id),))
        for id, work in works.items()
        if work.pledge and id not in touched
    }
    pinned = [work for work in picture.works if str(work.id) in fixed and work.pledge]
    people = {str(one.id) for one in picture.people}
    locked = {
        id
        for id, work in works.items()
        if id in current and (touched or (work.pledge and work.pledge.locked))
    }
    told = tuple(Published(id, each.team, each.start) for id, each in current.items())
    told += tuple(_reopened(works[id], clock) for id in sorted(touched & works.keys()))
    problem = Problem(
        orders=tuple(_order(work, picture, clock, row, people) for work in works.values()),
        engineers=tuple(_engineer(one, pinned, picture, clock, row) for one in picture.people),
        travel=_travel(list(places.values()), picture),
        weights=_prices(picture),
        locks=tuple(Lock(id, current[id].team, current[id].start) for id in current if id in locked),
        published=told,
        now=clock.working(picture.earliest, up=True),
        day_minutes=DAY_MINUTES,
    )
    return Brief(picture, clock, problem, current, works, fixed, later)


def _reopened(work: Work, clock: Clock) -> Published:
    """Return a promise that is open again: changed at a price, and brought forward where the ship sails early."""
    assert work.pledge is not None  # only promises are touched
    start = clock.working(work.pledge.starts_at)
    return Published(str(work.id), (str(work.pledge.staff_id),), start, announced=False)


def _prices(picture: Picture) -> Weights:
    """Return the engine's prices, with one so high on leaving an order out that late work is always better than none."""
    usual, whole = Weights(), len(picture.days) * DAY_MINUTES
    return replace(usual, unserved=usual.unserved + usual.late_minute * whole)


def _minutes(work: Work, clock: Clock) -> int:
    """Return how long a work lasts: as long as was promised, else as long as the order says."""
    if work.pledge and clock.holds(work.pledge.starts_at, work.pledge.ends_at):
        return clock.working(work.pledge.ends_at) - clock.working(work.pledge.starts_at)
    return max(1, ceil(work.hours * 60))


def _windows(work: Work, picture: Picture, clock: Clock, place: int = 0) -> tuple[Window, ...]:
    """Return the ship's window in working minutes; work of less than a day is not broken off in the evening if it need not be."""
    whole, minutes = _whole_windows(work, picture, clock, place), _minutes(work, clock)
    by_day = tuple(
        Window(max(window.begin, n * DAY_MINUTES), min(window.end, (n + 1) * DAY_MINUTES), place)
        for window in whole
        for n in range(window.begin // DAY_MINUTES, (window.end - 1) // DAY_MINUTES + 1)
    )
    fitting = tuple(window for window in by_day if window.end - window.begin >= minutes)
    return fitting or whole


def _whole_windows(work: Work, picture: Picture, clock: Clock, place: int) -> tuple[Window, ...]:
    stretches = (
        (clock.working(opens, up=True), clock.working(closes))
        for opens, closes in open_windows(work, picture.line)
    )
    return tuple(Window(begin, end, place) for begin, end in stretches if begin < end)


def _goes_on(work: Work, picture: Picture, clock: Clock) -> bool:
    """Whether the days planned cut a window off that would else be long enough."""
    if work.closes_at <= picture.line.ends_at:
        return False
    now, minutes = clock.working(picture.earliest, up=True), _minutes(work, clock)
    return all(window.end - max(window.begin, now) < minutes for window in _windows(work, picture, clock))


def _order(work: Work, picture: Picture, clock: Clock, row: dict[str, int], people: set[str]) -> Order:
    minutes, now = _minutes(work, clock), clock.working(picture.earliest, up=True)
    steward = str(work.steward_id) if work.steward_id and str(work.steward_id) in people else None
    return Order(
        id=str(work.id), ship=str(work.vessel_id), duration=minutes, windows=_windows(work, picture, clock, row[work.port.port]),
        slots=(Slot(work.skill, work.level, frozenset(work.certificates)),),
        due=max(clock.working(work.due_at, up=True), now) + minutes if work.due_at else None,
        priority=PRIORITY.get(work.severity, 1.0), steward=steward, is_new=work.pledge is None,
    )  # fmt: skip


def _engineer(
    one: Planned, pinned: list[Work], picture: Picture, clock: Clock, row: dict[str, int]
) -> Engineer:
    off = [
        Span(n * DAY_MINUTES, (n + 1) * DAY_MINUTES)
        for n, day in enumerate(picture.days)
        if day not in one.on_duty
    ]
    taken = _taken(one, pinned, picture, clock)
    hours = sum(day in one.on_duty for day in picture.days) * HOURS_A_DAY
    return Engineer(
        id=str(one.id), home=row[one.home.port], skills=one.skills,
        certificates=tuple(_certificate(held, clock) for held in one.certificates), absences=_merged(off + taken),
        regular_minutes=max(1, int(hours * 60) - sum(span.end - span.begin for span in taken)),
    )  # fmt: skip


def _taken(one: Planned, pinned: list[Work], picture: Picture, clock: Clock) -> list[Span]:
    """Return the stretches promised for good, each with the journeys there and back home where the place is known."""
    stretches = [(each.starts_at, each.ends_at, each.place) for each in one.taken]
    for work in pinned:
        members = work.pledge.members if work.pledge else ()
        stretches += [(since, until, work.port) for who, since, until in members if who == one.id]
    found = []
    for since, until, place in stretches:
        there = 0 if place is None else _way_minutes(one.home, place, picture)
        back = 0 if place is None else _way_minutes(place, one.home, picture)
        begin, end = max(0, clock.working(since) - there), clock.working(until, up=True) + back
        if begin < end:
            found.append(Span(begin, end))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begin):
        if merged and span.begin <= merged[-1].end:
            merged[-1] = Span(merged[-1].begin, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _certificate(held: HeldCertificate, clock: Clock) -> Certificate:
    """Return a paper that is valid from the morning of its first day to the evening of its last."""
    last = OPEN_END if held.expires_on == date.max else clock.working(_midnight(held.expires_on, 1))
    return Certificate(held.kind, clock.working(_midnight(held.valid_from, 0)), last)


def _midnight(day: date, later: int) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL) + timedelta(days=later)


def _travel(places: list[Place], picture: Picture) -> Travel:
    """Return minutes and cost between ports, door to ship; an hour on the way costs what it costs in a proposal."""
    hour = HousePrices().travel_hour
    ways = [[journey(one, other, picture.table) for other in places] for one in places]
    return Travel(
        tuple(tuple(ceil(way.hours * 60) for way in line) for line in ways),
        tuple(tuple(way.fare_cny + way.hours * hour for way in line) for line in ways),
    )


def _way_minutes(start: Place, ship: Place, picture: Picture) -> int:
    return ceil(journey(start, ship, picture.table).hours * 60)
