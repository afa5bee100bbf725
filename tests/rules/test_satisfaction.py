"""Answers become figures with intervals, and a card is declined only with a code (R85, R89)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.satisfaction.rules import (
    DECLINE_CODES,
    csat,
    mapped_score,
    may_decline,
    nps,
    nps_of_counts,
    satisfaction_index,
)


def test_nps_reproduces_the_handbook():
    figure = nps_of_counts(18, 5, 36)
    assert (figure.value, figure.low, figure.high) == pytest.approx((36.1, 10.8, 55.9), abs=0.05)


def test_nps_reads_promoters_and_detractors_from_the_scale():
    assert nps([10, 9, 8, 7, 6, 0]).value == pytest.approx(0)
    assert nps([10] * 5).value == 100


def test_csat_is_the_share_of_fours_and_fives():
    figure = csat([5, 4, 3, 2, 1, 5, 4, 4, 5, 5])
    assert (figure.value, figure.n) == (70, 10)
    assert figure.low < 70 < figure.high


def test_no_answers_are_no_data():
    assert csat([]).value is nps([]).value is satisfaction_index({}).figure.value is None


def test_all_threes_give_50_or_60_and_the_map_is_told():
    assert satisfaction_index({"service": [3, 3]}).figure.value == 50
    chinese = satisfaction_index({"service": [3, 3]}, index_map="20-100")
    assert (chinese.figure.value, chinese.index_map) == (60, "20-100")


def test_an_item_without_answers_drops_out_and_the_others_carry_its_weight():
    weights = {"product": 0.5, "delivery": 0.3, "service": 0.2}
    index = satisfaction_index({"product": [5], "delivery": [], "service": [1]}, weights)
    assert index.figure.value == pytest.approx(100 * 0.5 / 0.7)


def test_answers_off_the_scale_and_weightless_items_are_refused():
    for wrong in (
        lambda: csat([6]),
        lambda: nps([11]),
        lambda: satisfaction_index({"a": [3]}, {"b": 1.0}),
        lambda: nps_of_counts(3, 3, 5),
    ):
        with pytest.raises(ValueError):
            wrong()


@pytest.mark.parametrize("code", ["no_time", "not_allowed", "not_concerned"])
def test_R85_a_card_is_declined_with_a_listed_code(code):
    assert code in DECLINE_CODES
    assert may_decline(code)


def test_R85_other_needs_a_note_and_unreachable_three_tries():
    assert not may_decline("")
    assert not may_decline("other")
    assert may_decline("other", note="crew changed")
    assert not may_decline("unreachable", tries=2)
    assert may_decline("unreachable", tries=3)


counts = st.integers(1, 300).flatmap(
    lambda n: st.integers(0, n).flatmap(lambda p: st.tuples(st.just(p), st.integers(0, n - p), st.just(n)))
)


@given(counts)
def test_the_nps_interval_is_ordered_and_within_its_scale(case):
    figure = nps_of_counts(*case)
    assert -100 <= figure.low < figure.high <= 100
    assert -100 <= figure.value <= 100


@given(counts)
def test_swapping_promoters_and_detractors_mirrors_nps(case):
    promoters, detractors, n = case
    one, other = nps_of_counts(promoters, detractors, n), nps_of_counts(detractors, promoters, n)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


@given(st.floats(1, 5))
def test_both_maps_agree_at_full_marks_only(mean):
    assert mapped_score(mean, "20-100") >= mapped_score(mean, "0-100") - 1e-9
