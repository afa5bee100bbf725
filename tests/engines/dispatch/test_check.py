"""The independent check sees every broken rule, and prices by hand-worked numbers."""

from __future__ import annotations

import pytest

from aftersail.engines.dispatch import (
    Assignment,
    Broken,
    Certificate,
    Lock,
    Published,
    Slot,
    Span,
    Weights,
    Window,
    check,
    price,
)
from tests.engines.dispatch.small import HOME_SHANGHAI, QINGDAO, SHANGHAI, SONAR, engineer, order, problem

ONE = engineer("one", certificates=(Certificate("permit", 0, 300), Certificate("permit", 300, 900)))


@pytest.mark.parametrize(
    ("orders", "plan", "rule"),
    [
        ((), {"x": Assignment(20, ("one",))}, Broken.UNKNOWN),
        ((order("a"),), {"a": Assignment(20, ("nobody",))}, Broken.UNKNOWN),
        ((order("a"),), {"a": Assignment(20, ("one", "ill"))}, Broken.TEAM),
        ((order("a", slots=(Slot(SONAR, 4),)),), {"a": Assignment(20, ("one",))}, Broken.SKILL),
        (
            (order("a", slots=(Slot(SONAR, barred=frozenset({"one"})),)),),
            {"a": Assignment(20, ("one",))},
            Broken.BARRED,
        ),
        (
            (order("a", slots=(Slot(SONAR, 1, frozenset({"permit"})),)),),
            {"a": Assignment(800, ("one",))},
            Broken.CERTIFICATE,
        ),
        (
            (order("a", slots=(Slot(SONAR, 1, frozenset(), frozenset({"jig"})),)),),
            {"a": Assignment(20, ("one",))},
            Broken.KIT,
        ),
        ((order("a"),), {"a": Assignment(5900, ("one",))}, Broken.WINDOW),
        ((order("a", parts=500),), {"a": Assignment(499, ("one",))}, Broken.PARTS),
        ((order("a"), order("b", after=("a",))), {"b": Assignment(20, ("one",))}, Broken.PRECEDENCE),
        (
            (order("a", together="v", ship="s"), order("b", together="v", ship="s")),
            {"a": Assignment(20, ("one",))},
            Broken.TOGETHER,
        ),
        ((order("a"),), {"a": Assignment(400, ("ill",))}, Broken.ABSENT),
        ((order("a"),), {"a": Assignment(10, ("one",))}, Broken.TRAVEL),
        (
            (order("a"), order("b")),
            {"a": Assignment(20, ("one",)), "b": Assignment(160, ("one",))},
            Broken.TRAVEL,
        ),
        ((order("a", duration=4000),), {"a": Assignment(20, ("one",))}, Broken.LIMIT),
    ],
)
def test_a_broken_rule_is_seen(orders, plan, rule):
    one = engineer("one", certificates=ONE.certificates, limit_minutes=3000)
    asked = problem(orders, (one, engineer("ill", absences=(Span(500, 600),))))
    assert {each.rule for each in check(asked, plan).violations} == {rule}


def test_a_renewed_certificate_covers_work_across_the_renewal():
    asked = problem((order("a", slots=(Slot(SONAR, 1, frozenset({"permit"})),)),), (ONE,))
    assert check(asked, {"a": Assignment(250, ("one",))}).fine


def test_decisions_and_facts_are_held():
    asked = problem(
        (order("locked"), order("begun"), order("told")),
        (engineer("one"), engineer("two"), engineer("three")),
        now=100,
        locks=(Lock("locked", ("one",), 500),),
        published=(Published("begun", ("two",), 50, started=True), Published("told", ("three",), 900)),
    )
    plan = {
        "locked": Assignment(501, ("one",)),
        "begun": Assignment(60, ("two",)),
        "told": Assignment(800, ("three",)),
    }
    assert [each.rule for each in check(asked, plan).violations] == [
        Broken.LOCK,
        Broken.STARTED,
        Broken.ANNOUNCED,
    ]


def test_nobody_sets_out_before_now():
    asked = problem((order("a"),), (engineer("one"),), now=1000)
    assert [each.rule for each in check(asked, {"a": Assignment(1010, ("one",))}).violations] == [
        Broken.BEFORE_NOW
    ]


def test_the_parts_of_the_cost_are_those_reckoned_by_hand():
    works = (
        order("a", due=500, priority=2.0, steward="two"),
        order("b", windows=(Window(0, 6000, SHANGHAI),)),
        order("out", priority=3.0),
    )
    asked = problem(
        works,
        (engineer("one", rate=0.5, charges={"b": 30.0, "out": 90.0}, regular_minutes=200), engineer("two")),
        weights=Weights(),
        published=(Published("a", ("two",), 400),),
    )
    cost = price(asked, {"a": Assignment(480, ("one",)), "b": Assignment(1300, ("one",))})
    assert cost.unserved == 8000 * 3
    assert cost.late == 3 * 2 * (480 + 120 - 500)
    assert cost.steward == 240
    assert cost.rates == 0.5 * 240 + 30
    assert cost.overtime == 40
    assert cost.changed == 400
    assert cost.later == 0.5 * 80
    assert cost.boarding == 200
    assert cost.unevenness == pytest.approx(50 * 1.2**2)
    # straight on from Qingdao to Shanghai with two nights out: by way of home would take two nights as well
    assert cost.travel == 2.0 * (15 + 240 + 240)
    assert cost.lodging == 2 * 350
    assert cost.total == pytest.approx(sum(getattr(cost, name) for name in cost.__slots__))


def test_home_is_where_the_route_begins_and_ends():
    asked = problem(
        (order("a"),), (engineer("far", home=HOME_SHANGHAI),), weights=Weights(lodging_night=0, boarding=0)
    )
    cost = price(asked, {"a": Assignment(240, ("far",))})
    assert cost.travel == 2 * 2.0 * 240
    assert QINGDAO != HOME_SHANGHAI
