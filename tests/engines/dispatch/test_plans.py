"""Plans keep every rule, are the same for the same seed, and get no worse when more people can go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Effort,
    Ended,
    Lock,
    Order,
    Slot,
    Weights,
    Window,
    check,
    solve,
)
from tests.engines.dispatch.small import (
    HOME_QINGDAO,
    HOME_SHANGHAI,
    QINGDAO,
    RADAR,
    SHANGHAI,
    SONAR,
    by_lot,
    engineer,
    order,
    problem,
)

SHORT = Effort(iterations=150)
SEEDS = st.integers(0, 10**6)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_every_plan_of_a_random_problem_keeps_every_rule_and_costs_what_the_search_says(seed):
    asked = by_lot(seed)
    solution = solve(asked, SHORT)
    verdict = check(asked, solution.plan)
    assert verdict.violations == ()
    assert verdict.cost.total == pytest.approx(solution.cost)
    assert set(solution.unserved) == {each.id for each in asked.orders} - solution.plan.keys()


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_same_seed_and_iterations_give_the_same_plan(seed):
    asked = by_lot(seed, 20)
    effort = Effort(iterations=300, seed=seed)
    assert solve(asked, effort).plan == solve(asked, effort).plan


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_planning_again_with_everything_locked_changes_nothing(seed):
    asked = by_lot(seed)
    plan = solve(asked, SHORT).plan
    locks = tuple(Lock(id, each.team, each.start) for id, each in plan.items())
    again = solve(replace(asked, locks=locks), SHORT, begin=plan).plan
    assert {id: again[id] for id in plan} == plan


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_locked_team_stays_whatever_else_would_be_cheaper(seed):
    asked = by_lot(seed)
    plan = solve(asked, Effort(iterations=20)).plan
    locks = tuple(Lock(id, each.team) for id, each in list(plan.items())[:3])
    again = solve(replace(asked, locks=locks), SHORT, begin=plan).plan
    assert all(again[lock.order].team == lock.team for lock in locks)
    assert check(replace(asked, locks=locks), again).fine


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_one_more_engineer_never_makes_the_plan_worse(seed):
    asked = replace(by_lot(seed), weights=Weights(unevenness=0))
    plan = solve(asked, Effort(iterations=200)).plan
    more = replace(asked, engineers=(*asked.engineers, engineer("helper", skills={SONAR: 3, RADAR: 3})))
    better = solve(more, Effort(iterations=200), begin=plan)
    assert better.cost <= check(asked, plan).cost.total + 1e-6


def test_a_warm_start_is_not_made_worse():
    asked = by_lot(3, 25)
    good = solve(asked, Effort(iterations=1500))
    assert solve(asked, Effort(iterations=1, seed=9), begin=good.plan).cost <= good.cost + 1e-6


def test_a_search_tells_its_progress_and_can_be_cancelled():
    told = []

    def watch(progress, best):
        told.append((progress.iterations, progress.cost, len(best())))
        return len(told) == 2

    solution = solve(by_lot(1), Effort(iterations=100_000), watch=watch)
    assert solution.ended is Ended.CANCELLED
    assert len(told) == 2
    assert told[0][1] >= told[1][1]
    assert solution.iterations == told[1][0]


def test_a_time_limit_is_measured_by_the_clock_that_is_given():
    ticks = iter(range(1000))
    solution = solve(by_lot(1), Effort(seconds=5), clock=lambda: float(next(ticks)))
    assert solution.iterations > 0
    assert next(ticks) <= 8


def test_a_search_without_any_limit_is_refused():
    with pytest.raises(ValueError, match="iterations or a time limit"):
        Effort()


def test_nothing_to_plan_gives_an_empty_plan():
    assert solve(problem((), ()), SHORT).plan == {}
    assert solve(problem((order("a"),), ()), SHORT).unserved == ("a",)


def test_a_team_meets_at_one_time_with_distinct_people():
    both = order("both", slots=(Slot(SONAR, 2), Slot(SONAR, 1)))
    asked = problem((both,), (engineer("near"), engineer("far", home=HOME_SHANGHAI)))
    plan = solve(asked, SHORT).plan
    assert set(plan["both"].team) == {"near", "far"}
    assert plan["both"].start == 240


def test_small_items_on_one_hull_become_one_visit():
    items = tuple(order(f"item {i}", ship="hull") for i in range(4))
    plan = solve(problem(items, (engineer("one"), engineer("other"))), SHORT).plan
    assert len({each.team for each in plan.values()}) == 1


def test_the_steward_of_the_ship_goes_when_that_costs_little():
    asked = problem((order("a", steward="own"),), (engineer("other"), engineer("own")))
    assert solve(asked, SHORT).plan["a"].team == ("own",)


def test_the_cheaper_of_own_staff_and_a_partner_goes():
    asked = problem((order("a"),), (engineer("partner", rate=5.0), engineer("own")))
    assert solve(asked, SHORT).plan["a"].team == ("own",)


def test_a_partner_goes_where_own_staff_would_cost_more_than_it_charges():
    far = engineer("own", home=HOME_SHANGHAI)
    for charge, goes in ((100.0, "partner"), (5000.0, "own")):
        partner = engineer("partner", charges={"a": charge})
        asked = problem((order("a"),), (far, partner))
        found = solve(asked, SHORT)
        assert found.plan["a"].team == (goes,)
        assert found.cost == pytest.approx(check(asked, found.plan).cost.total)


def test_whoever_is_barred_from_a_slot_fills_another_or_none():
    first, second = Slot(SONAR, barred=frozenset({"near", "somebody else"})), Slot(SONAR)
    near, far = engineer("near"), engineer("far", home=HOME_SHANGHAI)
    both, alone = order("both", slots=(first, second)), order("alone", slots=(first,))
    plan = solve(problem((both, alone), (near, far)), SHORT).plan
    assert {id: each.team for id, each in plan.items()} == {"both": ("far", "near"), "alone": ("far",)}
    assert solve(problem((both, alone), (near,)), SHORT).plan == {}


def test_whoever_is_barred_from_one_order_of_a_visit_is_not_sent_to_it():
    pair = tuple(
        order(id, ship="hull", together="visit", slots=(Slot(SONAR, barred=frozenset(barred)),))
        for id, barred in (("first", ()), ("second", ("near",)))
    )
    asked = problem(pair, (engineer("near"), engineer("far", home=HOME_SHANGHAI)))
    assert {each.team for each in solve(asked, SHORT).plan.values()} == {("far",)}


def test_a_ship_that_calls_twice_is_served_at_the_port_that_suits():
    calls = (Window(0, 200, SHANGHAI), Window(1000, 3000, QINGDAO))
    plan = solve(problem((order("a", windows=calls),), (engineer("one"),)), SHORT).plan
    assert plan["a"].start == 1000


def test_orders_that_must_go_together_are_one_visit_of_one_team():
    first = order("first", ship="hull", together="visit")
    second = order("second", ship="hull", together="visit", slots=(Slot(SONAR), Slot(RADAR)))
    people = (engineer("s"), engineer("r", skills={RADAR: 1}))
    asked = problem((first, second), people)
    plan = solve(asked, SHORT).plan
    assert plan["second"].start == plan["first"].start + 120
    assert plan["first"].team == plan["second"].team == ("s", "r")
    assert check(asked, plan).fine


def test_of_orders_that_must_go_together_none_is_done_when_one_cannot_be():
    pair = (order("can", together="v"), order("cannot", together="v", slots=(Slot("welding"),)))
    assert solve(problem(pair, (engineer("one"),)), SHORT).plan == {}


def test_work_waits_for_its_parts_and_for_what_comes_before():
    waits = order("waits", parts=900)
    then = order("then", after=("waits",))
    plan = solve(problem((then, waits), (engineer("one"), engineer("two"))), SHORT).plan
    assert plan["waits"].start == 900
    assert plan["then"].start >= 1020


def test_more_nights_away_cost_more_than_going_home_between():
    early = order("early", windows=(Window(0, 300, QINGDAO),))
    late = order("late", windows=(Window(4000, 4300, QINGDAO),))
    asked = problem((early, late), (engineer("one"),))
    cost = check(asked, solve(asked, SHORT).plan).cost
    assert cost.lodging == 0
    assert cost.travel == 4 * 15 * 2.0


def test_nobody_works_beyond_the_limit():
    asked = problem(tuple(order(str(i)) for i in range(4)), (engineer("one", limit_minutes=250),))
    assert len(solve(asked, SHORT).plan) == 2


def test_a_thousand_orders_on_one_ship_are_planned():
    many = tuple(
        Order(f"{i}", "hull", 10, (Window(0, 20_000, QINGDAO),), (Slot(SONAR),)) for i in range(1000)
    )
    asked = problem(many, (engineer("one"), engineer("two", home=HOME_QINGDAO)))
    solution = solve(asked, Effort(iterations=1))
    assert len(solution.plan) == 1000
    assert check(asked, solution.plan).fine
