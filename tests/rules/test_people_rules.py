"""The pure rules about people: coverage, rosters, levels, ladder, plans, the chart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.dispatch.rules.supervision import Member, may_be_supervised
from aftersail.people.rules.chart import HEIGHT, place_labels, spot
from aftersail.people.rules.coverage import cover_of, has_circle, under
from aftersail.people.rules.development import completion, steps_for
from aftersail.people.rules.grades import Criteria, Shown, checks, grade_after, may_rise
from aftersail.people.rules.rosters import Duty, Line, days_off, duty_on, may_be_away, overlapping
from aftersail.people.rules.skills import Need, gaps, hangs_on_one, level_for, wanting
from aftersail.people.rules.travel import Place, TravelTable

QINGDAO, DALIAN = Place("QDG", 36.07, 120.33), Place("DLG", 38.93, 121.65)
MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_R26_the_way_is_compared_with_the_promised_hours():
    cover = cover_of(DALIAN, [("QD", 1, QINGDAO, 24)])
    assert cover.state == "primary"
    assert cover.primary.journey.hours + cover.primary.margin_hours == pytest.approx(24)
    assert cover.late is False
    assert cover_of(DALIAN, [("QD", 1, QINGDAO, 2)]).late is True
    assert cover_of(DALIAN, [("QD", 1, QINGDAO, None)]).late is None


def test_R26_agreed_hours_replace_the_reckoned_ones_both_ways():
    table = TravelTable(agreed_hours={frozenset({"QDG", "DLG"}): 9.0})
    there = cover_of(DALIAN, [("QD", 1, QINGDAO, None)], table=table).primary.journey
    back = cover_of(QINGDAO, [("DL", 1, DALIAN, None)], table=table).primary.journey
    assert there.mode == "agreed"
    assert there.hours == back.hours == 9.5


def test_R16_a_port_with_backups_alone_or_with_nobody_is_told_apart():
    assert cover_of(DALIAN, [("QD", 2, QINGDAO, None)]).state == "backup"
    assert cover_of(DALIAN, []).state == "none"


@given(st.dictionaries(st.integers(0, 8), st.none() | st.integers(0, 8)))
def test_R23_everything_under_an_area_is_found_whatever_the_tree(parents):
    for root in range(9):
        found = under(parents, root)
        assert root in found
        assert all(child in found for child, parent in parents.items() if parent in found)


def test_R23_a_circle_of_areas_is_noticed():
    assert has_circle({"a": "b", "b": "c", "c": "a"}, "a")
    assert not has_circle({"a": "b", "b": None}, "a")


@given(st.text("DNCO", min_size=1, max_size=42), DAYS, st.integers(0, 400))
def test_a_roster_repeats_its_cycle(cycle, first, ahead):
    line, day = Line(cycle, first), first + timedelta(days=ahead)
    assert duty_on([line], day) == Duty(cycle[ahead % len(cycle)])
    assert duty_on([line], day) == duty_on([line], day + timedelta(days=len(cycle)))
    assert duty_on([line], first - timedelta(days=1)) is None


def test_five_days_on_and_two_off():
    line = Line("DDDDDOO", MONDAY)
    assert days_off([line], MONDAY, 7) == {date(2026, 3, 7), date(2026, 3, 8)}
    assert days_off([], MONDAY, 7) == frozenset()


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_stretches_overlap_exactly_when_they_share_a_day(a, b, c, d):
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    shared = max(a, c) <= min(b, d)
    assert (overlapping([(a, b)], c, d) is not None) == shared
    assert bool(may_be_away(first=c, last=d, others=[(a, b)])) == (not shared and (d - c).days < 366)


def test_an_open_end_overlaps_everything_after_it():
    assert overlapping([(MONDAY, None)], date(2030, 1, 1), None) is not None
    assert overlapping([(MONDAY, None)], date(2026, 1, 1), date(2026, 3, 1)) is None


def test_R27_a_level_for_one_task_wins_over_the_one_for_all():
    levels = {("RAD", None): 3, ("RAD", "TEACH"): 1}
    assert level_for(levels, "RAD", "TEACH") == 1
    assert level_for(levels, "RAD", "REPAIR") == 3
    assert level_for(levels, "GEN", None) == 0


def test_R27_gaps_count_who_reaches_the_level_at_the_station():
    needs = [Need("QD", "RAD", None, 3, 2), Need("SH", "RAD", None, 2, 1)]
    people = [("QD", {("RAD", None): 3}), ("QD", {("RAD", None): 2}), ("SH", {("RAD", None): 2})]
    found = gaps(needs, people)
    assert [(gap.held, gap.short) for gap in found] == [(1, 1), (1, 0)]


@given(st.lists(st.integers(0, 4)))
def test_R27_work_hangs_on_one_when_exactly_one_does_what_is_difficult(levels):
    assert hangs_on_one(levels) == (len([one for one in levels if one >= 3]) == 1)


def test_R27_two_of_level_2_do_not_help_each_other_and_level_0_never_goes():
    assert not may_be_supervised([Member("a", 2), Member("b", 2)], 3)
    assert may_be_supervised([Member("a", 2), Member("b", 3)], 3)
    assert not may_be_supervised([Member("a", 1), Member("b", 2)], 2)  # works alone, does not supervise
    assert not may_be_supervised([Member("a", 0), Member("b", 4)], 2)
    assert not may_be_supervised([Member("a", 1), Member("b", 1), Member("c", 1), Member("d", 4)], 2)
    assert may_be_supervised([Member("a", 3)], 3)


def test_R53_a_promotion_is_one_step_up_and_later_than_the_last():
    day = date(2026, 1, 1)
    assert may_rise(held="junior", wanted="engineer", on=day, since=None, active=True)
    assert not may_rise(held="junior", wanted="senior", on=day, since=None, active=True)
    assert not may_rise(held="senior", wanted="engineer", on=day, since=None, active=True)
    assert not may_rise(held="junior", wanted="engineer", on=day, since=date(2026, 2, 1), active=True)
    assert not may_rise(held="junior", wanted="engineer", on=day, since=None, active=False)
    assert grade_after("chief") is None


def test_R53_every_criterion_is_judged_and_no_data_is_not_enough():
    asked = Criteria(12, 100, 80, 2, 2, frozenset({"boarding"}))
    good = Shown(12, 100.0, 80.0, (2, 3, 0), frozenset({"boarding", "safety"}))
    assert all(check.met for check in checks(asked, good))
    none = Shown(12, 100.0, None, (2, 3), frozenset({"boarding"}))
    assert [check.name for check in checks(asked, none) if not check.met] == ["ftfr"]
    assert checks(Criteria(), good) == []


def test_R35_steps_go_one_level_at_a_time_and_stay_within_the_plan():
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    missing = [("RAD", None, 1, 3), ("GEN", None, 0, 2), ("RAD", None, 1, 2), ("NAV", None, 3, 3)]
    steps = steps_for(missing, first_day=first, last_day=last)
    assert [(step.skill, step.target_level) for step in steps] == [("RAD", 2), ("GEN", 1)]
    assert all(first <= step.due_on <= last for step in steps)


def test_R35_a_plan_without_steps_has_no_data():
    assert completion(0, 0).value is None
    assert completion(3, 4).value == 75


def test_R35_what_is_nearest_to_being_met_comes_first():
    needs = [Need("QD", "GEN", None, 3, 1), Need("QD", "RAD", None, 3, 1), Need("SH", "NAV", None, 4, 1)]
    assert [need.skill for need in wanting(needs, "QD", {("RAD", None): 2})] == ["RAD", "GEN"]


def test_the_chart_puts_the_corner_at_its_origin_and_the_north_above():
    assert spot(43, 104) == (0.0, 0.0)
    assert spot(14, 132) == (1000.0, HEIGHT)
    assert spot(38.93, 121.65)[1] < spot(36.07, 120.33)[1]


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000), st.floats(10, 200)), max_size=12))
def test_every_mark_of_the_chart_gets_a_name(marks):
    assert len(place_labels(marks)) == len(marks)
