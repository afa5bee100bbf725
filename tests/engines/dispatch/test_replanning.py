"""Re-planning while people are at work: facts stay facts, and only what is touched changes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Assignment,
    Broken,
    Changed,
    Effort,
    LivePlan,
    Lock,
    Problem,
    Published,
    Span,
    Window,
    begun_orders,
    changes,
    check,
    check_replan,
    published_at,
    replan,
    solve,
)
from tests.engines.dispatch.small import (
    HOME_SHANGHAI,
    QINGDAO,
    SHANGHAI,
    by_lot,
    engineer,
    order,
    problem,
)

SHORT = Effort(iterations=100)


def told(id: str, team: str, start: int, **given: bool) -> Published:
    return Published(id, (team,), start, **given)


def test_started_work_is_not_pushed_later_by_an_urgent_order():
    running = order("running", duration=600)
    urgent = order("urgent", priority=100.0, due=300, windows=(Window(200, 700, QINGDAO),), is_new=True)
    asked = problem(
        (running, urgent), (engineer("one"),), now=200, published=(told("running", "one", 50, started=True),)
    )
    plan = replan(asked, {"running": Assignment(50, ("one",))}, SHORT).solution.plan
    assert plan["running"] == Assignment(50, ("one",))
    assert "urgent" not in plan
    assert LivePlan.of(asked, plan).insertions("urgent") == ()


def test_nobody_sets_out_before_now():
    urgent = order("urgent", windows=(Window(0, 2000, SHANGHAI),), is_new=True)
    plan = replan(problem((urgent,), (engineer("one"),), now=1000), {}, SHORT).solution.plan
    assert plan["urgent"].start == 1240


def test_whoever_has_work_behind_does_not_set_out_before_now_either():
    done = order("done", windows=(Window(0, 300, QINGDAO),))
    urgent = order("urgent", windows=(Window(0, 2000, SHANGHAI),), is_new=True)
    asked = problem(
        (done, urgent), (engineer("one"),), now=1000, published=(told("done", "one", 15, started=True),)
    )
    plan = replan(asked, {"done": Assignment(15, ("one",))}, SHORT).solution.plan
    assert plan["urgent"].start == 1240


def test_new_is_what_says_so_not_what_begins_now():
    old = order("old", windows=(Window(1000, 6000, QINGDAO),))
    fresh = order("fresh", windows=(Window(900, 6000, QINGDAO),), is_new=True)
    asked = problem((old, fresh), (engineer("one"), engineer("two")), now=1000)
    asked = published_at(asked, {"old": Assignment(1500, ("one",))}, 1000)
    result = replan(asked, {"old": Assignment(1500, ("one",))}, SHORT)
    assert [told.order for told in asked.published] == ["old"]
    assert {each.order: each.kind for each in result.changes} == {"fresh": Changed.NEW}
    assert result.solution.plan["old"].start == 1500


def test_an_announced_time_is_not_brought_forward_when_there_is_room():
    asked = problem((order("a"),), (engineer("one"),), now=100, published=(told("a", "one", 3000),))
    assert replan(asked, {"a": Assignment(3000, ("one",))}, SHORT).solution.plan["a"].start == 3000
    draft = replace(asked, published=(told("a", "one", 3000, announced=False),))
    assert replan(draft, {"a": Assignment(3000, ("one",))}, SHORT).solution.plan["a"].start < 3000


def test_whoever_is_under_way_goes_on():
    asked = problem((order("a", windows=(Window(0, 2000, SHANGHAI),)),), (engineer("one"),))
    plan = {"a": Assignment(500, ("one",))}
    assert begun_orders(asked, plan, 259) == frozenset()
    assert begun_orders(asked, plan, 261) == frozenset({"a"})


def test_whoever_is_held_up_at_work_has_not_set_out():
    long = order("long", duration=400)
    then = order("then", windows=(Window(0, 2000, SHANGHAI),))
    asked = problem((long, then), (engineer("one"),))
    plan = {"long": Assignment(15, ("one",)), "then": Assignment(500, ("one",))}
    assert begun_orders(asked, plan, 300) == frozenset({"long"})
    after = replan(published_at(asked, plan, 300), plan, SHORT).solution.plan
    assert after["then"].start == 15 + 400 + 240


def test_a_sick_engineers_work_goes_to_another_and_the_rest_stays():
    works = tuple(order(str(i), windows=(Window(600 * i, 600 * i + 600, QINGDAO),)) for i in range(1, 6))
    asked = problem(works, (engineer("ill"), engineer("well"), engineer("spare", home=HOME_SHANGHAI)))
    plan = {str(i): Assignment(600 * i, ("ill" if i % 2 else "well",)) for i in range(1, 6)}
    sick = replace(
        asked, engineers=(replace(asked.engineers[0], absences=(Span(100, 6000),)), *asked.engineers[1:])
    )
    result = replan(published_at(sick, plan, 100), plan, SHORT)
    assert {each.order for each in result.changes} == {"1", "3", "5"}
    assert all("ill" not in each.team for each in result.solution.plan.values())


def test_a_ship_that_sails_early_moves_only_its_own_orders():
    works = (order("sails", windows=(Window(0, 900, QINGDAO),)), order("stays"))
    plan = {"sails": Assignment(2000, ("one",)), "stays": Assignment(2000, ("two",))}
    result = replan(
        published_at(problem(works, (engineer("one"), engineer("two"))), plan, 100, announced=False),
        plan,
        Effort(iterations=0 + 1),
    )
    assert result.solution.plan["sails"].start <= 780


def test_changes_are_named_by_kind():
    works = tuple(
        order(id, is_new=id == "new")
        for id in ("new", "added", "dropped", "team", "later", "earlier", "same")
    )
    asked = problem(works, (engineer("one"), engineer("two")))
    one, two = Assignment(100, ("one",)), Assignment(100, ("two",))
    early, late = Assignment(50, ("one",)), Assignment(150, ("one",))
    before = {"dropped": one, "team": one, "later": one, "earlier": one, "same": one}
    after = {"new": one, "added": one, "team": two, "later": late, "earlier": early, "same": one}
    assert [each.kind.value for each in changes(asked, before, after)] == [
        "new",
        "added",
        "dropped",
        "team",
        "later",
        "earlier",
    ]


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_random_events_leave_what_has_begun_and_what_is_locked(seed):
    lot = Random(seed)
    asked = by_lot(seed, 14)
    plan = solve(asked, Effort(iterations=60)).plan
    now = lot.randrange(100, 2500)
    locks = tuple(Lock(id, each.team, each.start) for id, each in list(plan.items())[:2])
    asked = _happened(lot, published_at(replace(asked, locks=locks), plan, now), now)
    begun = frozenset(each.order for each in asked.published if each.started)
    after = replan(asked, plan, Effort(iterations=60)).solution.plan
    lasting = tuple(lock for lock in locks if lock.order in after)
    assert (
        check_replan(asked, plan, after, now=now, started=begun, announced=frozenset(plan), locks=lasting)
        == ()
    )
    assert check(asked, after).violations == ()


def _happened(lot: Random, asked: Problem, now: int) -> Problem:
    """One of: an overrun, somebody ill, a ship that sails early."""
    kind, i = lot.randrange(3), lot.randrange(len(asked.orders))
    if kind == 0:
        begun = {each.order for each in asked.published if each.started}
        orders = tuple(
            replace(each, duration=each.duration + 90) if each.id in begun and each.together is None else each
            for each in asked.orders
        )
        return replace(asked, orders=orders)
    if kind == 1:
        person = asked.engineers[lot.randrange(len(asked.engineers))]
        begun = {each.order for each in asked.published if each.started and person.id in each.team}
        if begun:
            return asked
        ill = replace(person, absences=(*person.absences, Span(now, now + 1200)))
        return replace(asked, engineers=tuple(ill if e.id == person.id else e for e in asked.engineers))
    early = asked.orders[i]
    windows = tuple(Window(w.begin, max(w.begin + 1, w.end - 300), w.place) for w in early.windows)
    return replace(
        asked, orders=tuple(replace(o, windows=windows) if o is early else o for o in asked.orders)
    )


def test_the_second_check_sees_each_of_the_four_faults():
    works = (
        order("begun"),
        order("told"),
        order("far", windows=(Window(0, 6000, SHANGHAI),)),
        order("locked"),
    )
    asked = problem(works, (engineer("one"), engineer("two"), engineer("three"), engineer("four")))
    before = {
        "begun": Assignment(100, ("one",)),
        "told": Assignment(2000, ("two",)),
        "locked": Assignment(3000, ("four",)),
    }
    after = {
        "begun": Assignment(150, ("one",)),
        "told": Assignment(1500, ("two",)),
        "far": Assignment(600, ("three",)),
        "locked": Assignment(3100, ("four",)),
    }
    found = check_replan(
        asked,
        before,
        after,
        now=500,
        started=frozenset({"begun"}),
        announced=frozenset({"told"}),
        locks=(Lock("locked", ("four",), 3000),),
    )
    assert [each.rule for each in found] == [Broken.STARTED, Broken.ANNOUNCED, Broken.LOCK, Broken.BEFORE_NOW]
