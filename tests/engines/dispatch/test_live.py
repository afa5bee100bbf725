"""A plan kept ready for one more order answers the same whether all is compiled or only what stays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Assignment,
    Effort,
    LivePlan,
    Lock,
    Published,
    Window,
    check,
    solve,
    violations,
)
from tests.engines.dispatch.small import HOME_SHANGHAI, QINGDAO, by_lot, engineer, order, problem

SHORT = Effort(iterations=60)


def told(problem, plan, id):
    """The plan without an order and its visit, published and partly locked, as somebody asks for that order."""
    visit = {o.id: o.together or o.id for o in problem.orders}
    rest = {one: each for one, each in plan.items() if visit[one] != visit[id]}
    published = tuple(Published(one, each.team, each.start) for one, each in rest.items())
    locks = tuple(Lock(one, rest[one].team, rest[one].start) for n, one in enumerate(rest) if n % 3 == 0)
    return replace(problem, published=published, locks=locks), rest


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_what_stays_compiled_for_its_team_alone_gives_the_same_insertions(seed):
    drawn = by_lot(seed, 14, 5)
    plan = solve(drawn, SHORT).plan
    for id in list(plan)[:4]:
        asked, rest = told(drawn, plan, id)
        whole, quick = LivePlan.of(asked, rest), LivePlan.of(asked, rest, teams_stay=True)
        assert quick.plan == whole.plan
        first = whole.compiled.works[whole.compiled.row_of_order[id]].id
        found = quick.insertions(first)
        assert found == whole.insertions(first)
        for one in found:
            assert quick.plan_with(one) == whole.plan_with(one)
        assert quick.plan == whole.plan, "trying leaves no trace"


def test_the_plan_with_an_insertion_is_the_plan_once_it_is_accepted():
    planned = order("planned", windows=(Window(0, 2000, QINGDAO),))
    urgent = order("urgent", windows=(Window(0, 200, QINGDAO),), is_new=True)
    people = (engineer("busy"), engineer("free", home=HOME_SHANGHAI))
    asked = problem((planned, urgent), people)
    live = LivePlan.of(asked, {"planned": Assignment(15, ("busy",))}, teams_stay=True)
    assert live.plan == {"planned": Assignment(15, ("busy",))}
    (found,) = live.insertions("urgent")
    with_it = live.plan_with(found)
    assert with_it == {"planned": Assignment(165, ("busy",)), "urgent": Assignment(15, ("busy",))}
    assert live.accept("urgent", found.assignment)
    assert live.plan == with_it
    assert live.plan_with(found) is None, "it is in the plan already"


def test_what_breaks_rules_is_told_without_a_price():
    asked = problem((order("a"), order("b")), (engineer("one"),))
    plan = {"a": Assignment(15, ("one",)), "b": Assignment(20, ("one",)), "c": Assignment(0, ("nobody",))}
    assert violations(asked, plan) == check(asked, plan).violations
    assert {one.order for one in violations(asked, plan)} == {"b", "c"}
