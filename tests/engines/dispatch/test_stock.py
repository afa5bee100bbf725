"""Parts that run out, kits that are lent, one call at a store on a route, and paid waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Assignment,
    Broken,
    Effort,
    LivePlan,
    Lock,
    Rule,
    Slot,
    Store,
    Violation,
    Weights,
    Window,
    check,
    diagnose,
    explain,
    published_at,
    reason_unserved,
    remedied,
    replan,
    solve,
)
from aftersail.engines.dispatch.bridge import state_of
from aftersail.engines.dispatch.compile import compile_problem
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.ruin import sweep, take_out
from aftersail.engines.dispatch.kernel.tables import NEVER, scratch_for
from aftersail.engines.dispatch.kernel.team import best_team, insert_best
from aftersail.engines.dispatch.search import settle
from tests.engines.dispatch.small import (
    GUANGZHOU,
    PUMP,
    QINGDAO,
    SEAL,
    SHANGHAI,
    SONAR,
    by_lot,
    engineer,
    order,
    problem,
    stocked_by_lot,
)

SHORT = Effort(iterations=150)
SEEDS = st.integers(0, 10**6)
PUMPED = (Slot(SONAR, uses=((PUMP, 1),)),)
FREE = Weights(lodging_night=0, boarding=0, unevenness=0)
PAID = replace(FREE, waiting_minute=1.0)


@given(SEEDS)
@settings(max_examples=80, deadline=None)
def test_every_plan_with_stock_keeps_every_rule_and_costs_what_the_search_says(seed):
    asked = stocked_by_lot(seed)
    solution = solve(asked, SHORT)
    verdict = check(asked, solution.plan)
    assert verdict.violations == ()
    assert verdict.cost.total == pytest.approx(solution.cost)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_with_stock_too_the_same_seed_and_iterations_give_the_same_plan(seed):
    asked = stocked_by_lot(seed, 20)
    effort = Effort(iterations=300, seed=seed)
    assert solve(asked, effort).plan == solve(asked, effort).plan


def _least(asked, plan, id):
    """What it costs to put an order, and whatever waits for it, back into a plan; the order's own share."""
    compiled = compile_problem(asked)
    tables, scratch = compiled.tables, scratch_for(compiled.tables, 1)
    state = state_of(compiled, plan, scratch)
    settle(compiled, state, scratch)
    work = compiled.row_of_order[id]
    take_out(tables, state, scratch, work)
    sweep(tables, state, scratch)
    relabel(tables, state, scratch)
    if tables.orders[work].members > 1:
        return best_team(tables, state, scratch, work, 0.0, NEVER, NEVER)[0]
    return insert_best(tables, state, scratch, work, 0.0, NEVER)


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_stock_that_never_runs_out_changes_nothing(seed):
    """The way of planning with stock is another piece of code: where stock never matters an order costs the very same."""
    asked = by_lot(seed)
    plenty = replace(
        asked,
        engineers=tuple(replace(each, carries={PUMP: 10**6}) for each in asked.engineers),
        orders=tuple(
            replace(each, slots=tuple(replace(slot, uses=((PUMP, 1),)) for slot in each.slots))
            for each in asked.orders
        ),
    )
    plan = solve(asked, SHORT).plan
    assert check(plenty, plan).cost.total == pytest.approx(check(asked, plan).cost.total)
    for id in plan:
        if id in compile_problem(asked).row_of_order:
            assert _least(plenty, plan, id) == pytest.approx(_least(asked, plan, id))


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_a_plan_with_calls_is_taken_over_as_it_is(seed):
    asked = stocked_by_lot(seed)
    plan = solve(asked, SHORT).plan
    assert LivePlan.of(asked, plan).plan == plan


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_planning_again_from_a_plan_with_calls_makes_nothing_worse_and_keeps_what_is_locked(seed):
    asked = stocked_by_lot(seed)
    plan = solve(asked, SHORT).plan
    locks = tuple(Lock(id, each.team, each.start) for id, each in plan.items())
    again = solve(replace(asked, locks=locks), SHORT, begin=plan).plan
    verdict = check(replace(asked, locks=locks), again)
    assert verdict.fine
    assert {id: again[id].start for id in plan} == {id: each.start for id, each in plan.items()}
    assert verdict.cost.total <= check(asked, plan).cost.total + 1e-6


@given(SEEDS, st.integers(0, 3000))
@settings(max_examples=30, deadline=None)
def test_planning_anew_while_work_is_under_way_keeps_every_rule(seed, now):
    asked = replace(stocked_by_lot(seed), weights=replace(stocked_by_lot(seed).weights, waiting_minute=0.0))
    plan = solve(asked, Effort(iterations=60)).plan
    later = published_at(asked, plan, now)
    found = replan(later, plan, Effort(iterations=60))
    assert check(later, found.solution.plan).violations == ()
    begun = {told.order: told.calls for told in later.published if told.started}
    assert {id: found.solution.plan[id].calls for id in begun} == begun


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_what_is_offered_for_an_order_costs_what_is_said_and_keeps_every_rule(seed):
    asked = stocked_by_lot(seed)
    plan = solve(asked, Effort(iterations=60)).plan
    for id in list(plan)[:3]:
        live = LivePlan.of(asked, plan)
        live.take_out(live.compiled.row_of_order[id])
        before = check(asked, live.plan).cost.total
        unserved = sum(each.priority for each in asked.orders if each.id not in live.plan)
        unserved -= sum(each.priority for each in asked.orders if each.id not in plan)
        for insertion in live.insertions(live.compiled.works[live.compiled.row_of_order[id]].id, 3):
            after = live.plan_with(insertion)
            verdict = check(asked, after)
            assert verdict.violations == ()
            gained = verdict.cost.total - before + asked.weights.unserved * unserved
            assert insertion.cost == pytest.approx(gained, abs=1e-3)


def test_who_runs_out_of_parts_calls_at_a_store_on_the_way():
    works = tuple(order(str(i), slots=PUMPED) for i in range(2))
    asked = problem(works, (engineer("one", carries={PUMP: 1}),), stores=(Store(SHANGHAI, 20),), weights=FREE)
    plan = solve(asked, SHORT).plan
    assert sorted(each.calls for each in plan.values()) == [(), (("one", SHANGHAI),)]
    assert check(asked, plan).fine


def test_a_store_on_the_way_is_chosen_where_it_costs_least():
    works = tuple(order(str(i), slots=PUMPED) for i in range(2))
    stores = (Store(GUANGZHOU), Store(QINGDAO, 20))
    plan = solve(problem(works, (engineer("one"),), stores=stores, weights=FREE), SHORT).plan
    assert [each.calls for each in plan.values() if each.calls] == [(("one", QINGDAO),)]


def test_without_a_store_what_is_not_carried_is_left_out_and_the_parts_are_named():
    works = tuple(order(str(i), slots=PUMPED) for i in range(2))
    asked = problem(works, (engineer("one", carries={PUMP: 1}),))
    plan = solve(asked, SHORT).plan
    assert len(plan) == 1
    left = next(each.id for each in works if each.id not in plan)
    reason = reason_unserved(asked, plan, left)
    assert reason.failure.rule is Rule.STOCK
    assert len(solve(remedied(asked, reason.remedies), SHORT).plan) == 2


def test_a_part_that_nobody_carries_is_named_before_anything_is_planned():
    asked = problem((order("a", slots=PUMPED),), (engineer("one"),))
    assert [each.flaw.value for each in diagnose(asked)] == ["nobody_can"]
    assert diagnose(replace(asked, stores=(Store(QINGDAO),))) == ()


def test_why_not_somebody_who_lacks_the_parts():
    works = (order("a", slots=PUMPED), order("b", slots=PUMPED))
    people = (engineer("one", carries={PUMP: 2}), engineer("two", carries={PUMP: 1}), engineer("three"))
    asked = problem(works, people)
    plan = {"a": Assignment(15, ("one",)), "b": Assignment(15, ("two",))}
    found = {each.engineer: each.failure.rule for each in explain(asked, plan, "a").excluded}
    assert found == {"two": Rule.STOCK, "three": Rule.STOCK}


def test_a_kit_is_lent_by_a_store():
    asked = problem(
        (order("a", slots=(Slot(SONAR, kits=frozenset({"jig"})),)),),
        (engineer("one"),),
        stores=(Store(QINGDAO),),
    )
    assert solve(asked, SHORT).plan["a"].calls == (("one", QINGDAO),)


def test_a_store_that_cannot_be_reached_in_time_is_no_help():
    soon = order("a", slots=PUMPED, windows=(Window(0, 200, QINGDAO),))
    asked = problem((soon,), (engineer("one"),), stores=(Store(SHANGHAI),))
    assert solve(asked, SHORT).plan == {}
    assert reason_unserved(asked, {}, "a").failure.rule is Rule.STOCK


def test_the_check_finds_parts_that_ran_out_second_calls_and_calls_at_no_store():
    works = tuple(order(str(i), slots=PUMPED, windows=(Window(0, 6000, QINGDAO),)) for i in range(3))
    asked = problem(works, (engineer("one", carries={PUMP: 1}),), stores=(Store(SHANGHAI),))
    plan = {str(i): Assignment(15 + 1000 * i, ("one",)) for i in range(3)}
    assert check(asked, plan).violations == tuple(Violation(Broken.STOCK, id, "one") for id in "12")
    called = (("one", SHANGHAI),)
    plan["1"] = replace(plan["1"], calls=called)
    assert check(asked, plan).fine
    plan["2"] = replace(plan["2"], calls=called)
    assert check(asked, plan).violations == (Violation(Broken.CALL, "2", "one"),)
    plan["2"] = replace(plan["2"], calls=(("one", QINGDAO),))
    assert Violation(Broken.CALL, "2", "one") in check(asked, plan).violations
    plan["1"] = Assignment(500, ("one",), called)
    plan["2"] = Assignment(2015, ("one",))
    assert check(asked, plan).violations == (Violation(Broken.TRAVEL, "1", "one"),)


def test_with_waiting_paid_work_begins_as_late_as_makes_nothing_late():
    early = order("early", windows=(Window(0, 700, QINGDAO),))
    late = order("late", windows=(Window(1000, 2000, QINGDAO),))
    asked = problem((early, late), (engineer("one"),), weights=PAID)
    plan = solve(asked, SHORT).plan
    assert (plan["early"].start, plan["late"].start) == (580, 1000)
    assert check(asked, plan).cost.waiting == 1000 - 700 - 30
    assert solve(replace(asked, weights=FREE), SHORT).plan["early"].start == 15


def test_paid_waiting_lets_another_engineer_go_where_that_costs_less():
    early = order("early", windows=(Window(0, 300, QINGDAO),))
    late = order("late", windows=(Window(1000, 2000, QINGDAO),))
    people = (engineer("one"), engineer("two"))
    free = solve(problem((early, late), people, weights=FREE), SHORT).plan
    paid = solve(problem((early, late), people, weights=PAID), SHORT).plan
    assert len({each.team for each in paid.values()}) == 2
    assert check(problem((early, late), people, weights=PAID), paid).cost.waiting == 0
    assert free["early"].start == 15


def test_parts_used_by_a_visit_of_several_orders_add_up():
    first = order("first", ship="hull", together="visit", slots=PUMPED)
    second = order("second", ship="hull", together="visit", slots=PUMPED)
    assert solve(problem((first, second), (engineer("one", carries={PUMP: 1}),)), SHORT).plan == {}
    assert len(solve(problem((first, second), (engineer("one", carries={PUMP: 2}),)), SHORT).plan) == 2


def test_a_team_brings_what_each_slot_uses():
    both = order("both", slots=(*PUMPED, Slot(SONAR, uses=((SEAL, 1),))))
    people = (engineer("seals", carries={SEAL: 1}), engineer("pumps", carries={PUMP: 1}))
    assert solve(problem((both,), people), SHORT).plan["both"].team == ("pumps", "seals")
