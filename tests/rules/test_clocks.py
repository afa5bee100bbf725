"""Honest clocks: what is due, what is left, and what may pause them (R84, HANDBOOK §2.8 and §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersail.cases.rules import (
    CaseStamps,
    Clock,
    ClockFacts,
    ClockState,
    Pause,
    case_clocks,
    check_stamp_order,
    merged_pauses,
    onsite_clock,
    response_clock,
    restore_clock,
    stamps_after_reopening,
)
from aftersail.core.calendar import WorkingCalendar
from aftersail.fleet.rules import ServiceTarget
from tests.rules.moments import local

OFFICE = WorkingCalendar()
REPORTED = local("2025-03-03 08:30")  # a Monday
URGENT = ServiceTarget(2, 24, 3)
MINOR = ServiceTarget(24, None, 30, calendar="working")
QUESTION = ServiceTarget(answer_working_days=2, calendar="working")


def facts(target=URGENT, *, pauses=(), onsite_requested_at=REPORTED, **given_facts):
    names = set(CaseStamps.__dataclass_fields__)
    stamps = CaseStamps(**{"reported": REPORTED, **{k: v for k, v in given_facts.items() if k in names}})
    rest = {k: v for k, v in given_facts.items() if k not in names}
    return ClockFacts(stamps, target, pauses=tuple(pauses), onsite_requested_at=onsite_requested_at, **rest)


def after(hours):
    return REPORTED + timedelta(hours=hours)


def test_R84_an_urgent_response_runs_around_the_clock():
    night = local("2025-03-03 23:00")
    clock = response_clock(facts(reported=night), OFFICE, night + timedelta(hours=1))
    assert clock.due_at == night + timedelta(hours=2)
    assert (clock.state, clock.left_hours, clock.used_percent) == (ClockState.RUNNING, 1, 50)


def test_R84_a_minor_response_runs_in_working_hours():
    clock = response_clock(facts(MINOR), OFFICE, after(24))
    assert clock.due_at == local("2025-03-06 10:00")
    assert clock.elapsed_hours == 7.5


def test_a_question_is_due_at_the_end_of_its_last_working_day():
    assert response_clock(facts(QUESTION), OFFICE, after(1)).due_at == local("2025-03-05 17:30")
    friday_night = facts(QUESTION, reported=local("2025-03-07 22:00"))
    assert response_clock(friday_night, OFFICE, local("2025-03-08 12:00")).due_at == local("2025-03-11 17:30")


def test_a_response_at_the_due_instant_is_met_and_one_second_later_missed():
    assert response_clock(facts(responded=after(2)), OFFICE, after(9)).state == ClockState.MET
    late = response_clock(facts(responded=after(2) + timedelta(seconds=1)), OFFICE, after(9))
    assert late.state == ClockState.MISSED
    assert late.left_hours < 0


def test_an_answer_after_closing_time_is_late_though_no_working_hour_passed():
    target = ServiceTarget(7.5, calendar="working")
    assert (
        response_clock(facts(target, responded=local("2025-03-03 19:00")), OFFICE, after(20)).state
        == ClockState.MISSED
    )


def test_an_open_overdue_clock_is_missed_already():
    assert response_clock(facts(), OFFICE, after(3)).state == ClockState.MISSED


def test_the_response_clock_never_pauses():
    paused = facts(pauses=[Pause("ship_away", after(0.5))])
    assert response_clock(paused, OFFICE, after(1)).state == ClockState.RUNNING
    assert response_clock(paused, OFFICE, after(3)).state == ClockState.MISSED


@pytest.mark.parametrize("reason", ["ship_away", "user_delay", "permit"])
def test_restoration_pauses_for_the_listed_reasons(reason):
    clock = restore_clock(facts(pauses=[Pause(reason, after(10), after(34))]), after(40))
    assert clock.due_at == after(72 + 24)
    assert clock.elapsed_hours == 16


def test_waiting_for_our_own_spares_does_not_pause_restoration():
    assert restore_clock(facts(pauses=[Pause("spares", after(10), after(34))]), after(40)).due_at == after(72)


def test_a_clock_says_that_it_is_paused_and_why():
    clock = restore_clock(facts(pauses=[Pause("permit", after(10))]), after(40))
    assert (clock.state, clock.paused_reason) == (ClockState.PAUSED, "permit")
    assert clock.left_hours == 62
    assert clock.due_at == after(40 + 62)


def test_overlapping_pauses_count_once():
    pauses = [
        Pause("permit", after(10), after(20)),
        Pause("ship_away", after(15), after(25)),
        Pause("permit", after(25), after(26)),
    ]
    assert merged_pauses(pauses, after(0), after(100)) == [(after(10), after(26))]
    assert restore_clock(facts(pauses=pauses), after(30)).due_at == after(72 + 16)


def test_a_temporary_restoration_stops_the_clock_only_if_the_user_signed():
    unsigned = facts(temp_restored=after(20))
    assert restore_clock(unsigned, after(30)).stopped_at is None
    signed = replace(unsigned, temporary_signed=True, permanent_due_at=after(300))
    assert restore_clock(signed, after(30)).state == ClockState.MET
    assert restore_clock(signed, after(30)).stopped_at == after(20)


def test_the_permanent_date_replaces_the_restoration_date_after_a_signed_temporary_one():
    signed = facts(temp_restored=after(20), temporary_signed=True, permanent_due_at=after(300))
    permanent = case_clocks(signed, OFFICE, after(30))[-1]
    assert (permanent.kind, permanent.due_at, permanent.state) == (
        "permanent",
        after(300),
        ClockState.RUNNING,
    )


@pytest.mark.parametrize(("factor", "hours"), [(0.5, 12), (1.0, 24), (2.0, 48)])
def test_R26_onsite_time_depends_on_how_near_the_station_is(factor, hours):
    assert onsite_clock(facts(onsite_factor=factor), OFFICE, after(1)).due_at == after(hours)


def test_overseas_the_onsite_time_is_by_agreement():
    assert onsite_clock(facts(onsite_factor=None), OFFICE, after(1)).state == ClockState.NOT_APPLICABLE


def test_onsite_does_not_run_while_the_ship_is_at_sea():
    waiting = onsite_clock(facts(ship_at_sea=True), OFFICE, after(50))
    assert (waiting.state, waiting.paused_reason, waiting.elapsed_hours) == (ClockState.PAUSED, "at_sea", 0)
    assert onsite_clock(facts(ship_at_sea=True, ship_available=after(50)), OFFICE, after(51)).due_at == after(
        74
    )


def test_a_fault_restored_without_a_visit_leaves_no_onsite_clock():
    assert onsite_clock(facts(restored=after(5)), OFFICE, after(90)).state == ClockState.NOT_APPLICABLE
    assert onsite_clock(facts(restored=after(30)), OFFICE, after(90)).state == ClockState.MISSED


def test_without_a_visit_asked_for_there_is_no_onsite_clock():
    assert onsite_clock(facts(onsite_requested_at=None), OFFICE, after(90)).state == ClockState.NOT_APPLICABLE


def test_a_target_kept_until_delivery_takes_its_date_from_there():
    target = ServiceTarget(4, calendar="working", restore_by="delivery")
    assert restore_clock(facts(target), after(1)).state == ClockState.NOT_APPLICABLE
    assert restore_clock(facts(target, restore_due_at=after(500)), after(1)).due_at == after(500)


@pytest.mark.parametrize(("hours", "step"), [(30, 0), (36, 50), (57.6, 80), (72, 100), (108, 150)])
def test_open_clocks_escalate_at_50_80_100_and_150_percent(hours, step):
    assert restore_clock(facts(), after(hours)).escalation == step


def test_a_stopped_clock_escalates_no_more():
    assert restore_clock(facts(restored=after(100)), after(200)).escalation == 0


pauses = st.lists(
    st.tuples(st.sampled_from(["ship_away", "permit", "spares"]), st.floats(0, 200), st.floats(0.1, 60)).map(
        lambda one: Pause(one[0], after(one[1]), after(one[1] + one[2]))
    ),
    max_size=5,
)


@given(pauses, st.floats(0, 400))
def test_elapsed_and_left_always_make_up_the_allowance(taken, hours):
    clock = restore_clock(facts(pauses=taken), after(hours))
    assert clock.elapsed_hours + clock.left_hours == pytest.approx(72)


@given(pauses, st.floats(0, 400))
def test_stopping_at_the_due_instant_is_met(taken, hours):
    due = restore_clock(facts(pauses=taken), after(hours + 400)).due_at
    stopped: Clock = restore_clock(facts(pauses=taken, restored=due), after(2000))
    assert stopped.state == ClockState.MET
    assert stopped.left_hours == pytest.approx(0, abs=1e-5)


@given(pauses, pauses, st.floats(0, 400))
def test_another_pause_never_makes_a_clock_later(taken, more, hours):
    before = restore_clock(facts(pauses=taken), after(hours))
    assert (
        restore_clock(facts(pauses=[*taken, *more]), after(hours)).elapsed_hours
        <= before.elapsed_hours + 1e-9
    )


def test_stamps_in_order_are_accepted():
    assert check_stamp_order(
        CaseStamps(REPORTED, after(1), after(1), after(2), after(9), after(10), None, after(12))
    )


def test_a_stamp_earlier_than_the_one_before_is_refused_by_name():
    verdict = check_stamp_order(CaseStamps(REPORTED, responded=after(2), arrived=after(1)))
    assert not verdict
    assert "arrived" in str(verdict.reasons[0])
    assert "responded" in str(verdict.reasons[0])


def test_the_ship_may_come_in_before_the_dispatch_but_not_after_the_arrival():
    assert check_stamp_order(
        CaseStamps(REPORTED, dispatched=after(5), ship_available=after(3), arrived=after(8))
    )
    assert not check_stamp_order(CaseStamps(REPORTED, ship_available=after(9), arrived=after(8)))
    assert not check_stamp_order(CaseStamps(REPORTED, ship_available=after(-1)))


def test_a_stamp_in_the_future_is_refused():
    assert not check_stamp_order(CaseStamps(REPORTED, restored=after(9)), now=after(8))


def test_every_disorder_is_named_at_once():
    verdict = check_stamp_order(CaseStamps(REPORTED, acknowledged=after(-1), arrived=after(-2)))
    assert len(verdict.reasons) == 2


@given(st.lists(st.floats(0, 500), min_size=8, max_size=8))
def test_sorted_stamps_are_always_in_order_and_shuffled_ones_only_if_equal(hours):
    chain = [
        "acknowledged",
        "responded",
        "dispatched",
        "arrived",
        "temp_restored",
        "restored",
        "confirmed",
        "closed",
    ]
    moments = [after(hour) for hour in hours]
    assert check_stamp_order(CaseStamps(REPORTED, **dict(zip(chain, sorted(moments), strict=True))))
    verdict = check_stamp_order(CaseStamps(REPORTED, **dict(zip(chain, moments, strict=True))))
    assert bool(verdict) == (moments == sorted(moments))


def test_a_reopened_case_keeps_its_original_clocks():
    stamps = CaseStamps(
        REPORTED,
        responded=after(1),
        arrived=after(5),
        restored=after(9),
        confirmed=after(10),
        closed=after(11),
    )
    again = stamps_after_reopening(stamps)
    assert (again.reported, again.responded, again.arrived) == (REPORTED, after(1), after(5))
    assert again.restored is again.confirmed is again.closed is None
