"""Past one machine: the problem in regions, a plan for each as a patch, and one whole again with its seams repaired."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from time import perf_counter

import numpy as np

from aftersail.engines.dispatch.bridge import state_of
from aftersail.engines.dispatch.compile import compile_problem
from aftersail.engines.dispatch.kernel.greedy import greedy
from aftersail.engines.dispatch.kernel.tables import scratch_for
from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.problem import Problem, Span
from aftersail.engines.dispatch.search import search, settle
from aftersail.engines.dispatch.solve import Effort, Solution, Watch, solve
from aftersail.engines.dispatch.work import works_of


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a problem that can be planned by itself, and the version of the plan it starts from."""

    name: str
    problem: Problem
    base: str


@dataclass(frozen=True, slots=True)
class Patch:
    """A region's new plan; it counts only for the version of the region's part of the plan that it was made from."""

    region: str
    base: str
    orders: frozenset[str]
    engineers: frozenset[str]
    plan: Mapping[str, Assignment]


@dataclass(frozen=True, slots=True)
class Merged:
    """The plan with the patches in it, and the regions whose patches had gone stale."""

    plan: dict[str, Assignment]
    stale: tuple[str, ...]


def version_of(plan: Plan, orders: frozenset[str], engineers: frozenset[str]) -> str:
    """A fingerprint of all that a plan says of some orders and engineers."""
    touched = sorted(
        (id, each.start, each.team, each.calls)
        for id, each in plan.items()
        if id in orders or not engineers.isdisjoint(each.team)
    )
    return blake2b(repr(touched).encode(), digest_size=12).hexdigest()


def split(problem: Problem, plan: Plan, area_of_place: Sequence[str]) -> tuple[Region, ...]:
    """Cut a problem by the area of each place: engineers by home, ships by where most of their work lies.

    Orders tied by precedence or `together`, and all orders of one ship, stay in one region. What a plan has given to
    people of two regions, or ties to such work, is left to the repair of seams.
    """
    area_of_order = _areas(problem, area_of_place)
    area_of_engineer = {e.id: area_of_place[e.home] for e in problem.engineers if e.home is not None}
    regions = []
    for area in dict.fromkeys([*area_of_order.values(), *area_of_engineer.values()]):
        people = frozenset(id for id, home in area_of_engineer.items() if home == area)
        orders = frozenset(id for id, where in area_of_order.items() if where == area)
        region = region_of(area, problem, plan, orders, people)
        if region.problem.orders and people:
            regions.append(region)
    return tuple(regions)


def region_of(
    name: str, problem: Problem, plan: Plan, orders: frozenset[str], people: frozenset[str]
) -> Region:
    """Return some orders and people of a problem as a region; those the problem does not have (any more) are passed over.

    Left out is what a plan has given to others besides these people, and whatever is tied to an order that is not among these.
    """
    here = frozenset(e.id for e in problem.engineers if e.id in people)
    own = frozenset(
        order.id
        for order in problem.orders
        if order.id in orders and (order.id not in plan or here.issuperset(plan[order.id].team))
    )
    for tied in _ties(problem):
        if not tied <= own:
            own -= tied
    lent = [id for id, each in plan.items() if id not in own and not here.isdisjoint(each.team)]
    return Region(name, _part(problem, plan, own, here, lent), version_of(plan, own, here))


def _ties(problem: Problem) -> list[frozenset[str]]:
    """The sets of orders of which none can be moved without regard to the others: by precedence or as one visit."""
    tied: dict[str, set[str]] = {order.id: {order.id} for order in problem.orders}
    visits: dict[str, str] = {}
    for order in problem.orders:
        first = order.id if order.together is None else visits.setdefault(order.together, order.id)
        for other in (*order.after, first):
            if other in tied and tied[other] is not tied[order.id]:
                joined = tied[other] | tied[order.id]
                for each in joined:
                    tied[each] = joined
    return [frozenset(each) for each in {id(one): one for one in tied.values()}.values() if len(each) > 1]


def _part(
    problem: Problem, plan: Plan, own: frozenset[str], people: frozenset[str], lent: list[str]
) -> Problem:
    """A region's problem; while its people are lent to orders of others, and underway to them, they are absent."""
    durations = {order.id: order.duration for order in problem.orders}
    far = max((minutes for row in problem.travel.minutes for minutes in row), default=0)
    engineers = []
    for engineer in problem.engineers:
        if engineer.id in people:
            away = tuple(
                Span(plan[id].start - far, plan[id].start + durations[id] + far)
                for id in lent
                if engineer.id in plan[id].team
            )
            engineers.append(replace(engineer, absences=(*engineer.absences, *away)))
    return replace(
        problem,
        orders=tuple(order for order in problem.orders if order.id in own),
        engineers=tuple(engineers),
        locks=tuple(lock for lock in problem.locks if lock.order in own),
        published=tuple(told for told in problem.published if told.order in own),
    )


def _areas(problem: Problem, area_of_place: Sequence[str]) -> dict[str, str]:
    """The area of every order, the same for all that are tied together: where most of their work lies."""
    works = works_of(problem)
    leader = {order: order for work in works for order in work.orders}

    def lead(order: str) -> str:
        while leader[order] != order:
            leader[order] = leader[leader[order]]
            order = leader[order]
        return order

    aboard: dict[str, str] = {}
    for work in works:
        for other in (*work.orders, *work.after, aboard.setdefault(work.ship, work.id)):
            if other in leader:
                leader[lead(other)] = lead(work.id)
    shares: dict[str, dict[str, int]] = {}
    for work in works:
        for window in work.windows[:1]:
            share = shares.setdefault(lead(work.id), {})
            area = area_of_place[window.place]
            share[area] = share.get(area, 0) + work.duration * len(work.needs)
    best = {group: max(sorted(share), key=share.__getitem__) for group, share in shares.items()}
    return {order: best[lead(order)] for order in leader if lead(order) in best}


def solve_region(
    region: Region,
    plan: Plan,
    effort: Effort,
    *,
    watch: Watch | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Patch:
    """Plan one region from the part of the plan that it has; meant to run as a job of its own."""
    orders = frozenset(order.id for order in region.problem.orders)
    own = {id: each for id, each in plan.items() if id in orders}
    solution = solve(region.problem, effort, begin=own, watch=watch, clock=clock)
    people = frozenset(engineer.id for engineer in region.problem.engineers)
    return Patch(region.name, region.base, orders, people, solution.plan)


def merge(plan: Plan, patches: Sequence[Patch]) -> Merged:
    """Put patches into a plan; one whose part of the plan has changed since is stale and left out."""
    merged, stale = dict(plan), []
    for patch in patches:
        if version_of(plan, patch.orders, patch.engineers) != patch.base:
            stale.append(patch.region)
            continue
        for order in patch.orders:
            merged.pop(order, None)
        merged.update(patch.plan)
    return Merged(merged, tuple(stale))


def repair_seams(
    problem: Problem,
    plan: Plan,
    area_of_place: Sequence[str],
    effort: Effort,
    *,
    watch: Watch | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Solution:
    """Improve a merged plan where regions meet: what is unserved, and orders with some of another region near."""
    compiled = compile_problem(problem)
    tables, scratch = compiled.tables, scratch_for(compiled.tables, effort.seed)
    state = state_of(compiled, plan, scratch)
    numbers = {area: i for i, area in enumerate(dict.fromkeys(area_of_place))}
    area_of_order = _areas(problem, area_of_place)
    areas = np.array([numbers.get(area_of_order.get(work.id, ""), -1) for work in compiled.works])
    free = ~state.orders.served
    if tables.near.size:
        free |= (areas[tables.near[:, :NEAR]] != areas[:, None]).any(axis=1)
        free[tables.near[~state.orders.served, :NEAR].ravel()] = True
    greedy(tables, state, scratch)
    settle(compiled, state, scratch)
    tables.orders.kept[:] |= ~free
    return search(compiled, state, scratch, effort, watch, clock)


NEAR = 20
"""How many of the nearest orders are looked at for one of another region."""
