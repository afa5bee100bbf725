"""Key figures count what the handbook says and nothing else (HANDBOOK §2.8, R67)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.figures import IMMATURE
from aftersail.scorecard.rules import (
    CaseCost,
    ContactedCase,
    DueCase,
    DueReturnVisit,
    Period,
    ServiceHours,
    TimedCase,
    VisitedCase,
    attainment,
    cost_per_case,
    first_contact_resolution,
    first_time_fix_rate,
    planned_ratio,
    return_visit_rate,
    time_figures,
)
from tests.rules.moments import local

MARCH = Period(local("2025-03-01 00:00"), local("2025-04-01 00:00"))
MIDDLE, LATER = local("2025-03-15 00:00"), local("2025-06-01 00:00")


def day(number):
    return MARCH.start + timedelta(days=number - 1)


def test_R84_times_come_as_median_p90_and_mean():
    figures = time_figures(TimedCase(str(h), h) for h in (1, 2, 3, 4, 10))
    assert (figures.median.value, figures.mean.value) == (3, 4)
    assert figures.p90.value == pytest.approx(7.6)
    assert figures.mean.low < 4 < figures.mean.high


def test_duplicates_cancelled_and_open_cases_are_left_out_and_counted_apart():
    figures = time_figures(
        [
            TimedCase("a", 1),
            TimedCase("b", 9, "duplicate"),
            TimedCase("c", 9, "cancelled"),
            TimedCase("d", None),
        ]
    )
    assert figures.keys == ("a",)
    assert dict(figures.median.excluded) == {"duplicate": 1, "cancelled": 1, "open": 1}


def test_no_times_at_all_are_no_data():
    assert time_figures([]).median.value is None


def test_R84_attainment_is_cohorted_by_due_date():
    cases = [
        DueCase("met", day(5), day(4)),
        DueCase("late", day(5), day(6)),
        DueCase("open-overdue", day(10), None),
        DueCase("open-not-due", day(20), None),
        DueCase("due-in-april", day(40), day(4)),
        DueCase("no-target", None, day(4)),
        DueCase("twin", day(5), day(4), "duplicate"),
    ]
    result = attainment(cases, MARCH, MIDDLE)
    assert result.met == ("met",)
    assert result.missed == ("late", "open-overdue")
    assert result.not_due == ("open-not-due",)
    assert (result.figure.numerator, result.figure.denominator) == (1, 3)
    assert dict(result.figure.excluded) == {"duplicate": 1, "not_due": 1}


def test_a_promise_kept_at_the_due_instant_is_kept():
    assert attainment([DueCase("a", day(5), day(5))], MARCH, MIDDLE).met == ("a",)


def test_what_happened_after_the_date_of_the_report_is_not_known_yet():
    assert attainment([DueCase("a", day(20), day(18))], MARCH, MIDDLE).not_due == ("a",)


def test_attainment_of_nothing_is_no_data():
    assert attainment([], MARCH, MIDDLE).figure.value is None


def test_first_time_fix_counts_one_visit_without_the_same_fault_within_thirty_days():
    cases = [
        VisitedCase("once", day(1), 1),
        VisitedCase("twice", day(2), 2),
        VisitedCase("came-back", day(3), 1, day(33)),
        VisitedCase("came-back-late", day(4), 1, day(35)),
        VisitedCase("remote", day(5), 0),
    ]
    result = first_time_fix_rate(cases, MARCH, LATER)
    assert result.hits == ("once", "came-back-late")
    assert result.others == ("twice", "came-back")
    assert result.figure.value == 50


def test_a_fix_counts_only_once_its_thirty_days_are_over():
    result = first_time_fix_rate(
        [VisitedCase("a", day(1), 1), VisitedCase("b", day(1), 3)], MARCH, day(31) - timedelta(seconds=1)
    )
    assert result.figure.value is None
    assert result.figure.note == IMMATURE
    assert result.waiting == ("a", "b")
    assert first_time_fix_rate([VisitedCase("a", day(1), 1)], MARCH, day(31)).figure.value == 100


def test_first_contact_resolution_is_over_contacts():
    assert first_contact_resolution([ContactedCase("a", True), ContactedCase("b", False)]).figure.value == 50


def test_R79_return_visits_count_done_on_time_over_due():
    visits = [
        DueReturnVisit("on-time", day(5), day(5)),
        DueReturnVisit("late", day(5), day(6)),
        DueReturnVisit("unreachable", day(6), None, tries=3),
        DueReturnVisit("not-due", day(25)),
    ]
    result = return_visit_rate(visits, MARCH, MIDDLE)
    assert (result.figure.numerator, result.figure.denominator) == (1, 3)
    assert dict(result.figure.excluded) == {"not_due": 1, "unreachable": 1}


def test_cost_per_closed_case_shows_open_cost_as_work_in_progress():
    cases = [
        CaseCost("a", Decimal("100.10"), True),
        CaseCost("b", Decimal("300.20"), True),
        CaseCost("c", Decimal("50"), False),
    ]
    figures = cost_per_case([*cases, CaseCost("d", Decimal("999"), True, "cancelled")])
    assert figures.mean.value == 200.15
    assert figures.median.value == pytest.approx(200.15)
    assert (figures.in_progress.value, figures.in_progress.n) == (50, 1)


def test_cost_per_case_without_a_closed_case_is_no_data():
    assert cost_per_case([CaseCost("c", Decimal("50"), False)]).mean.value is None


def test_R83_planned_ratio_is_planned_hours_over_all():
    assert planned_ratio([ServiceHours(6, True), ServiceHours(2, False)]).value == 75
    assert planned_ratio([]).value is None


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError):
        Period(MARCH.end, MARCH.start)


offsets = st.none() | st.integers(-40, 80)
due_cases = st.lists(
    st.builds(
        lambda key, due, stop, standing: DueCase(
            str(key), None if due is None else day(due), None if stop is None else day(stop), standing
        ),
        st.integers(),
        offsets,
        offsets,
        st.sampled_from(["valid", "duplicate", "cancelled"]),
    ),
    max_size=20,
)


@given(due_cases, st.integers(-30, 90))
def test_every_valid_promise_due_in_the_period_is_on_exactly_one_side(cases, as_of):
    result = attainment(cases, MARCH, day(as_of))
    due = [case for case in cases if case.standing == "valid" and case.due_at and MARCH.holds(case.due_at)]
    assert len(result.met) + len(result.missed) + len(result.not_due) == len(due)
    assert result.figure.n == len(result.met) + len(result.missed)


@given(due_cases)
def test_once_a_period_is_over_its_misses_do_not_come_back(cases):
    early, late = attainment(cases, MARCH, MARCH.end), attainment(cases, MARCH, LATER)
    assert set(early.missed) <= set(late.missed)
