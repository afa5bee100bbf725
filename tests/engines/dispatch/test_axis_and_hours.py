"""Calendar to working minutes and back, and the hours of travel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.engines.dispatch import Axis, Mode, Place, Span, TravelRules, absences, journey, travel_between

TWO_DAYS = Axis((Span(480, 1080), Span(1920, 2520)))
QINGDAO = Place("Qingdao", 36.07, 120.33)
DALIAN = Place("Dalian", 38.93, 121.65)
SHANGHAI = Place("Shanghai", 31.23, 121.50)


def test_the_evening_and_the_next_morning_are_one_working_minute():
    assert [TWO_DAYS.working(at) for at in (0, 480, 1080, 1500, 1920, 9999)] == [0, 0, 600, 600, 600, 1200]
    assert TWO_DAYS.calendar(600) == 1920
    assert TWO_DAYS.ending(600) == 1080


@given(st.integers(0, 1199))
def test_working_minutes_go_to_the_calendar_and_back(minute):
    assert TWO_DAYS.working(TWO_DAYS.calendar(minute)) == minute
    assert TWO_DAYS.working(TWO_DAYS.ending(minute + 1)) == minute + 1


def test_who_has_no_shift_is_absent():
    assert absences(TWO_DAYS, [Span(480, 780)]) == (Span(300, 1200),)
    assert absences(TWO_DAYS, [Span(0, 5000)]) == ()
    assert absences(TWO_DAYS, []) == (Span(0, 1200),)


def test_rest_is_due_after_so_many_days_in_a_row():
    week = Axis(tuple(Span(day * 1440, day * 1440 + 600) for day in range(8)))
    shifts = [Span(day * 1440, day * 1440 + 600) for day in range(8)]
    assert absences(week, shifts, days_in_a_row=6) == (Span(3600, 4200),)


def test_an_axis_needs_spans_in_order():
    with pytest.raises(ValueError, match="sorted"):
        Axis((Span(10, 20), Span(15, 30)))
    with pytest.raises(ValueError, match="working time"):
        Axis(())


def test_a_short_way_goes_by_road_a_middling_one_by_rail_a_long_one_by_air():
    rules = TravelRules()
    near = Place("near", 36.07, 120.63)
    assert journey(QINGDAO, near, rules).mode is Mode.ROAD
    assert journey(QINGDAO, SHANGHAI, rules).mode is Mode.AIR
    assert journey(Place("a", 36.0, 118.0), Place("b", 36.0, 120.22), rules).mode is Mode.RAIL
    assert journey(QINGDAO, QINGDAO, rules).hours == 0.5


def test_across_the_sea_there_is_no_road_but_perhaps_a_ferry():
    pair = frozenset({"Qingdao", "Dalian"})
    with pytest.raises(ValueError, match="no mode"):
        journey(QINGDAO, DALIAN, TravelRules(sea_km={pair: 300.0}))
    ferry = journey(QINGDAO, DALIAN, TravelRules(sea_km={pair: 300.0}, ferries={pair: 330.0}))
    assert (ferry.mode, ferry.hours) == (Mode.FERRY, pytest.approx(1.5 + 10 + 0.5))


def test_an_agreed_pair_overrides_and_an_anchorage_takes_longer():
    anchored = Place("Dalian", 38.93, 121.65, access_hours=2.0)
    rules = TravelRules(agreed={frozenset({"Qingdao", "Dalian"}): 7.0})
    assert journey(QINGDAO, anchored, rules).hours == 9.0


def test_the_table_holds_whole_minutes_both_ways():
    table = travel_between((QINGDAO, SHANGHAI), TravelRules())
    assert table.minutes[0][0] == 30
    assert table.minutes[0][1] == table.minutes[1][0] > 240
