"""Facts about what partners are expected to ask, and on which days their papers let them be sent; no database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.people.rules.engagements import (
    PartnerFacts,
    Stretch,
    Wanted,
    days_in_order,
    may_send_on,
    may_send_partner,
    within_scope,
)
from aftersail.people.rules.partner_prices import Agreed, Prices, expected_cost_cny, prices_of

FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)


def test_whole_days_are_paid_by_the_day_the_rest_by_the_hour_with_journey_and_call_out():
    prices = Prices(Decimal(300), Decimal(2000), Decimal(150), Decimal(500))
    assert expected_cost_cny(prices, 10, 2) == Decimal("3700.00")


@pytest.mark.parametrize(
    ("prices", "hours", "cost"),
    [
        (Prices(hour=Decimal(300)), 10, 3000),
        (Prices(day=Decimal(2000)), 10, 4000),
        (Prices(day=Decimal(2000)), 8, 2000),
        (Prices(Decimal(300), Decimal(2000)), 7.5, 2000),
        (Prices(Decimal(100), Decimal(2000)), 16, 1600),
    ],
    ids=["by the hour", "a day begun is a day", "a whole day", "never dearer than a day", "hours that are cheaper than days"],
)  # fmt: skip
def test_work_costs_what_is_agreed_for_it(prices, hours, cost):
    assert expected_cost_cny(prices, hours, 5) == cost


def test_without_a_price_for_work_nothing_can_be_expected():
    prices = Prices(travel=Decimal(100), call_out=Decimal(500))
    assert not prices.for_work
    with pytest.raises(ValueError, match="price"):
        expected_cost_cny(prices, 4, 1)


def test_of_prices_that_follow_each_other_the_dearest_of_the_days_counts():
    agreed = [
        Agreed("hour", Decimal(300), FIRST - 9 * DAY, FIRST + 4 * DAY),
        Agreed("hour", Decimal(320), FIRST + 5 * DAY),
        Agreed("day", Decimal(9000), FIRST - 90 * DAY, FIRST - DAY),
    ]
    assert prices_of(agreed, FIRST, FIRST + 9 * DAY) == Prices(hour=Decimal(320))
    assert prices_of(agreed, FIRST, FIRST + 3 * DAY) == Prices(hour=Decimal(300))


def test_R21_a_day_is_left_out_where_one_paper_takes_over_from_another():
    papers = (Stretch(FIRST, FIRST + 2 * DAY, name="a"), Stretch(FIRST + 3 * DAY, FIRST + 9 * DAY, name="a"))
    facts = PartnerFacts("泊远", "active", (), papers, (Stretch(FIRST, FIRST + 90 * DAY),))
    days = [FIRST + n * DAY for n in range(1, 6)]
    assert days_in_order(facts, days) == {days[0], days[1], days[3], days[4]}


stretches = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda ends: (FIRST + min(ends) * DAY, FIRST + max(ends) * DAY)
)


@given(
    papers=st.lists(st.tuples(stretches, st.sampled_from("ab")), max_size=5), agreed=st.lists(stretches, max_size=3),
    state=st.sampled_from(["active", "active", "suspended"]),
)  # fmt: skip
def test_R21_work_on_any_days_in_a_row_that_are_planned_is_lawful_by_the_rule_of_every_offer(
    papers, agreed, state
):
    facts = PartnerFacts(
        "泊远", state, (("RAD", None, ""),), tuple(Stretch(*days, name=name) for days, name in papers), tuple(Stretch(*one) for one in agreed)
    )  # fmt: skip
    days = [FIRST + n * DAY for n in range(13)]
    good = days_in_order(facts, days)
    for n, first in enumerate(days):
        for last in days[n:]:
            row = [day for day in days if first <= day <= last]
            wanted = Wanted(first, last, "RAD")
            if good.issuperset(row):
                assert may_send_partner(facts, wanted)
            assert bool(may_send_partner(facts, wanted)) == bool(
                within_scope(facts, wanted) and may_send_on(facts, first, last)
            )
