"""A case closes by its guards and says every reason why not (HANDBOOK §4.1, R85)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftersail.cases.rules import (
    CloseFacts,
    FaultSigns,
    Report,
    closes_unconfirmed,
    duplicate_hints,
    may_accept_temporary,
    may_cancel,
    may_change_severity,
    may_close,
    may_merge,
    may_reject,
    may_reopen,
    may_resolve_remotely,
    may_suspend,
    may_triage,
    propose_severity,
    reply_due,
)
from aftersail.core.calendar import WorkingCalendar
from tests.rules.moments import local

NOW = local("2025-03-20 10:00")
READY = CloseFacts(at=NOW, restored=True, card="answered", customer_signed=True)


def test_finished_settled_signed_and_rated_closes():
    assert may_close(READY)
    assert not closes_unconfirmed(READY)


@pytest.mark.parametrize(
    "missing",
    [
        {"restored": False},
        {"open_orders": ("WO-1",)},
        {"missing_codes": ("cause",)},
        {"leftovers_not_moved": 2},
        {"parts_owed": 1},
        {"card": "open"},
        {"card": "none"},
        {"card": "declined"},
        {"customer_signed": False},
    ],
)
def test_each_thing_still_missing_keeps_it_open_with_one_reason(missing):
    assert len(may_close(replace(READY, **missing)).reasons) == 1


def test_all_reasons_are_given_at_once():
    verdict = may_close(
        CloseFacts(
            at=NOW,
            restored=False,
            open_orders=("WO-1", "WO-2"),
            missing_codes=("mode", "cause"),
            parts_owed=1,
        )
    )
    assert len(verdict.reasons) == 7
    assert "WO-1, WO-2" in str(verdict.reasons[1])


def test_R85_a_card_declined_with_a_code_is_settled():
    assert may_close(replace(READY, card="declined", decline_code="no_time"))


SILENT = replace(
    READY, customer_signed=False, confirming_since=NOW - timedelta(days=7), contacts=2, by_dispatcher=True
)


def test_a_dispatcher_closes_unconfirmed_after_seven_days_and_two_contacts():
    assert may_close(SILENT)
    assert closes_unconfirmed(SILENT)


@pytest.mark.parametrize(
    "lacking",
    [
        {"confirming_since": NOW - timedelta(days=6, hours=23)},
        {"contacts": 1},
        {"by_dispatcher": False},
        {"raised_by_closer": True},
        {"confirming_since": None},
    ],
)
def test_silence_is_not_consent_sooner_or_for_others(lacking):
    assert not may_close(replace(SILENT, **lacking))


def test_a_case_reopens_within_thirty_days_for_the_same_fault_only():
    closed = NOW - timedelta(days=30)
    assert may_reopen(closed_at=closed, at=NOW, same_fault=True)
    assert not may_reopen(closed_at=closed - timedelta(seconds=1), at=NOW, same_fault=True)
    assert not may_reopen(closed_at=closed, at=NOW, same_fault=False)
    assert not may_reopen(closed_at=None, at=NOW, same_fault=True)


def test_a_temporary_restoration_needs_a_signature_and_a_later_date():
    later = NOW + timedelta(days=9)
    assert may_accept_temporary(user_signed=True, permanent_due_at=later, temp_restored_at=NOW)
    assert (
        len(may_accept_temporary(user_signed=False, permanent_due_at=NOW, temp_restored_at=NOW).reasons) == 2
    )


def test_a_suspension_needs_a_listed_reason_evidence_and_a_review_date():
    today = date(2025, 3, 20)
    assert may_suspend("permit", "mail of 19 March", today, today)
    assert len(may_suspend("spares", " ", date(2025, 3, 19), today).reasons) == 3


@pytest.mark.parametrize(
    ("signs", "severity"),
    [
        (FaultSigns(danger_to_people_or_ship=True, degraded=True), "S1"),
        (FaultSigns(unusable=True), "S1"),
        (FaultSigns(degraded=True, question_or_suggestion=True), "S2"),
        (FaultSigns(), "S3"),
        (FaultSigns(question_or_suggestion=True), "S4"),
    ],
)
def test_the_worst_sign_sets_the_severity(signs, severity):
    assert propose_severity(signs).severity == severity


def test_raising_a_severity_needs_a_reason_and_lowering_it_consent_before_any_miss():
    free = {
        "reason": "worse than thought",
        "user_agreed": False,
        "any_clock_missed": False,
        "restored": False,
    }
    assert may_change_severity("S3", "S1", **free)
    assert not may_change_severity("S3", "S1", **{**free, "reason": ""})
    assert not may_change_severity("S1", "S3", **free)
    assert may_change_severity("S1", "S3", **{**free, "user_agreed": True})
    assert not may_change_severity("S1", "S3", **{**free, "user_agreed": True, "any_clock_missed": True})
    assert not may_change_severity("S3", "S1", **{**free, "restored": True})


def test_guards_of_triage_rejection_cancelling_and_remote_answers_say_why():
    assert may_triage(severity="S1", stage="warranty", baseline_matched=True, owner_set=True)
    assert len(may_triage(severity="", stage="", baseline_matched=False, owner_set=False).reasons) == 4
    assert may_reject(reason="not our product", sent_at=NOW)
    assert len(may_reject(reason="", sent_at=None).reasons) == 2
    assert may_cancel(someone_on_the_way=False)
    assert not may_cancel(someone_on_the_way=True)
    assert may_resolve_remotely(answer="", article="KB-1")
    assert not may_resolve_remotely(answer=" ", article="")


def test_R78_a_word_is_owed_three_working_days_after_the_last():
    due = reply_due(local("2025-03-20 10:00"), WorkingCalendar(), local("2025-03-25 17:31"))
    assert due.due_at == local("2025-03-25 17:30")
    assert due.overdue


def report(key, vessel="v1", days=0.0, **known):
    return Report(key, vessel, NOW - timedelta(days=days), **known)


def test_the_same_unit_with_a_similar_text_is_hinted_first():
    new = report("new", equipment="e1")
    others = [(report("far", days=20, equipment="e2"), 0.9), (report("near", days=1, equipment="e1"), 0.5)]
    hints = duplicate_hints(new, others)
    assert [hint.key for hint in hints] == ["near"]
    assert len(hints[0].reasons) == 3


def test_another_vessel_an_old_report_and_the_report_itself_are_never_hinted():
    new = report("new", equipment="e1")
    others = [
        (report("ship", "v2", equipment="e1"), 1.0),
        (report("old", days=31, equipment="e1"), 1.0),
        (new, 1.0),
    ]
    assert duplicate_hints(new, others) == []


def test_a_merge_needs_another_open_case_of_the_same_ship_and_no_signed_work():
    assert may_merge(same_vessel=True, into_itself=False, target_open=True, signed_work=False)
    assert (
        len(may_merge(same_vessel=False, into_itself=True, target_open=False, signed_work=True).reasons) == 4
    )
