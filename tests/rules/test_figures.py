"""Figures carry their count and interval, and say "no data" instead of a false zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aftersail.core.figures import (
    NO_DATA,
    SMALL_SAMPLE_NOTE,
    average,
    quantile,
    ratio,
    share,
    t_interval,
    t_quantile,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(47, 50, 0.8378, 0.9794), (5, 5, 0.5655, 1.0), (0, 3, 0.0, 0.5615)]
)
def test_wilson_reproduces_the_handbook(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_holds_the_proportion_and_stays_within_0_and_1(case):
    low, high = wilson(*case)
    assert 0 <= low <= case[0] / case[1] <= high <= 1


@given(st.integers(1, 400), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_our_student_quantile_equals_scipys(degrees, confidence):
    assert t_quantile(degrees, confidence) == pytest.approx(
        stats.t.ppf((1 + confidence) / 2, degrees), rel=1e-8
    )


def test_the_interval_of_a_mean_has_a_worked_number():
    assert t_interval([1, 2, 3, 4, 5]) == pytest.approx((1.0368, 4.9632), abs=5e-5)


def test_a_share_of_nothing_has_no_value():
    nothing = share(0, 0)
    assert nothing.value is None
    assert nothing.low is None
    assert nothing.note == NO_DATA


def test_a_ratio_over_zero_has_no_value():
    assert ratio(5, 0, "%", 3).value is None


def test_the_mean_of_nothing_has_no_value():
    assert average([], "h").value is None


def test_fewer_than_five_records_are_a_small_sample():
    assert share(3, 4).note == SMALL_SAMPLE_NOTE
    assert share(3, 4).small
    assert not share(3, 5).small
    assert average([1.0, 2.0], "h").low is None


def test_a_quantile_interpolates():
    assert quantile([1, 2, 3, 4, 10], 0.9) == pytest.approx(7.6)
    assert quantile([7], 0.9) == 7


def test_impossible_counts_are_refused():
    for hits, of in ((-1, 3), (4, 3), (0, 0)):
        with pytest.raises(ValueError):
            wilson(hits, of)
