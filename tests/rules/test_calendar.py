"""The working calendar knows weekends, public holidays, 调休 working days and office hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.calendar import RoundTheClock, WorkingCalendar
from tests.rules.moments import local

OFFICE = WorkingCalendar()
ALWAYS = RoundTheClock()
instants = st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
hours = st.floats(0, 4000, allow_nan=False)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-03-03", True),
        ("2025-03-01", False),
        ("2025-01-26", True),  # Sunday worked for Spring Festival
        ("2025-01-25", False),
        ("2025-10-06", False),  # Mid-Autumn in National Day week
        ("2025-10-11", True),  # Saturday worked for it
        ("2026-10-07", False),
    ],
)
def test_public_holidays_and_exchanged_days(day, works):
    assert OFFICE.is_working_day(date.fromisoformat(day)) is works


def test_an_override_beats_the_public_calendar():
    own = WorkingCalendar(
        extra_working=frozenset({date(2025, 3, 1)}), extra_off=frozenset({date(2025, 3, 3)})
    )
    assert own.is_working_day(date(2025, 3, 1))
    assert not own.is_working_day(date(2025, 3, 3))


def test_an_hour_from_friday_five_ends_on_the_exchanged_sunday():
    assert OFFICE.add_working_hours(local("2025-01-24 17:00"), 1) == local("2025-01-26 09:00")


def test_the_lunch_break_does_not_count():
    assert OFFICE.add_working_hours(local("2025-03-03 11:30"), 1) == local("2025-03-03 14:00")


def test_an_allowance_used_up_at_closing_time_is_due_then_not_next_morning():
    assert OFFICE.add_working_hours(local("2025-03-03 08:30"), 7.5) == local("2025-03-03 17:30")


def test_hours_from_a_night_start_the_next_morning():
    assert OFFICE.add_working_hours(local("2025-03-03 22:00"), 1) == local("2025-03-04 09:30")


def test_hours_over_spring_festival_skip_it():
    assert OFFICE.working_hours_between(local("2025-01-27 17:00"), local("2025-02-05 09:00")) == 1.0


def test_working_days_skip_the_festival():
    assert OFFICE.add_working_days(date(2025, 1, 27), 1) == date(2025, 2, 5)
    assert OFFICE.working_days_between(date(2025, 1, 27), date(2025, 2, 5)) == 1


def test_the_year_2025_has_248_working_days():
    assert OFFICE.working_days_between(date(2024, 12, 31), date(2025, 12, 31)) == 248


def test_a_day_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        OFFICE.add_working_hours(datetime(2025, 3, 3), 1)  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": ()},
        {"hours": ((time(12), time(8)),)},
        {"hours": ((time(8), time(12)), (time(11), time(17)))},
        {"extra_working": frozenset({date(2025, 1, 1)}), "extra_off": frozenset({date(2025, 1, 1)})},
    ],
)
def test_a_contradictory_calendar_is_refused(wrong):
    with pytest.raises(ValueError):
        WorkingCalendar(**wrong)


def test_hours_cannot_be_taken_away():
    for calendar in (OFFICE, ALWAYS):
        with pytest.raises(ValueError):
            calendar.add_working_hours(local("2025-03-03 08:30"), -1)
        with pytest.raises(ValueError):
            calendar.add_working_days(date(2025, 3, 3), -1)


def test_around_the_clock_every_hour_counts():
    start = local("2025-01-28 23:00")
    assert ALWAYS.add_working_hours(start, 30) == start + timedelta(hours=30)
    assert ALWAYS.is_working_day(date(2025, 1, 28))
    assert ALWAYS.end_of_day(date(2025, 3, 3)) == local("2025-03-04 00:00")


@given(instants, hours)
def test_adding_hours_and_measuring_them_agree(start, amount):
    for calendar in (OFFICE, ALWAYS):
        assert calendar.working_hours_between(
            start, calendar.add_working_hours(start, amount)
        ) == pytest.approx(amount, abs=1e-6)


@given(instants, instants, instants)
def test_hours_add_up_over_any_instant_between(one, two, three):
    whole = OFFICE.working_hours_between(one, three)
    assert OFFICE.working_hours_between(one, two) + OFFICE.working_hours_between(two, three) == pytest.approx(
        whole
    )


@given(instants, hours, hours)
def test_more_hours_never_end_earlier(start, some, more):
    assert OFFICE.add_working_hours(start, min(some, more)) <= OFFICE.add_working_hours(
        start, max(some, more)
    )


@given(instants, instants)
def test_office_hours_never_exceed_plain_hours(one, two):
    start, end = min(one, two), max(one, two)
    assert 0 <= OFFICE.working_hours_between(start, end) <= ALWAYS.working_hours_between(start, end) + 1e-9


@given(days, st.integers(1, 900))
def test_adding_days_and_counting_them_agree(day, amount):
    then = OFFICE.add_working_days(day, amount)
    assert OFFICE.is_working_day(then)
    assert OFFICE.working_days_between(day, then) == amount


@given(days, days)
def test_counting_days_backwards_changes_only_the_sign(one, two):
    assert OFFICE.working_days_between(one, two) == -OFFICE.working_days_between(two, one)
