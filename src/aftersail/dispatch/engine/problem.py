"""The picture of some days as a problem of the engine, and the plan that is promised now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from uuid import UUID

from aftersail.dispatch.engine.clock import DAY_MINUTES, Clock
from aftersail.dispatch.engine.orders import Planning, goes_on, in_order_of_visits, order_of, team_of
from aftersail.dispatch.engine.outside import Brought, barred_from
from aftersail.dispatch.engine.people import engineer_of
from aftersail.dispatch.rules.needs import Weights as HousePrices
from aftersail.dispatch.rules.outside import Outside
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import SETTLING, Picture, Work
from aftersail.dispatch.rules.readiness import bound_of, put_off
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import (
    Assignment,
    Lock,
    Problem,
    Published,
    Travel,
    Weights,
    violations,
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

    @property
    def outside(self) -> dict[str, Outside]:
        """The partners behind the engineers of the problem that are theirs, by engineer."""
        return {str(one.id): one.outside for one in self.picture.people if one.outside}


def brief_of(
    picture: Picture, *, fixed: frozenset[str] = frozenset(), touched: frozenset[str] = frozenset(), inserting: bool = False
) -> Brief:  # fmt: skip
    """Return a picture as a problem whose promised plan breaks no rule; Refused where nobody is on duty.

    With `touched` those promises are open again, and every other one is locked. With `inserting` each promise has but the
    window it lies in, for an insertion only pushes.
    """
    clock = Clock.of(picture)
    people = {one.id: (str(one.id), one) for one in picture.people}
    works = {str(work.id): work for work in picture.works}
    teams = {id: team for id, work in works.items() if work.pledge and (team := team_of(work, people))}
    fixed |= {
        id
        for id, work in works.items()
        if work.pledge and id not in touched and not (id in teams and _can_hold(work, picture, clock))
    }
    while True:
        brief = _built(picture, clock, works, teams, fixed, touched, inserting)
        broken = {one.order for one in violations(brief.problem, brief.current) if one.order}
        if not broken & brief.current.keys():
            return brief
        fixed |= broken & brief.current.keys()


def _can_hold(work: Work, picture: Picture, clock: Clock) -> bool:
    """Whether a promise is an order of the problem as it stands; the axis lies within the days planned."""
    pledge = work.pledge
    if pledge is None or pledge.begun or pledge.starts_at < picture.earliest:
        return False
    return clock.held(pledge.starts_at, pledge.ends_at) is not None


def _built(
    picture: Picture, clock: Clock, everything: Mapping[str, Work], teams: Mapping[str, tuple[str, ...]], fixed: frozenset[str],
    touched: frozenset[str], inserting: bool,
) -> Brief:  # fmt: skip
    """Return the brief with these works fixed; `teams` are those promised, by work, as far as the slots hold them."""
    held = {id: work for id, work in everything.items() if id not in fixed}
    later = put_off(
        held.values(), (picture.earliest - SETTLING).astimezone(LOCAL).date(), _later(held.values(), picture, clock),
        lambda work: work.pledge is None or str(work.id) in touched,
    )  # fmt: skip
    works = in_order_of_visits({id: work for id, work in held.items() if work.id not in later})
    now = clock.working(picture.earliest, up=True)
    planning = Planning.of(works, touched, clock, now)
    people = {one.id: str(one.id) for one in picture.people}
    barred, brought = barred_from(works, picture.people), Brought.to(works.values())
    places = {one.port: one for one in (*(p.home for p in picture.people), *(w.port for w in works.values()))}
    row = {port: n for n, port in enumerate(places)}
    current = {
        id: Assignment(clock.working(work.pledge.starts_at), team)
        for id, work in works.items()
        if work.pledge and id not in touched and (team := teams.get(id))
    }
    pinned = [everything[id] for id in everything if id in fixed and everything[id].pledge]
    locked = {
        id
        for id, work in works.items()
        if id in current and (touched or (work.pledge and work.pledge.locked))
    }
    told = tuple(Published(id, each.team, each.start) for id, each in current.items())
    told += tuple(_reopened(works[id], clock, teams) for id in sorted(touched & works.keys()))
    problem = Problem(
        orders=tuple(
            order_of(
                id,
                work,
                picture,
                clock,
                row,
                people,
                planning,
                stays=inserting and id in current,
                barred=barred[id],
            )
            for id, work in works.items()
        ),
        engineers=tuple(engineer_of(one, pinned, picture, clock, row, brought) for one in picture.people),
        travel=_travel(list(places.values()), picture),
        weights=_prices(picture),
        locks=tuple(Lock(id, current[id].team, current[id].start) for id in current if id in locked),
        published=told,
        now=now,
        day_minutes=DAY_MINUTES,
    )
    waits = tuple((work, later[work.id]) for work in held.values() if work.id in later)
    return Brief(picture, clock, problem, current, works, fixed, waits, planning.ids)


def _later(held: Iterable[Work], picture: Picture, clock: Clock) -> dict[UUID, Sentence]:
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


def _reopened(work: Work, clock: Clock, teams: Mapping[str, tuple[str, ...]]) -> Published:
    """Return a promise that is open again: changed at a price, and brought forward where the ship sails early."""
    assert work.pledge is not None  # only promises are touched
    start = clock.working(work.pledge.starts_at)
    team = teams.get(str(work.id)) or (str(work.pledge.staff_id),)
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
