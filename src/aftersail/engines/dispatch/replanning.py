"""Planning anew while work is under way: what has begun stays, what was told is changed only at a price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from time import perf_counter

import numpy as np

from aftersail.engines.dispatch.bridge import state_of
from aftersail.engines.dispatch.compile import Compiled, compile_problem
from aftersail.engines.dispatch.kernel.greedy import greedy
from aftersail.engines.dispatch.kernel.tables import scratch_for
from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.price import minutes_to, place_of, routes_of
from aftersail.engines.dispatch.problem import Problem, Published
from aftersail.engines.dispatch.search import search, settle
from aftersail.engines.dispatch.solve import Effort, Solution, Watch


class Changed(StrEnum):
    """What has become of an order."""

    ADDED = "added"
    NEW = "new"
    DROPPED = "dropped"
    TEAM = "team"
    LATER = "later"
    EARLIER = "earlier"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Change:
    """One order's difference between two plans; None where the plan lacks it."""

    order: str
    kind: Changed
    before: Assignment | None
    after: Assignment | None


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan and all that differs from the old one."""

    solution: Solution
    changes: tuple[Change, ...]


def begun_orders(problem: Problem, plan: Plan, now: int) -> frozenset[str]:
    """Ids of the orders that people are at, or on their way to, at `now`.

    Whoever is still at work elsewhere has not set out, however late; the rest set out as late as they can. Whoever
    is on the way to work that must wait for other work not ended yet can still be called back.
    """
    orders = {order.id: order for order in problem.orders}
    begun = {id for id, each in plan.items() if each.start <= now}
    routes = routes_of(orders, plan)
    for engineer in problem.engineers:
        place, ship, free = engineer.home, None, 0
        for order in routes.get(engineer.id, ()):
            start = plan[order.id].start
            minutes = minutes_to(problem, engineer, place, ship, order, plan[order.id])
            waits = any(
                first in plan and plan[first].start + orders[first].duration > now for first in order.after
            )
            if free <= now and start - minutes < now and not waits:
                begun.add(order.id)
            place, ship, free = place_of(order, start), order.ship, start + order.duration
    return frozenset(begun)


def published_at(problem: Problem, plan: Plan, now: int, *, announced: bool = True) -> Problem:
    """Return the problem as it stands at `now` with a plan that everybody was told."""
    begun = begun_orders(problem, plan, now)
    known = {order.id for order in problem.orders if not order.is_new}
    told = tuple(
        Published(id, each.team, each.start, started=id in begun, announced=announced, calls=each.calls)
        for id, each in plan.items()
        if id in known
    )
    return replace(problem, now=now, published=told)


def replan(
    problem: Problem,
    plan: Plan,
    effort: Effort,
    *,
    watch: Watch | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Replanned:
    """Keep of a plan what still fits, insert the rest where it costs least, and improve only what that touches."""
    compiled = compile_problem(problem)
    scratch = scratch_for(compiled.tables, effort.seed)
    state = state_of(compiled, plan, scratch)
    missing = np.flatnonzero(~state.orders.served & compiled.tables.orders.able)
    greedy(compiled.tables, state, scratch)
    settle(compiled, state, scratch)
    _keep_the_rest(compiled, missing, state.member)
    solution = search(compiled, state, scratch, effort, watch, clock)
    return Replanned(solution, changes(problem, plan, solution.plan))


def _keep_the_rest(
    compiled: Compiled, touched: np.ndarray[tuple[int], np.dtype[np.int64]], member: object
) -> None:
    """Let the search take out only the touched works, those near them, and those of their teams."""
    tables = compiled.tables
    free = np.zeros(len(compiled.works), np.bool_)
    free[touched] = True
    if tables.near.size and len(touched):
        free[tables.near[touched, :NEIGHBOURS].ravel()] = True
    people = np.asarray(member)
    teams = np.unique(people[touched])
    free |= np.isin(people, teams[teams >= 0]).any(axis=1)
    tables.orders.kept[:] |= ~free


NEIGHBOURS = 10
"""How many of the orders nearest to a touched one may move."""


def changes(problem: Problem, before: Plan, after: Plan) -> tuple[Change, ...]:
    """All that differs between two plans, in the order of the problem's orders."""
    found = []
    for order in problem.orders:
        old, new = before.get(order.id), after.get(order.id)
        if old == new:
            continue
        if old is None:
            kind = Changed.NEW if order.is_new else Changed.ADDED
        elif new is None:
            kind = Changed.DROPPED
        elif set(old.team) != set(new.team):
            kind = Changed.TEAM
        else:
            kind = Changed.LATER if new.start > old.start else Changed.EARLIER
            if new.start == old.start and new.team == old.team:
                kind = Changed.CALLS
        found.append(Change(order.id, kind, old, new))
    return tuple(found)
