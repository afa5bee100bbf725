"""What a plan means, in hours, nights and money."""

from __future__ import annotations

from aftersail.engines.dispatch import Assignment, Slot, Weights, Window, measures, price
from tests.engines.dispatch.small import SHANGHAI, by_lot, engineer, order, problem


def test_an_order_that_ends_an_hour_after_its_due_time_is_an_hour_late():
    asked = problem((order("a", due=300, priority=2.0), order("b")), (engineer("zheng"),))
    found = measures(asked, {"a": Assignment(240, ("zheng",))})
    assert (found.left_out, found.late, found.late_h, found.pressing_h) == (1, 1, 1.0, 2.0)


def test_the_way_there_and_back_is_counted_in_hours_and_in_money_whatever_the_planner_pays_for_it():
    given = {"windows": (Window(0, 9000, SHANGHAI),)}
    for weight in (0.0, 1.0, 3.0):
        asked = problem((order("a", **given),), (engineer("zheng"),), weights=Weights(travel=weight))
        found = measures(asked, {"a": Assignment(600, ("zheng",))})
        assert found.way_h == 8.0
        assert found.travel == weight * 960.0


def test_the_own_service_manager_counts_only_where_one_has_the_skill():
    people = (engineer("own"), engineer("other"), engineer("unskilled", skills={}))
    works = (order("a", steward="own"), order("b", steward="own"), order("c", steward="unskilled"))
    plan = {
        "a": Assignment(100, ("own",)),
        "b": Assignment(1000, ("other",)),
        "c": Assignment(2000, ("other",)),
    }
    found = measures(problem(works, people), plan)
    assert (found.own, found.could_own) == (1, 2)


def test_an_order_that_bars_the_own_service_manager_does_not_count():
    work = order("a", steward="own", slots=(Slot("sonar", barred=frozenset({"own"})),))
    found = measures(
        problem((work,), (engineer("own"), engineer("other"))), {"a": Assignment(100, ("other",))}
    )
    assert (found.own, found.could_own) == (0, 0)


def test_nights_are_those_that_the_price_pays_for():
    asked = by_lot(3)
    assert measures(asked, {}).left_out == len(asked.orders)
    assert price(asked, {}).lodging == measures(asked, {}).nights == 0
