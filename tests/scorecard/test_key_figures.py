"""Facts about the key figures: what the page shows is what a hand computes, and what its list counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from aftersail.cases.models import Case
from aftersail.core.scope import as_system, entered
from aftersail.scorecard.queries.asked import asked_of, midnight
from aftersail.scorecard.queries.behind import APART, HIT, MISS, WAITING, cases_behind
from aftersail.scorecard.queries.indicators import BY_CODE, INDICATORS
from aftersail.scorecard.queries.measured import ALL_CODES, comparison, lines, measures, trend
from aftersail.scorecard.rules import may_compare, mean_figure, wilson
from aftersail.web.demo.small import World
from tests.scorecard.making import make_case

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()


def at(days: float, hours: float = 0) -> datetime:
    """An instant some days before NOW (negative: after)."""
    return NOW - timedelta(days=days, hours=hours)


@pytest.fixture
def history(world: World) -> World:
    """Ten cases of two stations whose figures are worked out in the tests."""
    due = {"response_due_at": at(59), "restore_due_at": at(50)}
    late = {"response_due_at": at(40), "restore_due_at": at(35)}
    shared = {"equipment": world.radar, "mode": world.codes["mode-NOO"]}
    # Answered in 2 h, boarded in 20 h, restored at the first visit; the same fault came back 25 days later.
    make_case(
        world,
        at(60),
        responded_at=at(60, -2),
        onsite_asked_at=at(60),
        arrived_at=at(60, -20),
        restored_at=at(59),
        closed_at=at(58),
        visits_made=1,
        cost_cny=Decimal(1000),
        **due,
        **shared,
    )
    make_case(
        world,
        at(34),
        responded_at=at(34, -4),
        restored_at=at(33),
        closed_at=at(32),
        visits_made=1,
        cost_cny=Decimal(2000),
        response_due_at=at(33),
        restore_due_at=at(30),
        **shared,
    )
    # Two visits, answered too late, restored too late.
    make_case(
        world,
        at(41),
        responded_at=at(39),
        onsite_asked_at=at(39),
        ship_available_at=at(38),
        arrived_at=at(37),
        restored_at=at(34),
        closed_at=at(33),
        visits_made=2,
        cost_cny=Decimal(6000),
        **late,
    )
    # Solved in the first conversation.
    make_case(
        world,
        at(20),
        responded_at=at(20, -1),
        restored_at=at(20, -1),
        closed_at=at(19),
        visits_made=0,
        cost_cny=Decimal(0),
        response_due_at=at(19),
        restore_due_at=at(10),
    )
    # Open: one overdue in everything, one not yet due, one whose clock stands still after its day.
    make_case(world, at(10), state="registered", response_due_at=at(9), restore_due_at=at(2))
    make_case(
        world,
        at(1),
        state="triaged",
        responded_at=at(1, -6),
        response_due_at=at(0, 5),
        restore_due_at=at(-9),
        cost_cny=Decimal(300),
    )
    make_case(
        world,
        at(30),
        state="suspended",
        responded_at=at(30, -8),
        response_due_at=at(29),
        restore_due_at=at(5),
    )
    # Counted apart.
    make_case(world, at(30), state="merged", response_due_at=at(29))
    make_case(world, at(30), state="cancelled", response_due_at=at(29))
    # The other station: one kept, restored lately, so too young for the first-visit rate.
    make_case(
        world,
        at(12),
        vessel=world.yard_vessel,
        responded_at=at(12, -10),
        restored_at=at(8),
        closed_at=at(7),
        visits_made=1,
        cost_cny=Decimal(500),
        response_due_at=at(11),
        restore_due_at=at(7),
    )
    return world


def figures(world: World, username: str = "quality", **address: str):
    account = world.accounts[username]
    asked = asked_of({"period": "2026-01-01..2026-06-15", **address}, TODAY)
    with entered(account.scope()):
        return measures(account, asked, NOW, ALL_CODES), asked, account


def test_R84_attainment_counts_an_open_overdue_promise_as_a_miss_and_leaves_out_what_is_not_due(history):
    found, _asked, _account = figures(history)
    response = found["response"].figure
    # Kept: 60, 34, 20, 1 (answered before it fell due), 30, 12. Missed: 41 and the open one of day 10.
    assert (response.numerator, response.denominator) == (6, 8)
    assert dict(response.excluded) == {"duplicate": 1, "cancelled": 1}
    restore = found["restore"].figure
    # Kept: 60, 34, 20, 12. Missed: 41 and 10. The suspended one and the one due in nine days wait.
    assert (restore.numerator, restore.denominator) == (4, 6)
    low, high = wilson(4, 6)
    assert (restore.low, restore.high) == (pytest.approx(100 * low), pytest.approx(100 * high))


def test_a_promise_due_after_the_period_is_not_in_it(history):
    found, asked, account = figures(history)
    assert dict(found["restore"].figure.excluded) == {"not_due": 1}
    longer = asked.within_days(TODAY - timedelta(days=150), TODAY + timedelta(days=20))
    with entered(account.scope()):
        longer_found = measures(account, longer, NOW, ["restore"])
    assert dict(longer_found["restore"].figure.excluded) == {"not_due": 2}


def test_R29_a_fault_that_came_back_within_30_days_was_not_fixed_at_the_first_visit(history):
    ftfr = figures(history)[0]["ftfr"].figure
    # Of the three mature ones: 60 came back after 25 days, 34 held, 41 took two visits. 12 is too young.
    assert (ftfr.numerator, ftfr.denominator) == (1, 3)
    assert dict(ftfr.excluded)["immature"] == 1
    assert ftfr.small


def test_times_are_medians_from_report_to_stamp(history):
    found, _asked, _account = figures(history)
    # Hours to the first answer: 2, 4, 48, 1, 6, 8, 10.
    assert found["response_time"].figure.value == pytest.approx(6)
    assert found["response_time"].figure.n == 7
    assert found["response_time"].mean.value == pytest.approx(79 / 7)
    # Boarding: 20 h from the request; 24 h from the ship's return, which was later than the request.
    assert found["onsite_time"].figure.value == pytest.approx(22)
    assert found["onsite_time"].figure.n == 2


def test_the_mean_comes_with_its_t_interval():
    figure = mean_figure(3.0, 1.5811388, 5, "h")
    assert (figure.low, figure.high) == (pytest.approx(1.0368, abs=1e-3), pytest.approx(4.9632, abs=1e-3))
    assert mean_figure(None, None, 0, "h").value is None


def test_cost_per_case_divides_closed_cases_and_shows_open_cost_beside(history):
    cost = figures(history)[0]["cost"]
    assert cost.figure.value == pytest.approx((1000 + 2000 + 6000 + 0 + 500) / 5)
    assert cost.p90.value == pytest.approx(1000)  # the median
    assert (cost.open_cost.value, cost.open_cost.n) == (300, 3)


def test_R84_hours_and_visits_stand_beside_the_times(history):
    visits = figures(history)[0]["visits"].figure
    assert visits.value == pytest.approx((1 + 1 + 2 + 0 + 1) / 5)


def test_R29_solved_at_the_first_contact_needs_no_visit_and_one_conversation(history):
    fcr = figures(history)[0]["fcr"].figure
    assert (fcr.numerator, fcr.denominator) == (1, 7)


@pytest.mark.parametrize("code", [indicator.code for indicator in INDICATORS])
def test_the_list_behind_a_figure_has_n_rows(history, code):
    found, asked, account = figures(history)
    figure, indicator = found[code].figure, BY_CODE[code]
    with entered(account.scope()):
        assert cases_behind(account, asked, indicator, NOW).count() == figure.n
        if indicator.hit is not None:
            assert cases_behind(account, asked, indicator, NOW, HIT).count() == figure.numerator
            assert cases_behind(account, asked, indicator, NOW, MISS).count() == figure.n - figure.numerator
        apart = dict(figure.excluded)
        assert cases_behind(account, asked, indicator, NOW, APART).count() == apart.get(
            "duplicate", 0
        ) + apart.get("cancelled", 0)
        if indicator.waiting_name:
            assert cases_behind(account, asked, indicator, NOW, WAITING).count() == apart.get(
                indicator.waiting_name, 0
            )


def test_lines_by_station_add_up_to_the_whole(history):
    found, asked, account = figures(history)
    with entered(account.scope()):
        rows = lines(account, asked, NOW, by="station", name="station__name")
    assert sum(row.figures["response"].n for row in rows) == found["response"].figure.n
    assert {row.label for row in rows} == {history.station.name, history.other_station.name}


def test_the_trend_of_a_year_ends_with_the_period_and_months_without_cases_have_no_data(history):
    _found, asked, account = figures(history)
    with entered(account.scope()):
        months = trend(account, asked, NOW, BY_CODE["response"])
    assert len(months) == 12
    assert months[-1][0] == TODAY.replace(day=1)
    assert months[0][1].value is None
    assert sum(figure.n for _month, figure in months) == 8


def test_filters_narrow_every_figure(history):
    found, _asked, _account = figures(history, station=str(history.other_station.pk))
    assert found["response"].figure.n == 1
    assert figures(history, severity="S1")[0]["response"].figure.value is None


def test_a_customer_sees_figures_of_its_own_ships_only(history):
    mine, _asked, account = figures(history, "owner")
    assert mine["response"].figure.n == 7
    with entered(account.scope()):
        assert not Case.objects.filter(vessel=history.yard_vessel).exists()


def test_other_customers_are_shown_only_when_three_of_them_and_five_cases_stand_behind(history):
    account = history.accounts["owner"]
    asked = asked_of({"period": "2026-01-01..2026-06-15"}, TODAY)
    with entered(account.scope()):
        assert comparison(account, asked, NOW, [history.customer.pk], ["response"]) == {}
    assert not may_compare(customers=2, cases=50)
    assert not may_compare(customers=3, cases=4)
    assert may_compare(customers=3, cases=5)


def test_an_empty_period_says_no_data_not_zero(world):
    found, _asked, _account = figures(world)
    assert all(measure.figure.value is None for measure in found.values())


def test_an_address_that_makes_no_sense_is_read_as_the_usual_question():
    asked = asked_of({"period": "x..y", "station": "1 or 1=1", "severity": "S9"}, TODAY)
    assert asked.filters == ()
    assert asked.end == midnight(TODAY + timedelta(days=1))


def test_as_system_every_row_is_counted_once(history):
    with as_system():
        assert Case.objects.count() == 10
