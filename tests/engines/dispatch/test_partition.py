"""Routes seen in a search are put together anew: never dearer, by every rule, and as cheaply as their pool allows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import Assignment, Effort, Lock, Slot, Window, check, solve
from aftersail.engines.dispatch.bridge import plan_of, state_of
from aftersail.engines.dispatch.compile import compile_problem
from aftersail.engines.dispatch.kernel.cost import price_all
from aftersail.engines.dispatch.kernel.route_pool import remember_all, route_pool
from aftersail.engines.dispatch.kernel.tables import copied, scratch_for
from aftersail.engines.dispatch.partition import partition, pool_for
from aftersail.engines.dispatch.rounds import LENGTH
from tests.engines.dispatch.small import (
    HOME_SHANGHAI,
    SHANGHAI,
    SONAR,
    engineer,
    order,
    problem,
    untied_by_lot,
)

SEEDS = st.integers(0, 10**6)
ROUNDS = 6 * 3 * LENGTH
"""Iterations that make three rounds with six orders."""
NORTH = tuple(order(f"north {i}") for i in range(2))
SOUTH = tuple(order(f"south {i}", windows=(Window(0, 6000, SHANGHAI),)) for i in range(2))
TWO_PORTS = problem((*NORTH, *SOUTH), (engineer("north"), engineer("south", home=HOME_SHANGHAI)))


def seen(asked, plans):
    """The compiled problem, a pool with the routes of some plans, and the state and cost of the cheapest."""
    compiled = compile_problem(asked)
    pool, states = pool_for(compiled.tables), []
    for plan in plans:
        state = state_of(compiled, plan, scratch_for(compiled.tables, 1))
        cost = float(price_all(compiled.tables, state))
        remember_all(compiled.tables, state, pool, cost)
        states.append((cost, state))
    cost, state = min(states, key=lambda each: each[0])
    return compiled, pool, state, cost


def some_plans(asked):
    """A few plans of different seeds, none of them searched for long."""
    return [solve(asked, Effort(iterations=8, seed=seed)).plan for seed in range(1, 5)]


def one_at(team, *starts):
    return {id: Assignment(start, (team,)) for id, start in starts}


def test_two_plans_good_in_different_ports_become_one_that_is_good_in_both():
    good_north = one_at("north", ("north 0", 15), ("north 1", 165)) | one_at("south", ("south 0", 15))
    good_south = one_at("south", ("south 0", 15), ("south 1", 165)) | one_at("north", ("north 0", 15))
    compiled, pool, state, cost = seen(TWO_PORTS, [good_north, good_south])
    better = partition(compiled.tables, pool, state, cost, None)
    assert plan_of(compiled, better) == good_north | good_south | one_at("north", ("north 1", 165))


def test_the_best_of_its_own_routes_is_not_bettered():
    compiled, pool, state, cost = seen(TWO_PORTS, [solve(TWO_PORTS, Effort(iterations=200)).plan])
    assert partition(compiled.tables, pool, state, cost, None) is None


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_no_choice_of_one_route_for_each_is_cheaper_than_the_one_found(seed):
    asked = untied_by_lot(seed, 8, 3)
    compiled, pool, state, cost = seen(asked, some_plans(asked))
    found = partition(compiled.tables, pool, state, cost, None)
    reached = cost if found is None else float(price_all(compiled.tables, found))
    unserved, places = compiled.tables.orders.unserved, np.flatnonzero(pool.keys)
    own = [[None, *places[pool.owners[places] == who]] for who in range(len(asked.engineers))]
    cheapest = np.inf
    for choice in product(*own):
        routes = [place for place in choice if place is not None]
        orders = [row for place in routes for row in pool.sequence[place, : pool.lengths[place]].tolist()]
        if len(orders) == len(set(orders)):
            left = unserved.sum() - unserved[orders].sum()
            cheapest = min(cheapest, left + pool.costs[routes].sum())
    assert reached == pytest.approx(cheapest)


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_what_is_put_together_is_cheaper_and_keeps_every_rule(seed):
    asked = untied_by_lot(seed, 16, 4)
    compiled, pool, state, cost = seen(asked, some_plans(asked))
    better = partition(compiled.tables, pool, copied(state), cost, None)
    if better is not None:
        reached = float(price_all(compiled.tables, better))
        verdict = check(asked, plan_of(compiled, better))
        assert reached < cost
        assert verdict.violations == ()
        assert verdict.cost.total == pytest.approx(reached)


@given(SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_search_in_rounds_keeps_every_rule_and_is_the_same_for_the_same_seed(seed):
    asked = untied_by_lot(seed, 6, 3)
    effort = Effort(iterations=ROUNDS, seed=seed)
    solution = solve(asked, effort)
    verdict = check(asked, solution.plan)
    assert verdict.violations == ()
    assert verdict.cost.total == pytest.approx(solution.cost)
    assert solve(asked, effort).plan == solution.plan


@given(SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_search_in_rounds_never_makes_the_plan_worse_that_it_begins_with(seed):
    asked = untied_by_lot(seed, 6, 3)
    good = solve(asked, Effort(iterations=ROUNDS))
    assert solve(asked, Effort(iterations=ROUNDS, seed=2), begin=good.plan).cost <= good.cost + 1e-6


@given(SEEDS)
@settings(max_examples=6, deadline=None)
def test_a_locked_order_is_never_left_out_for_others(seed):
    asked = untied_by_lot(seed, 6, 3)
    plan = solve(asked, Effort(iterations=20)).plan
    locks = tuple(Lock(id, each.team, each.start) for id, each in list(plan.items())[:3])
    again = solve(replace(asked, locks=locks), Effort(iterations=ROUNDS), begin=plan).plan
    assert all(again[lock.order].team == lock.team for lock in locks)


@pytest.mark.parametrize(
    "orders",
    [
        (order("a"), order("b", after=("a",))),
        (order("a"), order("b", slots=(Slot(SONAR), Slot(SONAR)))),
    ],
    ids=["one waits for another", "a team"],
)
def test_where_routes_are_tied_none_is_remembered(orders):
    tables = compile_problem(problem(orders, (engineer("one"), engineer("two")))).tables
    assert len(pool_for(tables).keys) == 0


def test_of_one_engineer_and_the_same_orders_only_the_cheapest_sequence_is_remembered():
    to_and_fro = one_at("north", ("south 0", 240), ("north 0", 600), ("south 1", 960))
    in_a_row = one_at("north", ("south 0", 240), ("south 1", 390), ("north 0", 750))
    for plans in ([to_and_fro, in_a_row], [in_a_row, to_and_fro]):
        compiled, pool, _state, cost = seen(TWO_PORTS, plans)
        assert [pool.sequence[i, :3].tolist() for i in np.flatnonzero(pool.keys)] == [[2, 3, 0]]
        assert pool.costs.sum() + compiled.tables.orders.unserved[1] == pytest.approx(cost)


def test_a_full_pool_gives_the_place_of_a_route_of_a_dearer_plan_to_one_of_a_cheaper():
    compiled = compile_problem(TWO_PORTS)
    pool = route_pool(1, 4)
    for plan, cost in ((one_at("north", ("north 0", 15)), 9.0), (one_at("south", ("south 0", 15)), 7.0)):
        state = state_of(compiled, plan, scratch_for(compiled.tables, 1))
        price_all(compiled.tables, state)
        remember_all(compiled.tables, state, pool, cost)
    assert (pool.plans[0], pool.owners[0]) == (7.0, 1)
    state = state_of(compiled, one_at("north", ("north 0", 15)), scratch_for(compiled.tables, 1))
    remember_all(compiled.tables, state, pool, 8.0)
    assert (pool.plans[0], pool.owners[0]) == (7.0, 1)
