"""First-pass rates and the habit of daily lists: what counts, what does not, and what nothing makes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.calendar import WorkingCalendar
from aftersail.core.ids import new_id
from aftersail.visits.rules.daily_lists import habit_of, streak, working_days
from aftersail.visits.rules.trials import TrialFact, first_pass_rates

CALENDAR = WorkingCalendar()
LISTS = ("DOP", "DCL")
MONDAY = date(2026, 3, 2)


def fact(tested, results, attempts=None, family="雷达"):
    return TrialFact(new_id(), tested, "TSE", family, results, attempts or {})


def test_R54_the_first_sheet_of_a_unit_counts_and_a_retest_is_no_first_pass():
    one, two, three = new_id(), new_id(), new_id()
    facts = [
        fact(one, {"range": "fail"}), fact(one, {"range": "pass"}), fact(two, {"range": "pass"}),
        fact(three, {"range": "pass"}, {"range": [7]}),
    ]  # fmt: skip
    figure = first_pass_rates(facts)["TSE", "range", "雷达"].figure
    assert (figure.numerator, figure.n) == (1, 3)


def test_R54_47_of_50_first_passes_are_94_percent_with_wilsons_interval():
    facts = [fact(new_id(), {"range": "pass" if n < 47 else "fail"}) for n in range(50)]
    figure = first_pass_rates(facts)["TSE", "range", "雷达"].figure
    assert figure.value == pytest.approx(94.0)
    assert (round(figure.low, 1), round(figure.high, 1)) == (83.8, 97.9)


def test_R54_skipped_and_unjudged_items_are_no_data():
    assert first_pass_rates([fact(new_id(), {"range": "skipped"})]) == {}
    assert first_pass_rates([]) == {}


def test_R60_only_working_days_count_festivals_and_worked_sundays_included():
    days = working_days(date(2026, 2, 14), date(2026, 2, 25), CALENDAR)
    assert date(2026, 2, 14) in days  # a Saturday worked for the Spring Festival
    assert date(2026, 2, 17) not in days
    assert all(CALENDAR.is_working_day(day) for day in days)


def test_R60_a_streak_runs_over_the_weekend_and_ends_at_a_missing_list():
    days = working_days(MONDAY, MONDAY + timedelta(days=11), CALENDAR)
    signed = {(code, day) for day in days for code in LISTS}
    last = days[-1]
    assert streak(LISTS, signed, last, CALENDAR) == len(days)
    assert streak(LISTS, signed - {("DCL", days[2])}, last, CALENDAR) == len(days) - 3
    assert streak(LISTS, signed - {("DCL", last)}, last, CALENDAR) == len(days) - 1
    assert streak((), signed, last, CALENDAR) == 0


def test_R60_today_is_not_held_against_a_station_before_it_is_over():
    friday = MONDAY + timedelta(days=4)
    signed = {(code, MONDAY + timedelta(days=n)) for n in range(4) for code in LISTS}
    habit = habit_of(LISTS, signed, MONDAY, friday, CALENDAR)
    assert (habit.figure.value, habit.figure.n, habit.streak) == (100.0, 8, 4)
    assert habit.missing_today == LISTS


def test_R60_no_list_due_is_no_data_and_no_list_is_missing_on_a_day_off():
    sunday = MONDAY - timedelta(days=1)
    assert habit_of(LISTS, set(), sunday, sunday, CALENDAR).figure.value is None
    assert habit_of(LISTS, set(), sunday, sunday, CALENDAR).missing_today == ()


@given(
    st.sets(
        st.tuples(st.sampled_from(LISTS), st.integers(0, 40).map(lambda n: MONDAY + timedelta(days=n))),
        max_size=60,
    ),
    st.integers(0, 40),
)
def test_R60_signing_one_more_list_never_lowers_completion_or_streak(signed, n):
    today = MONDAY + timedelta(days=40)
    before = habit_of(LISTS, signed, MONDAY, today, CALENDAR)
    after = habit_of(LISTS, signed | {("DOP", MONDAY + timedelta(days=n))}, MONDAY, today, CALENDAR)
    assert (after.figure.value or 0) >= (before.figure.value or 0)
    assert after.streak >= before.streak
