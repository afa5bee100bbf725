"""The stage of life is read from milestones, never typed (R02)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.fleet.rules import (
    Milestones,
    check_hull_code,
    check_imo_number,
    lifecycle_stage,
    normal_imo_number,
)
from aftersail.fleet.states import LifecycleStage

HULL = Milestones(
    mooring_trial_on=date(2023, 5, 1),
    sea_trial_on=date(2023, 8, 1),
    delivered_on=date(2023, 11, 30),
    warranty_until=date(2024, 11, 29),
    legacy_since=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        ("2023-04-30", "commissioning"),
        ("2023-05-01", "trial"),
        ("2023-11-29", "trial"),
        ("2023-11-30", "takeover"),
        ("2024-02-28", "takeover"),
        ("2024-02-29", "warranty"),
        ("2024-11-29", "warranty"),
        ("2024-11-30", "in_service"),
        ("2026-01-01", "legacy"),
    ],
)
def test_R02_the_stage_follows_the_milestones(at, stage):
    assert lifecycle_stage(HULL, date.fromisoformat(at)) == stage


def test_a_hull_without_milestones_is_being_commissioned():
    assert lifecycle_stage(Milestones(), date(2025, 1, 1)) == LifecycleStage.COMMISSIONING


def test_a_warranty_in_force_outranks_the_old_model():
    milestones = Milestones(
        delivered_on=date(2024, 1, 1), warranty_until=date(2025, 12, 31), legacy_since=date(2024, 6, 1)
    )
    assert lifecycle_stage(milestones, date(2025, 1, 1)) == LifecycleStage.WARRANTY


def test_a_trial_after_delivery_is_refused():
    with pytest.raises(ValueError):
        Milestones(sea_trial_on=date(2024, 2, 1), delivered_on=date(2024, 1, 1))


@given(st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_R02_a_hull_never_goes_back_a_stage(one, two):
    order = list(LifecycleStage)
    earlier, later = lifecycle_stage(HULL, min(one, two)), lifecycle_stage(HULL, max(one, two))
    assert order.index(earlier) <= order.index(later)


def test_a_true_imo_number_is_accepted_with_and_without_its_prefix():
    assert check_imo_number("9074729")
    assert check_imo_number("IMO 9074729")
    assert normal_imo_number("imo9074729") == "9074729"


@pytest.mark.parametrize("wrong", ["9074728", "907472", "90747290", "", "ABCDEFG", "907472９"])
def test_a_false_imo_number_is_refused(wrong):
    assert not check_imo_number(wrong)


@given(st.integers(100_000, 999_999))
def test_exactly_one_last_digit_makes_an_imo_number(first_six):
    assert sum(bool(check_imo_number(f"{first_six}{digit}")) for digit in range(10)) == 1


@pytest.mark.parametrize("code", ["H2301", "HD-2301-7", "A1"])
def test_hull_codes_of_capitals_digits_and_single_hyphens_are_accepted(code):
    assert check_hull_code(code)


@pytest.mark.parametrize("code", ["", "A", "h2301", "H--1", "-H1", "H1-", "H 1", "A" * 21, "H1\n"])
def test_other_hull_codes_are_refused(code):
    assert not check_hull_code(code)
