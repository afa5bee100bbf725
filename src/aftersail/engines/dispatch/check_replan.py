"""The second check: what a static one cannot see, two plans compared at the instant between them."""

from __future__ import annotations

from aftersail.engines.dispatch.check import Broken, Violation
from aftersail.engines.dispatch.plan import Plan
from aftersail.engines.dispatch.price import minutes_to, place_of, routes_of
from aftersail.engines.dispatch.problem import Lock, Problem


def check_replan(
    problem: Problem,
    before: Plan,
    after: Plan,
    *,
    now: int,
    started: frozenset[str],
    announced: frozenset[str] = frozenset(),
    locks: tuple[Lock, ...] = (),
) -> tuple[Violation, ...]:
    """Return what a new plan must not have done to an old one.

    Started orders keep team and start; nobody sets out before now; announced starts are not brought forward; locked
    decisions stay. `started`, `announced` and `locks` are given, not read from the problem.
    """
    found = []
    for id in sorted(started & before.keys()):
        if after.get(id) != before[id]:
            found.append(Violation(Broken.STARTED, id))
    for id in sorted((announced & before.keys() & after.keys()) - started):
        if after[id].start < before[id].start:
            found.append(Violation(Broken.ANNOUNCED, id))
    for lock in locks:
        each = after.get(lock.order)
        if lock.order in before and (
            each is None or each.team != lock.team or lock.start not in (None, each.start)
        ):
            found.append(Violation(Broken.LOCK, lock.order))
    return (*found, *_departures(problem, after, now, started))


def _departures(problem: Problem, after: Plan, now: int, started: frozenset[str]) -> list[Violation]:
    orders = {order.id: order for order in problem.orders}
    found, routes = [], routes_of(orders, after)
    for engineer in problem.engineers:
        place, ship, free = engineer.home, None, 0
        for order in routes.get(engineer.id, ()):
            start = after[order.id].start
            minutes = minutes_to(problem, engineer, place, ship, order, after[order.id])
            if order.id not in started and start - minutes < max(now, free):
                found.append(Violation(Broken.BEFORE_NOW, order.id, engineer.id))
            place, ship, free = place_of(order, start), order.ship, start + order.duration
    return found
