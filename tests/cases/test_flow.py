"""What a case may and may not do on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersail.cases.actions import judging, moving, opening, orders, owed, talking
from aftersail.cases.models import Case
from aftersail.cases.queries.clocks import clocks_of
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry
from aftersail.core.record import Stale
from aftersail.core.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_R02_a_case_carries_the_stage_of_life_read_from_its_hull(opened, world):
    assert opened().stage == "warranty"
    assert opened(vessel=world.yard_vessel, equipment=world.yard_radar).stage in {"commissioning", "trial"}


def test_R75_a_triaged_case_keeps_the_matched_rule_and_why_the_others_did_not_match(triaged):
    case = triaged()
    assert case.baseline_code
    fits = [tried for tried in case.baseline_trace if tried["fits"]]
    assert fits[0]["rule"] in case.baseline_code
    assert all(tried["why"] for tried in case.baseline_trace if not tried["fits"])


def test_the_warranty_verdict_names_clause_and_days_left_at_intake(opened):
    case = opened()
    assert case.warranty == "in"
    assert case.warranty_clause
    assert case.warranty_days_left > 0


def test_an_override_of_the_warranty_needs_a_reason(opened, world, now):
    case, by = opened(), world.account("dispatcher")
    with pytest.raises(Refused):
        judging.override_warranty(by=by, case=case, status="out", reason=" ", at=now)
    judging.override_warranty(by=by, case=case, status="out", reason="人为损坏", at=now)
    case.refresh_from_db()
    assert (case.warranty, case.warranty_overridden) == ("out", True)


def test_R78_a_case_has_one_owner_and_a_change_keeps_who_had_it(opened, world, now):
    case, by = opened(), world.account("dispatcher")
    before = case.owner
    other = next(staff for staff in world.staff.values() if staff != before)
    talking.change_owner(by=by, case=case, owner=other, at=now)
    entry = LogEntry.objects.get(subject_id=case.pk, event="cases.OwnerChanged")
    assert entry.data["owner"] == other.name
    assert entry.data["before"] == (before.name if before else "—")


def test_R64_an_unlawful_move_is_refused_and_leaves_the_case_as_it_was(opened, world, now):
    case = opened()
    with pytest.raises(Refused):
        moving.close_case(by=world.account("dispatcher"), case=case, at=now)
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_a_case_cannot_close_while_a_part_is_owed(confirming, world, now):
    case, by = confirming(), world.account("dispatcher")
    moving.confirm_by_customer(by=by, case=case, person="陈航", at=now)
    part = owed.owe_part(by=by, case=case, id=new_id(), part=world.part, quantity=1, due_on=None, at=now)
    with pytest.raises(Refused) as refused:
        moving.close_case(by=by, case=case, at=now)
    assert len(refused.value.reasons) >= 1
    owed.settle_part(by=by, owed=part, supplied=True, at=now)


def test_a_refused_closing_names_every_reason_at_once(triaged, world, now):
    case, by = triaged(), world.account("dispatcher")
    moving.resolve_remotely(by=by, case=case, answer="重新上电", at=now)
    moving.ask_confirmation(by=by, case=case, at=now)
    owed.note_leftover(by=by, case=case, id=new_id(), text="铭牌松动", party="船厂", due_on=None, at=now)
    with pytest.raises(Refused) as refused:
        moving.close_case(by=by, case=case, at=now)
    assert len(refused.value.reasons) >= 3


def test_the_clock_pauses_only_for_a_listed_reason_with_evidence(triaged, world, now):
    case, by = triaged(), world.account("dispatcher")
    with pytest.raises(Refused):
        moving.suspend_case(by=by, case=case, reason="parts", evidence="等备件", review_on=now.date(), at=now)
    moving.suspend_case(
        by=by, case=case, reason="ship_away", evidence="船东来电", review_on=now.date(), at=now
    )
    restore = next(clock for clock in clocks_of(case, now + timedelta(hours=1)) if clock.kind == "restore")
    assert (restore.state, restore.paused_reason) == ("paused", "ship_away")
    moving.resume_case(by=by, case=case, at=now + timedelta(hours=2))
    later = next(clock for clock in clocks_of(case, now + timedelta(hours=3)) if clock.kind == "restore")
    assert later.due_at == restore.due_at + timedelta(hours=1)


def test_a_comment_the_customer_can_read_stops_the_response_clock_and_an_internal_one_does_not(
    triaged, world, now
):
    case, by = triaged(), world.account("dispatcher")
    talking.comment_on(by=by, case=case, id=new_id(), text="内部讨论", internal=True, at=now)
    assert case.responded_at is None
    talking.comment_on(by=by, case=case, id=new_id(), text="请先断电检查保险", internal=False, at=now)
    assert case.responded_at == now


def test_two_people_editing_one_case_are_told_and_nothing_is_overwritten(triaged, world, now):
    case, by = triaged(), world.account("dispatcher")
    seen = case.version
    first = next(iter(world.staff.values()))
    talking.change_owner(by=by, case=Case.objects.get(pk=case.pk), owner=first, at=now, seen=seen)
    with pytest.raises(Stale):
        talking.change_owner(by=by, case=case, owner=list(world.staff.values())[1], at=now, seen=seen)
    assert Case.objects.get(pk=case.pk).owner == first


def test_the_same_case_sent_twice_is_one_case(world, system_scope, now):
    same = new_id()
    made = [
        opening.open_case(
            by=world.account("dispatcher"),
            id=same,
            vessel=world.vessel,
            title="重复",
            channel="phone",
            reported_at=now,
            at=now,
        )
        for _ in range(2)
    ]
    assert made[0].number == made[1].number
    assert Case.objects.count() == 1


def test_a_stamp_in_the_future_is_refused(opened, now):
    with pytest.raises(Refused):
        opened(hours_ago=-2)


def test_R03_a_party_may_finish_only_its_own_task(triaged, world, now):
    case = triaged(vessel=world.yard_vessel, equipment=world.yard_radar, stage="commissioning")
    desk, yard = world.account("dispatcher"), world.account("yard")
    task = talking.give_task(
        by=desk,
        case=case,
        id=new_id(),
        party=world.yard.organisation,
        text="接通岸电",
        due_on=now.date(),
        at=now,
    )
    house_task = talking.give_task(
        by=desk, case=case, id=new_id(), party=world.house, text="派人", due_on=now.date(), at=now
    )
    with pytest.raises(Refused):
        talking.finish_task(by=yard, task=house_task, outcome="完成", at=now)
    talking.finish_task(by=yard, task=task, outcome="已接通", at=now)
    assert task.done_at == now


def test_an_order_above_the_limit_is_approved_by_headquarters(triaged, ordered, world, now, settings):
    settings.ORDER_APPROVAL_LIMIT_CNY = 1000
    order = ordered(triaged(), cost_estimate_cny=5000)
    with pytest.raises(Refused):
        orders.approve_order(by=world.account("station_manager"), order=order, at=now)
    orders.approve_order(by=world.account("dispatcher"), order=order, at=now)
    assert order.state == "approved"


def test_writing_an_order_plans_the_case_and_starts_the_on_site_clock(triaged, ordered, now):
    case = triaged()
    ordered(case)
    case.refresh_from_db()
    assert case.state == "planned"
    onsite = next(clock for clock in clocks_of(case, now) if clock.kind == "onsite")
    assert onsite.state == "running"
    assert case.onsite_due_at == onsite.due_at


def test_a_case_cannot_be_cancelled_while_somebody_is_on_the_way(triaged, ordered, world, now):
    case, by = triaged(), world.account("dispatcher")
    order = ordered(case)
    type(order).objects.filter(pk=order.pk).update(state="in_progress")
    with pytest.raises(Refused):
        moving.cancel_case(by=by, case=case, reason="船方撤回", at=now)


def test_a_closed_case_reopens_for_the_same_fault_and_keeps_its_clocks(confirming, world, now, monkeypatch):
    case, by = confirming(), world.account("dispatcher")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=now, version=case.version)
    case.refresh_from_db()
    due = case.response_due_at
    with pytest.raises(Refused):
        moving.reopen_case(by=by, case=case, reason="又坏了", same_fault=False, at=now)
    moving.reopen_case(by=by, case=case, reason="又坏了", same_fault=True, at=now)
    assert (case.state, case.reopened_count, case.response_due_at) == ("diagnosing", 1, due)


def test_merging_moves_open_orders_to_the_case_that_goes_on(triaged, ordered, world, now):
    by, first, second = world.account("dispatcher"), triaged(), triaged(title="雷达又无回波")
    order = ordered(second)
    moving.merge_case(by=by, case=second, into=first, at=now)
    order.refresh_from_db()
    assert (second.state, order.case_id) == ("merged", first.pk)
