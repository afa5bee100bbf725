"""A hull's dates: order, stage, stretches, windows; handover, readiness and calendar rules, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.calendar import WorkingCalendar
from aftersail.fleet.rules import due_on, readiness_percent
from aftersail.fleet.rules.handover import (
    Checked,
    conversion_lag,
    is_late,
    may_check,
    may_open_account,
    steward_gap,
)
from aftersail.fleet.rules.hull import (
    ORDER,
    check_moved,
    check_order,
    hull_stage,
    service_windows,
    stretches,
    touched_days,
)
from aftersail.fleet.rules.readiness import GatePoint, may_enter_unready, may_pass_gate, may_waive
from aftersail.fleet.states import HULL, HullStage, StewardGap

DAY = date(2026, 3, 1)
offsets = st.integers(0, 4000)


@given(st.lists(offsets, min_size=len(ORDER), max_size=len(ORDER)))
def test_R36_dates_in_order_are_lawful_and_any_two_swapped_are_not(drawn):
    ordered = {kind: DAY + timedelta(n) for kind, n in zip(ORDER, sorted(drawn), strict=True)}
    assert check_order(ordered)
    for earlier, later in pairwise(ORDER):
        if ordered[earlier] < ordered[later]:
            assert not check_order(ordered | {earlier: ordered[later], later: ordered[earlier]})


@given(st.sets(st.sampled_from(ORDER)), st.booleans())
def test_R02_every_set_of_dates_puts_a_hull_in_exactly_one_stage(reached, in_service):
    stage = hull_stage(
        {kind: DAY + timedelta(n) for n, kind in enumerate(ORDER) if kind in reached}, in_service=in_service
    )
    assert stage in HullStage


def test_R02_the_stages_follow_one_another_by_the_transition_table():
    seen, todo = {HULL.initial}, [HULL.initial]
    while todo:
        state = todo.pop()
        for move in HULL:
            if state in move.sources and move.target not in seen:
                seen.add(move.target)
                todo.append(move.target)
    assert seen == set(HullStage)


def test_R02_stretches_run_from_each_dated_stage_to_the_next():
    planned = {"commissioning": DAY, "sea_trial": DAY + timedelta(60), "delivery": DAY + timedelta(90)}
    shown = {
        one.stage: one
        for one in stretches(planned, {"commissioning": DAY + timedelta(3)}, today=DAY + timedelta(10))
    }
    one = shown[HullStage.COMMISSIONING]
    assert (one.planned_from, one.planned_until) == (DAY, DAY + timedelta(60))
    assert (one.actual_from, one.actual_until, one.late_days) == (DAY + timedelta(3), DAY + timedelta(10), 3)
    assert shown[HullStage.MOORING_TRIAL].planned_from is None


def test_R36_windows_follow_the_dates_and_a_missing_one_breaks_nothing():
    planned = {
        "commissioning": date(2026, 3, 1),
        "mooring_trial": date(2026, 4, 10),
        "delivery": date(2026, 6, 1),
    }
    first, second = service_windows(planned, {})
    assert (first.first_day, first.last_day, first.days) == (date(2026, 3, 1), date(2026, 4, 9), 40)
    assert (second.service, second.last_day) == ("trial_support", date(2026, 5, 31))
    assert service_windows({}, {}) == ()
    assert touched_days("mooring_trial", planned, DAY, DAY + timedelta(9)) == (DAY, date(2026, 6, 1))
    assert touched_days("mooring_trial", planned, None, None) is None


def test_R36_a_planned_date_moves_only_with_a_reason():
    assert check_moved(before=None, after=DAY, reason="")
    assert check_moved(before=DAY, after=DAY, reason="")
    assert not check_moved(before=DAY, after=DAY + timedelta(1), reason=" ")
    assert check_moved(before=DAY, after=DAY + timedelta(1), reason="台风")


def test_R09_readiness_is_never_rounded_up_and_unknown_while_nothing_is_planned():
    assert readiness_percent(0, 0) is None
    assert readiness_percent(2, 3) == 66
    assert readiness_percent(299, 300) == 99
    assert due_on(None, 14) is None
    assert due_on(DAY, 14) == DAY - timedelta(14)
    assert may_enter_unready(None, "")
    assert may_enter_unready(100, "")
    assert not may_enter_unready(99, "")
    assert may_enter_unready(99, "用户急用")


def test_R08_a_gate_needs_every_mandatory_point_and_a_waiver_name_and_reason():
    assert not may_pass_gate([])
    points = [GatePoint("空间", True, "met"), GatePoint("教训", False, "open")]
    assert may_pass_gate(points)
    assert not may_pass_gate([*points, GatePoint("备件", True, "open")])
    assert may_pass_gate([*points, GatePoint("备件", True, "waived")])
    assert not may_waive(signer="", reason="急")
    assert may_waive(signer="某", reason="急")


def test_R41_the_lag_counts_working_days_and_more_than_three_are_late():
    calendar = WorkingCalendar()
    friday = date(2026, 1, 9)
    assert conversion_lag(friday, friday, calendar) == 0
    assert conversion_lag(friday, date(2026, 1, 14), calendar) == 3
    assert conversion_lag(friday, date(2026, 1, 8), calendar) == 0
    assert [is_late(lag, 3) for lag in (3, 4)] == [False, True]


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({"steward": None, "deputy": 2}, StewardGap.NO_STEWARD),
        ({"steward": 1, "deputy": None}, StewardGap.NO_DEPUTY),
        ({"steward": 1, "deputy": 1}, StewardGap.SAME_PERSON),
        ({"steward": 1, "deputy": 2, "deputy_active": False}, StewardGap.LEFT),
        ({"steward": 1, "deputy": 2, "steward_away": True, "deputy_away": True}, StewardGap.BOTH_AWAY),
        ({"steward": 1, "deputy": 2, "steward_away": True}, None),
    ],
)
def test_R42_a_ship_has_exactly_one_service_manager_and_one_deputy(facts, gap):
    assert steward_gap(**facts) == gap
    # Leave alone raises an alert; it does not keep the account closed.
    assert bool(may_open_account(gap, already_open=False)) == (gap in {None, StewardGap.BOTH_AWAY})
    assert not may_open_account(None, already_open=True)


def test_R20_what_is_missing_needs_its_leftover():
    unit = Checked("unit", "雷达", "ok", False)
    assert may_check([unit], DAY, today=DAY)
    assert not may_check([unit, Checked("test", "航行试验", "missing", False)], DAY, today=DAY)
    assert may_check([unit, Checked("test", "航行试验", "missing", True)], DAY, today=DAY)
    assert not may_check([Checked("document", "说明书", "ok", False)], DAY, today=DAY)
    assert not may_check([unit], None, today=DAY)
    assert not may_check([unit], DAY + timedelta(1), today=DAY)
