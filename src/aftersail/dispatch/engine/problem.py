"""The picture of some days as a problem of the engine, and the plan that is promised now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from uuid import UUID

from aftersail.dispatch.engine.clock import DAY_MINUTES, Clock
from aftersail.dispatch.engine.orders import Planning, goes_on, in_order_of_visits, order_of, team_of
from aftersail.dispatch.engine.people import engineer_of
from aftersail.dispatch.rules.needs import Weights as HousePrices
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Picture, Planned, Work
from aftersail.dispatch.rules.readiness import bound_of, put_off
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import (
    Assignment,
    Lock,
    Problem,
    Published,
    Travel,
    Weights,
    check,
)
from aftersail.people.rules.travel import Place, journey


@dataclass(frozen=True, slots=True)
class Brief:
    """A problem with what it was made from; `current` is the plan as it is promised.

    fixed: works whose promise the planner cannot hold as an order (hours at night, work that has begun, a team
    other than the order asks for, a rule broken knowingly): their people count as away then. later: works that are
    not planned now, and why: their window goes on after the days planned, a part or an order before them is not there.
    planned: the works that are orders of the problem.
    """

    picture: Picture
    clock: Clock
    problem: Problem
    current: dict[str, Assignment]
    works: dict[str, Work]
    fixed: frozenset[str]
    later: tuple[tuple[Work, Sentence], ...]
    planned: frozenset[UUID] = frozenset()


def brief_of(
    picture: Picture, *, fixed: frozenset[str] = frozenset(), touched: frozenset[str] = frozenset()
) -> Brief:
    """Return a picture as a problem whose promised plan breaks no rule; Refused where nobody is on duty.

    With `touched` those promises are open again, and every other one is locked.
    """
    clock = Clock.of(picture)
    people = {str(one.id): one for one in picture.people}
    fixed |= {
        str(work.id)
        for work in picture.works
        if work.pledge and str(work.id) not in touched and not _can_hold(work, picture, clock, people)
    }
    while True:
        brief = _built(picture, clock, people, fixed, touched)
        broken = {one.order for one in check(brief.problem, brief.current).violations if one.order}
        if not broken & brief.current.keys():
            return brief
        fixed |= broken & brief.current.keys()


def _can_hold(work: Work, picture: Picture, clock: Clock, people: Mapping[str, Planned]) -> bool:
    pledge = work.pledge
    if pledge is None or pledge.begun or team_of(work, people) is None:
        return False
    within = (
        picture.line.starts_at <= pledge.starts_at
        and pledge.ends_at <= picture.line.ends_at
        and pledge.starts_at >= picture.earliest
    )
    return within and clock.holds(pledge.starts_at, pledge.ends_at)


def _built(
    picture: Picture, clock: Clock, people: Mapping[str, Planned], fixed: frozenset[str], touched: frozenset[str]
) -> Brief:  # fmt: skip
    held = [work for work in picture.works if str(work.id) not in fixed]
    later = put_off(
        held, picture.earliest.astimezone(LOCAL).date(), _later(held, picture, clock),
        lambda work: work.pledge is None or str(work.id) in touched,
    )  # fmt: skip
    works = in_order_of_visits({str(work.id): work for work in held if work.id not in later})
    planning = Planning.of(works, touched, clock)
    places = {one.port: one for one in (*(p.home for p in picture.people), *(w.port for w in works.values()))}
    row = {port: n for n, port in enumerate(places)}
    current = {
        id: Assignment(clock.working(work.pledge.starts_at), team)
        for id, work in works.items()
        if work.pledge and id not in touched and (team := team_of(work, people))
    }
    pinned = [work for work in picture.works if str(work.id) in fixed and work.pledge]
    locked = {
        id
        for id, work in works.items()
        if id in current and (touched or (work.pledge and work.pledge.locked))
    }
    told = tuple(Published(id, each.team, each.start) for id, each in current.items())
    told += tuple(_reopened(works[id], clock, people) for id in sorted(touched & works.keys()))
    problem = Problem(
        orders=tuple(order_of(work, picture, clock, row, people.keys(), planning) for work in works.values()),
        engineers=tuple(engineer_of(one, pinned, picture, clock, row) for one in picture.people),
        travel=_travel(list(places.values()), picture),
        weights=_prices(picture),
        locks=tuple(Lock(id, current[id].team, current[id].start) for id in current if id in locked),
        published=told,
        now=clock.working(picture.earliest, up=True),
        day_minutes=DAY_MINUTES,
    )
    waits = tuple((work, later[work.id]) for work in held if work.id in later)
    return Brief(picture, clock, problem, current, works, fixed, waits, planning.ids)


def _later(held: list[Work], picture: Picture, clock: Clock) -> dict[UUID, Sentence]:
    """Return the waiting works whose windows go on after the days planned, with what keeps them out of these."""
    found = {}
    for work in held:
        if work.pledge is None and goes_on(work, picture, clock):
            bound = bound_of(work)
            binds = bound is not None and bound.at > max(picture.earliest, work.opens_at)
            found[work.id] = (
                bound.told("later", work.number)
                if bound and binds
                else sentence("window_later", order=work.number)
            )
    return found


def _reopened(work: Work, clock: Clock, people: Mapping[str, Planned]) -> Published:
    """Return a promise that is open again: changed at a price, and brought forward where the ship sails early."""
    assert work.pledge is not None  # only promises are touched
    start = clock.working(work.pledge.starts_at)
    team = team_of(work, people) or (str(work.pledge.staff_id),)
    return Published(str(work.id), team, start, announced=False)


def _prices(picture: Picture) -> Weights:
    """Return the engine's prices, with one so high on leaving an order out that late work is always better than none."""
    usual, whole = Weights(), len(picture.days) * DAY_MINUTES
    return replace(usual, unserved=usual.unserved + usual.late_minute * whole)


def _travel(places: list[Place], picture: Picture) -> Travel:
    """Return minutes and cost between ports, door to ship; an hour on the way costs what it costs in a proposal."""
    hour = HousePrices().travel_hour
    ways = [[journey(one, other, picture.table) for other in places] for one in places]
    return Travel(
        tuple(tuple(ceil(way.hours * 60) for way in line) for line in ways),
        tuple(tuple(way.fare_cny + way.hours * hour for way in line) for line in ways),
    )
