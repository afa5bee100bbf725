"""Bad input is named, and the rest is planned."""

from __future__ import annotations

import pytest

from aftersail.engines.dispatch import (
    Effort,
    Flaw,
    Lock,
    Order,
    Slot,
    Span,
    Travel,
    Weights,
    Window,
    check,
    diagnose,
    solve,
)
from tests.engines.dispatch.small import HOME_SHANGHAI, QINGDAO, SHANGHAI, SONAR, engineer, order, problem

GOOD = order("good")
ONE, TWO = engineer("one"), engineer("two", home=HOME_SHANGHAI)
NOT_ONE = Slot(SONAR, barred=frozenset({"one"}))


@pytest.mark.parametrize(
    ("orders", "flaw"),
    [
        ((order("bad", slots=(Slot("welding", 2),)),), Flaw.NOBODY_CAN),
        ((order("bad", slots=(Slot(SONAR), Slot(SONAR), Slot(SONAR))),), Flaw.TEAM_TOO_FEW),
        (
            (order("bad", slots=(Slot(SONAR, barred=frozenset({"one", "two"})),)),),
            Flaw.NOBODY_MAY,
        ),
        (
            (order("bad", slots=(Slot("welding", barred=frozenset({"one"})),)),),
            Flaw.NOBODY_CAN,
        ),
        ((order("bad", slots=(NOT_ONE, NOT_ONE)),), Flaw.TEAM_TOO_FEW),
        ((order("bad", windows=()),), Flaw.NO_WINDOW),
        ((order("bad", windows=(Window(0, 100, QINGDAO),)),), Flaw.WINDOW_TOO_SHORT),
        ((order("bad", windows=(Window(0, 500, QINGDAO),), parts=450),), Flaw.WINDOW_BEFORE_PARTS),
        ((order("bad", after=("bad too",)), order("bad too", after=("bad",))), Flaw.CIRCLE),
        ((order("bad", after=("bad",)),), Flaw.CIRCLE),
        ((order("bad", after=("nowhere",)),), Flaw.UNKNOWN_ORDER),
        ((order("bad", windows=(Window(0, 500, 99),)),), Flaw.UNKNOWN_PLACE),
        (
            (order("bad", together="v", ship="x"), order("bad too", together="v", ship="y")),
            Flaw.TOGETHER_APART,
        ),
    ],
)
def test_an_order_that_cannot_be_planned_is_named_and_the_rest_is_planned(orders, flaw):
    asked = problem((*orders, GOOD), (ONE, TWO))
    assert flaw in {each.flaw for each in diagnose(asked) if "bad" in each.about}
    plan = solve(asked, Effort(iterations=20)).plan
    assert plan.keys() == {"good"}
    assert check(asked, plan).fine


def test_a_window_that_is_over_is_told_from_one_that_is_too_early():
    asked = problem((order("bad", windows=(Window(0, 500, QINGDAO),)), GOOD), (ONE,), now=450)
    assert [each.flaw for each in diagnose(asked)] == [Flaw.WINDOW_OVER]


def test_the_diagnosis_says_the_numbers():
    asked = problem((order("bad", windows=(Window(0, 500, QINGDAO),), parts=450),), (ONE,))
    (found,) = diagnose(asked)
    assert dict(found.arguments) == {"parts": 450, "end": 500, "duration": 120, "now": 0}


def test_an_engineer_without_a_home_is_named_and_not_sent():
    asked = problem((GOOD,), (engineer("homeless", home=None), TWO))
    assert [(each.flaw, each.about) for each in diagnose(asked)] == [(Flaw.NO_HOME, ("homeless",))]
    assert solve(asked, Effort(iterations=20)).plan["good"].team == ("two",)


def test_two_locks_that_clash_are_named_and_one_of_them_is_kept():
    asked = problem(
        (order("a"), order("b", windows=(Window(0, 6000, SHANGHAI),)), GOOD),
        (ONE, TWO),
        locks=(Lock("a", ("one",), 1000), Lock("b", ("one",), 1200)),
    )
    assert (Flaw.LOCKS_CLASH, ("a", "b", "one")) in {(each.flaw, each.about) for each in diagnose(asked)}
    plan = solve(asked, Effort(iterations=20)).plan
    assert plan.keys() in ({"a", "good"}, {"b", "good"})
    assert check(asked, plan).fine


@pytest.mark.parametrize(
    ("lock", "flaw"),
    [
        (Lock("a", ("nobody",)), Flaw.UNKNOWN_ENGINEER),
        (Lock("nothing", ("one",)), Flaw.UNKNOWN_ORDER),
        (Lock("a", ("one", "two")), Flaw.LOCK_BREAKS_RULE),
        (Lock("a", ("ill",), 100), Flaw.LOCK_BREAKS_RULE),
        (Lock("a", ("radar",)), Flaw.LOCK_BREAKS_RULE),
        (Lock("a", ("barred",)), Flaw.LOCK_BREAKS_RULE),
        (Lock("a", ("one",), 5950), Flaw.LOCK_BREAKS_RULE),
    ],
)
def test_a_lock_that_cannot_hold_is_named(lock, flaw):
    people = (
        ONE,
        TWO,
        engineer("ill", absences=(Span(0, 500),)),
        engineer("radar", skills={"radar": 1}),
        engineer("barred"),
    )
    locked = order("a", slots=(Slot(SONAR, barred=frozenset({"barred"})),))
    asked = problem((locked, GOOD), people, locks=(lock,))
    assert [each.flaw for each in diagnose(asked)] == [flaw]
    assert "good" in solve(asked, Effort(iterations=20)).plan


def test_a_thousand_orders_on_one_ship_are_asked_about():
    many = tuple(order(str(i), ship="hull") for i in range(1000))
    assert [each.flaw for each in diagnose(problem(many, (ONE,)))] == [Flaw.CROWDED_SHIP]


def test_good_input_has_no_flaws():
    assert diagnose(problem((GOOD, order("then", after=("good",))), (ONE, TWO))) == ()


def test_what_contradicts_itself_is_refused_at_once():
    with pytest.raises(ValueError, match="end after"):
        Span(5, 5)
    with pytest.raises(ValueError, match="id of its own"):
        problem((GOOD, GOOD), ())
    with pytest.raises(ValueError, match="one person"):
        Order("a", "s", 10, (), ())
    with pytest.raises(ValueError, match="square"):
        Travel(((0,),), ())
    with pytest.raises(ValueError, match="less than nothing"):
        Travel(((-1,),), ((0.0,),))
    with pytest.raises(ValueError, match="negative"):
        Weights(travel=-1)
