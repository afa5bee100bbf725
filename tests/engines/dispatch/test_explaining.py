"""Every assignment says what spoke for it, every order left out what would let it in, every move what it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Assignment,
    Broken,
    Certificate,
    Effort,
    LivePlan,
    Lock,
    Rule,
    Slot,
    Span,
    Weights,
    Window,
    check,
    explain,
    judge_move,
    reason_unserved,
    remedied,
    solve,
)
from aftersail.engines.dispatch.remedy import Change
from aftersail.engines.dispatch.unserved import insertable
from tests.engines.dispatch.small import (
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

SHORT = Effort(iterations=60)


def test_the_alternatives_are_sorted_and_carry_their_cost_parts():
    asked = problem((order("a"),), (engineer("near"), engineer("far", home=HOME_SHANGHAI), engineer("other")))
    told = explain(asked, {"a": Assignment(15, ("near",))}, "a")
    assert [each.assignment.team for each in told.alternatives] == [("other",), ("far",)]
    assert told.alternatives[0].difference.total == pytest.approx(0)
    assert told.alternatives[1].difference.travel == pytest.approx(2 * 2.0 * (240 - 15))
    assert told.worth.unserved == -asked.weights.unserved


def test_everybody_else_is_excluded_by_the_first_rule_that_fails():
    needs = (Slot(SONAR, 3, frozenset({"permit"}), frozenset({"jig"}), barred=frozenset({"barred"})),)
    asked = problem(
        (order("a", slots=needs, windows=(Window(0, 1000, QINGDAO),)),),
        (
            engineer("goes", certificates=(Certificate("permit"),), kits=frozenset({"jig"})),
            engineer("homeless", home=None),
            engineer("barred", skills={RADAR: 3}),
            engineer("radar", skills={RADAR: 3}),
            engineer("junior", skills={SONAR: 2}),
            engineer("no permit"),
            engineer("no jig", certificates=(Certificate("permit"),)),
            engineer("expired", certificates=(Certificate("permit", 0, 50),), kits=frozenset({"jig"})),
            engineer(
                "busy", certificates=(Certificate("permit"),), kits=frozenset({"jig"}), limit_minutes=100
            ),
            engineer(
                "ill",
                certificates=(Certificate("permit"),),
                kits=frozenset({"jig"}),
                absences=(Span(0, 950),),
            ),
        ),
    )
    told = explain(asked, {"a": Assignment(15, ("goes",))}, "a")
    assert {each.engineer: each.failure.rule for each in told.excluded} == {
        "homeless": Rule.NO_HOME,
        "barred": Rule.BARRED,
        "radar": Rule.SKILL,
        "junior": Rule.LEVEL,
        "no permit": Rule.CERTIFICATE,
        "no jig": Rule.KIT,
        "expired": Rule.CERTIFICATE_DATES,
        "busy": Rule.LIMIT,
        "ill": Rule.ABSENT,
    }


def test_a_route_without_room_says_how_many_minutes_it_lacks():
    window = (Window(0, 250, QINGDAO),)
    works = (order("a", windows=window), order("b", windows=window))
    asked = problem(works, (engineer("one"), engineer("two")))
    told = explain(asked, {"a": Assignment(15, ("one",)), "b": Assignment(15, ("two",))}, "a")
    assert [(each.engineer, each.failure.rule) for each in told.excluded] == [("two", Rule.NO_GAP)]
    assert dict(told.excluded[0].failure.arguments)["short_minutes"] > 0


@pytest.mark.parametrize(
    ("left_out", "people", "rule"),
    [
        (order("a", slots=(Slot(SONAR, 3),)), (engineer("junior", skills={SONAR: 2}),), Rule.LEVEL),
        (order("a", slots=(Slot(SONAR, 1, frozenset({"permit"})),)), (engineer("one"),), Rule.CERTIFICATE),
        (order("a", slots=(Slot(SONAR, 1, frozenset(), frozenset({"jig"})),)), (engineer("one"),), Rule.KIT),
        (
            order("a", windows=(Window(0, 500, QINGDAO),)),
            (engineer("ill", absences=(Span(0, 450),)),),
            Rule.ABSENT,
        ),
        (order("a", parts=900, windows=(Window(0, 1000, QINGDAO),)), (engineer("one"),), Rule.NO_GAP),
        (order("a"), (engineer("tired", limit_minutes=60),), Rule.LIMIT),
        (order("a"), (engineer("homeless", home=None),), Rule.NO_HOME),
        (
            order("a", slots=(Slot(SONAR, 3, barred=frozenset({"barred"})),)),
            (engineer("barred"), engineer("junior", skills={SONAR: 2})),
            Rule.BARRED,
        ),
        (order("a", priority=0.0), (engineer("one"),), Rule.NOT_WORTH),
    ],
)
def test_the_nearest_reason_is_named_and_its_remedy_helps(left_out, people, rule):
    asked = problem((left_out,), people)
    assert solve(asked, SHORT).plan == {}
    reason = reason_unserved(asked, {}, "a")
    assert reason.failure.rule is rule
    assert "a" in solve(remedied(asked, reason.remedies), SHORT).plan


def test_to_admit_somebody_names_each_order_of_the_visit_that_bars_them_and_no_other():
    open_to_all, closed = (
        order(id, ship="hull", together="visit", slots=(Slot(SONAR, barred=frozenset(barred)),))
        for id, barred in (("open", ()), ("closed", ("one", "other")))
    )
    asked = problem((open_to_all, closed), (engineer("one"), engineer("other", home=HOME_SHANGHAI)))
    assert solve(asked, SHORT).plan == {}
    (remedy,) = reason_unserved(asked, {}, "open").remedies
    assert (remedy.change, remedy.order, remedy.engineer) == (Change.ADMIT, "closed", "one")
    helped = remedied(asked, (remedy,))
    assert [each.slots[0].barred for each in helped.orders] == [frozenset(), frozenset({"other"})]
    assert solve(helped, SHORT).plan["closed"].team == ("one",)


def test_an_order_whose_predecessor_is_left_out_says_so():
    asked = problem(
        (order("first", slots=(Slot("welding"),)), order("then", after=("first",))), (engineer("one"),)
    )
    reason = reason_unserved(asked, {}, "then")
    assert reason.failure.rule is Rule.PREDECESSOR
    assert reason.remedies[0].name == "first"


@given(st.integers(0, 10**6))
@example(123878)
@example(2907)
@settings(max_examples=25, deadline=None)
def test_the_nearest_reason_once_removed_makes_the_order_plannable(seed):
    asked = replace(by_lot(seed, 14, 3), weights=Weights(unserved=3000))
    solution = solve(asked, SHORT)
    for id in solution.unserved[:3]:
        reason = reason_unserved(asked, solution.plan, id)
        if reason.failure.rule in (Rule.TEAM, Rule.PREDECESSOR):
            continue
        assert reason.remedies or reason.failure.rule is Rule.FITS
        helped = remedied(asked, reason.remedies)
        work = reason.insertion
        assert work is not None
        found = insertable(helped, solution.plan, work.order)
        assert found == work
        live = LivePlan.of(helped, solution.plan)
        assert live.accept(found.order, found.assignment)
        assert check(helped, live.plan).violations == ()
        assert found.cost < helped.weights.unserved * sum(
            o.priority for o in helped.orders if o.id in live.plan and o.id not in solution.plan
        )


def test_an_order_that_fits_and_was_not_found_a_place_says_so():
    asked = problem((order("a"),), (engineer("one"),))
    reason = reason_unserved(asked, {}, "a")
    assert (reason.failure.rule, reason.remedies) == (Rule.FITS, ())
    assert reason.insertion == insertable(asked, {}, "a")


def test_nobody_is_offered_beyond_the_hours_they_may_work_not_even_the_ships_own():
    asked = problem((order("a", steward="one"),), (engineer("one", limit_minutes=1),))
    assert insertable(asked, {}, "a") is None
    assert reason_unserved(asked, {}, "a").failure.rule is Rule.LIMIT


def test_the_three_best_insertions_say_what_they_cost_and_whom_they_push():
    planned = order("planned", windows=(Window(0, 2000, QINGDAO),))
    urgent = order("urgent", windows=(Window(0, 200, QINGDAO),), is_new=True)
    people = (engineer("busy"), engineer("free", home=HOME_SHANGHAI), engineer("idle"))
    asked = problem((planned, urgent), people)
    live = LivePlan.of(asked, {"planned": Assignment(15, ("busy",))})
    before = check(asked, live.plan).cost.total
    found = live.insertions("urgent")
    assert [each.assignment.team for each in found] == [("idle",), ("busy",)]
    assert [(each.order, each.minutes) for each in found[1].displaced] == [("planned", 150)]
    assert found[0].displaced == ()
    assert live.plan == {"planned": Assignment(15, ("busy",))}
    assert live.accept("urgent", found[1].assignment)
    gained = check(asked, live.plan).cost.total - before + asked.weights.unserved
    assert gained == pytest.approx(found[1].cost)


def test_what_is_not_on_offer_any_more_cannot_be_accepted():
    asked = problem((order("a"),), (engineer("one"),))
    assert not LivePlan.of(asked, {}).accept("a", Assignment(99, ("one",)))


def test_a_move_by_hand_says_what_it_breaks_and_costs():
    works = (order("a"), order("b", windows=(Window(0, 400, QINGDAO),)))
    asked = problem(works, (engineer("one"), engineer("far", home=HOME_SHANGHAI)))
    plan = {"a": Assignment(165, ("one",)), "b": Assignment(15, ("one",))}
    fine = judge_move(asked, plan, "a", ("far",), 240)
    assert fine.breaks == ()
    assert fine.lost == ()
    assert fine.difference.travel > 0
    early = judge_move(asked, plan, "a", ("far",), 100)
    assert [each.rule for each in early.breaks] == [Broken.TRAVEL]
    assert early.lost == ("a",)


def test_a_move_pushes_those_behind_and_names_those_who_lose_their_place():
    works = (order("long", duration=500), order("tight", windows=(Window(0, 400, QINGDAO),)), order("loose"))
    asked = problem(works, (engineer("one"), engineer("two")))
    plan = {
        "long": Assignment(15, ("two",)),
        "tight": Assignment(200, ("one",)),
        "loose": Assignment(350, ("one",)),
    }
    move = judge_move(asked, plan, "long", ("one",), 15)
    assert move.lost == ("tight",)
    assert [(each.order, each.minutes) for each in move.displaced] == [("loose", 195)]


def test_a_lock_on_others_is_a_reason():
    asked = problem(
        (order("a", windows=(Window(0, 400, SHANGHAI),)),),
        (engineer("ill", absences=(Span(0, 5000),)), engineer("one")),
        locks=(Lock("a", ("ill",)),),
    )
    assert solve(asked, SHORT).plan == {}
    reason = reason_unserved(asked, {}, "a")
    assert reason.remedies
    assert "a" in solve(remedied(asked, reason.remedies), SHORT).plan
