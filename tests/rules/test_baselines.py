"""Which service target holds, and why (R74, R75, HANDBOOK §6)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.verdicts import Refused
from aftersail.fleet.rules import (
    BaselineFacts,
    BaselineRule,
    Rank,
    ServiceTarget,
    check_no_overlap,
    default_targets,
    match_baseline,
    nearness_of,
    parse_targets,
)
from aftersail.fleet.states import Criticality, LifecycleStage, Severity

DAY = date(2025, 6, 1)
TABLE = default_targets()
CASE = BaselineFacts("A", "S1", "warranty", family="radar", vessel="v1", customer="c1", contract_number="K-7")


def rule(code, hours=1.0, **conditions):
    conditions.setdefault("valid_from", date(2020, 1, 1))
    return BaselineRule(code, ServiceTarget(hours, rule_code=code), **conditions)


@pytest.mark.parametrize(
    ("stage", "criticality", "severity", "promise"),
    [
        ("commissioning", "A", "S1", (1, 8, 2, None)),
        ("trial", "A", "S1", (0.5, 2, 1, None)),
        ("trial", "B", "S3", (4, None, None, None)),
        ("takeover", "B", "S1", (2, 24, 5, None)),
        ("warranty", "C", "S2", (8, 72, 10, None)),
        ("warranty", "A", "S3", (24, None, 30, None)),
        ("warranty", "C", "S4", (None, None, None, 3)),
        ("in_service", "B", "S2", (24, 96, 15, None)),
        ("legacy", "A", "S2", (24, 96, 20, None)),
        ("legacy", "B", "S4", (None, None, None, 5)),
    ],
)
def test_R74_default_targets_are_those_of_the_handbook(stage, criticality, severity, promise):
    target = match_baseline(BaselineFacts(criticality, severity, stage), TABLE.rules, DAY).target
    assert (
        target.response_hours,
        target.onsite_hours,
        target.restore_days,
        target.answer_working_days,
    ) == promise


def test_R74_every_stage_criticality_and_severity_has_exactly_one_default():
    assert check_no_overlap(TABLE.rules)
    for criticality, severity, stage in product(Criticality.values, Severity.values, LifecycleStage.values):
        match = match_baseline(BaselineFacts(criticality, severity, stage), TABLE.rules, DAY)
        assert match.target.calendar == ("24x7" if severity in {"S1", "S2"} else "working")


def test_a_minor_fault_in_trials_is_due_before_delivery_and_one_out_of_warranty_as_quoted():
    assert match_baseline(BaselineFacts("A", "S3", "trial"), TABLE.rules, DAY).target.restore_by == "delivery"
    assert (
        match_baseline(BaselineFacts("A", "S3", "in_service"), TABLE.rules, DAY).target.restore_by == "quote"
    )


def test_R75_contract_beats_vessel_beats_product_beats_default():
    book = [
        rule("default"),
        rule("product", family="radar"),
        rule("vessel", vessel="v1"),
        rule("contract", contract_number="K-7"),
    ]
    for expected in ("contract", "vessel", "product", "default"):
        assert match_baseline(CASE, book, DAY).rule.code == expected
        book.pop()


def test_R75_the_case_shows_the_matched_rule_and_why_the_others_did_not_fit():
    book = [
        rule("own-contract", contract_number="K-8"),
        rule("other-ship", vessel="v2"),
        rule("radar", family="radar"),
    ]
    match = match_baseline(CASE, book, DAY)
    assert "radar" in str(match.why)
    assert [(tried.code, tried.fits) for tried in match.trace] == [
        ("own-contract", False),
        ("other-ship", False),
        ("radar", True),
    ]
    assert "K-8" in str(match.trace[0].reasons[0])
    assert match.trace[1].rank == Rank.VESSEL


def test_two_rules_of_one_rank_that_both_fit_are_refused():
    with pytest.raises(Refused) as refused:
        match_baseline(CASE, [rule("one", vessel="v1"), rule("two", vessel="v1", severity="S1")], DAY)
    assert "one" in str(refused.value)
    assert "two" in str(refused.value)


def test_a_rule_book_with_overlapping_rules_is_refused_before_any_case_meets_them():
    assert not check_no_overlap([rule("one", severity="S1"), rule("two", stage="warranty")])
    assert check_no_overlap([rule("one", severity="S1"), rule("two", severity="S2")])


def test_a_new_edition_may_follow_the_old_one_without_overlap():
    old = rule("std", valid_until=date(2025, 5, 31))
    new = rule("std", edition=2, hours=2.0, valid_from=date(2025, 6, 1))
    assert check_no_overlap([old, new])
    assert match_baseline(CASE, [old, new], date(2025, 5, 31)).rule.edition == 1
    assert match_baseline(CASE, [old, new], date(2025, 6, 1)).rule.edition == 2


def test_no_rule_at_all_is_a_refusal_that_says_what_to_add():
    with pytest.raises(Refused, match="default rule"):
        match_baseline(CASE, [], DAY)


def test_a_rule_that_ends_before_it_begins_and_a_target_of_nothing_are_refused():
    with pytest.raises(ValueError):
        rule("backwards", valid_until=date(2019, 1, 1))
    with pytest.raises(ValueError):
        ServiceTarget(response_hours=0)


def test_R26_onsite_hours_shrink_in_the_same_port_and_double_in_another_area():
    assert [TABLE.factor(n) for n in ("same_port", "same_area", "other_area", "overseas")] == [
        0.5,
        1.0,
        2.0,
        None,
    ]


def test_nearness_is_read_from_ports_and_areas():
    def seen(port, area, overseas=False):
        return nearness_of(
            station_port="QD", station_area="north", ship_port=port, ship_area=area, ship_overseas=overseas
        )

    assert seen("QD", "north") == "same_port"
    assert seen("DL", "north") == "same_area"
    assert seen("SY", "south") == "other_area"
    assert seen("SY", "south", overseas=True) == "overseas"


def test_a_table_that_lacks_a_part_is_refused():
    with pytest.raises(ValueError, match="lacks"):
        parse_targets("version = 1")


texts = st.sampled_from(["", "x", "y"])
rules = st.lists(
    st.builds(
        lambda n, c, v, f, s: rule(f"r{n}", contract_number=c, vessel=v, family=f, severity=s),
        st.integers(0, 99),
        texts,
        texts,
        texts,
        st.sampled_from(["", "S1", "S2"]),
    ),
    max_size=6,
)


@given(rules, texts, texts, texts)
def test_no_rule_more_specific_than_the_matched_one_fits(book, contract, vessel, family):
    facts = BaselineFacts("A", "S1", "warranty", family=family, vessel=vessel, contract_number=contract)
    try:
        match = match_baseline(facts, book, DAY)
    except Refused:
        return
    assert not any(tried.fits and tried.rank > match.rule.rank for tried in match.trace)
    assert sum(tried.fits for tried in match.trace) == 1


@given(rules)
def test_a_book_without_overlap_always_has_an_answer_once_it_has_a_default(book):
    specific = [one for one in book if one.rank > Rank.DEFAULT]
    if check_no_overlap(specific):
        facts = BaselineFacts("A", "S1", "warranty", family="x", vessel="x", contract_number="x")
        assert match_baseline(facts, [*specific, rule("default")], DAY).target.response_hours == 1.0
