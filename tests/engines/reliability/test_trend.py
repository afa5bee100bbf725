"""The trend tests and the mean cumulative function give the published figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.engines.reliability import (
    Direction,
    Events,
    UnitHistory,
    laplace_trend,
    mean_cumulative_function,
    mil_hdbk_trend,
)
from tests.engines.reliability.published import CROW, LOADER, VALVE_SEATS


def test_laplace_of_the_handbook_example_ended_by_its_last_failure():
    trend = laplace_trend(Events(CROW, 620.0, "failure"))
    assert trend.statistic == pytest.approx(-2.783, abs=5e-4)
    assert trend.direction is Direction.IMPROVING
    assert trend.n == 22


def test_mil_hdbk_statistic_of_the_handbook_example():
    trend = mil_hdbk_trend(Events(CROW, 620.0, "failure"))
    assert trend.statistic == pytest.approx(71.64, abs=5e-3)
    assert trend.degrees == 42
    assert trend.direction is Direction.IMPROVING


def test_laplace_of_kumars_loader():
    trend = laplace_trend(Events(LOADER, 2000.0))
    assert trend.statistic == pytest.approx(0.605, abs=5e-4)
    assert trend.direction is Direction.NO_TREND


def test_valve_seats_need_one_and_a_half_replacements_by_653_days():
    steps = mean_cumulative_function(VALVE_SEATS)
    assert [round(step.mean, 3) for step in steps if step.age == 653] == [1.543]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_events_give_no_verdict(count):
    trend = laplace_trend(Events(tuple(float(i + 1) for i in range(count)), 10.0))
    assert (trend.statistic, trend.p_value, trend.direction, trend.n) == (
        None,
        None,
        Direction.NO_DATA,
        count,
    )
    assert mil_hdbk_trend(Events((1.0,) * count, 10.0)).direction is Direction.NO_DATA


def test_events_bunched_at_the_end_are_worsening():
    events = Events((70.0, 80.0, 85.0, 90.0, 95.0, 97.0), 100.0)
    assert laplace_trend(events).direction is Direction.WORSENING
    assert mil_hdbk_trend(events).direction is Direction.WORSENING


@pytest.mark.parametrize(
    ("times", "end", "ended"),
    [
        ((0.0,), 10, "time"),
        ((11.0,), 10, "time"),
        ((1.0,), 0, "time"),
        ((1.0,), 10, "failure"),
        ((), 10, "failure"),
    ],
)
def test_times_outside_the_observation_are_refused(times, end, ended):
    with pytest.raises(ValueError, match=r"must|ends at"):
        Events(times, end, ended)


def test_a_unit_is_not_watched_after_its_end():
    with pytest.raises(ValueError, match="between age 0"):
        UnitHistory((5.0,), 4.0)
    with pytest.raises(ValueError, match="at least one unit"):
        mean_cumulative_function([])


@given(st.lists(st.floats(0.01, 99.9), min_size=3, max_size=40))
def test_laplace_turns_its_sign_when_time_runs_backwards(times):
    forward = laplace_trend(Events(tuple(times), 100.0)).statistic
    backward = laplace_trend(Events(tuple(100.0 - t for t in times), 100.0)).statistic
    assert forward == pytest.approx(-backward, abs=1e-6)
