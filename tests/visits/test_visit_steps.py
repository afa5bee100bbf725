"""Facts about the way of a visit: stamps, steps and hold points, outcome, what case and order learn of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import CaseState, OrderState
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry
from aftersail.core.record import Stale
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.models import Assignment
from aftersail.fleet.models import Equipment
from aftersail.visits.actions.closing import close_visit, post_cost
from aftersail.visits.actions.findings import record_finding
from aftersail.visits.actions.making import visit_for
from aftersail.visits.actions.moving import (
    abort_visit,
    accept_visit,
    arrive,
    begin_work,
    finish_work,
    set_out,
    wait_on_board,
)
from aftersail.visits.actions.recording import save_facts
from aftersail.visits.actions.signing import return_visit, review_visit, sign_visit
from aftersail.visits.actions.supplies import record_part
from aftersail.visits.models import CostLine, Visit
from aftersail.visits.queries.visits import my_visits
from aftersail.visits.states import VisitState


def test_an_order_has_one_visit_however_often_it_is_asked_for(story, aboard):
    told = aboard()
    with as_system():
        assert visit_for(order=told.order, at=told.now).pk == told.pk
        assert Visit.objects.count() == 1


def test_the_engineer_finds_the_visit_among_todays(story, aboard):
    told = aboard()
    engineer = story.account("engineer")
    with entered(engineer.scope()):
        mine = my_visits(engineer, told.now)
        assert [visit.pk for visit in (*mine.today, *mine.week)] == [told.pk]


def test_arrival_starts_the_order_and_stamps_the_case(aboard):
    told = aboard()
    told.do(accept_visit, 5)
    told.do(arrive, 40)
    with as_system():
        order, case = WorkOrder.objects.get(pk=told.order.pk), Case.objects.get(pk=told.order.case_id)
    assert order.state == OrderState.IN_PROGRESS
    assert (case.state, case.arrived_at) == (CaseState.ON_SITE, told.at(40))


def test_the_same_command_sent_twice_is_done_once(aboard):
    told = aboard()
    told.do(accept_visit, 5)
    told.do(accept_visit, 5)
    with as_system():
        assert LogEntry.objects.filter(event="visits.VisitAccepted").count() == 1


def test_a_stamp_before_the_one_before_it_is_refused(aboard):
    told = aboard()
    told.do(accept_visit, 5)
    told.do(set_out, 20)
    with pytest.raises(Refused, match=r"arrived|到"):
        told.do(arrive, 10)
    assert told.visit().state == VisitState.TRAVELLING


def test_a_stamp_in_the_future_is_refused(aboard):
    told = aboard()
    with pytest.raises(Refused):
        told.do(accept_visit, 3 * 60 + 60)


def test_another_engineer_may_not_move_the_visit(story, aboard):
    told = aboard()
    with as_system():
        account = story.account("other_engineer")
        with pytest.raises(Refused):
            accept_visit(by=account, visit=Visit.objects.get(pk=told.pk), at=told.at(5))


def test_R57_the_steps_of_the_bound_edition_are_laid_out_once(story, aboard):
    told = aboard().working()
    told.do(wait_on_board, 50, reason="parts")
    told.do(begin_work, 60)
    with as_system():
        steps = list(told.visit().steps.values_list("place", "hold_point", "low"))
    assert steps == [(1, True, None), (2, False, Decimal("22.8")), (3, False, None)]


def test_R57_steps_are_signed_off_in_order(aboard):
    told = aboard().working()
    with pytest.raises(Refused, match="1"):
        told.step(3, 50)


def test_R57_skipping_needs_a_reason_and_somebodys_approval(story, aboard):
    told = aboard().working()
    told.step(1, 50)
    manager = story.world.staff["manager"]
    with pytest.raises(Refused):
        told.step(2, 51, "skipped", note="仪表损坏")
    with pytest.raises(Refused):
        told.step(2, 51, "skipped", skip_approved_by=manager)
    with pytest.raises(Refused):
        told.step(2, 51, "skipped", note="仪表损坏", skip_approved_by=story.world.staff["second_engineer"])
    done = told.step(2, 51, "skipped", note="仪表损坏", skip_approved_by=manager)
    assert done.result == "skipped"


def test_R58_a_hold_point_not_passed_keeps_the_work_open(aboard):
    told = aboard().working()
    told.step(1, 50, "fail", note="未断电")
    with pytest.raises(Refused, match="1"):
        told.step(2, 51, reading=Decimal(24))
    told.do(save_facts, 52, values={"work_done": "x", "restored": "not"})
    with pytest.raises(Refused, match="1"):
        told.do(finish_work, 60)


def test_a_reading_outside_its_limits_fails_whatever_was_ticked(aboard):
    told = aboard().working()
    told.step(1, 50)
    assert told.step(2, 51, "pass", reading=Decimal("20.0")).result == "fail"


def test_work_without_outcome_and_test_is_not_done(aboard):
    told = aboard().working().recorded(test_result="", restored="")
    with pytest.raises(Refused) as refusal:
        told.do(finish_work, 100)
    assert len(refusal.value.reasons) == 2


def test_hours_are_prefilled_from_the_stamps_less_the_waits(aboard):
    told = aboard().working()
    told.do(wait_on_board, 46, reason="parts")
    told.do(begin_work, 47)
    told.finished()
    with as_system():
        hours = dict(told.visit().hours.values_list("kind", "hours"))
    assert hours == {"travel": Decimal("0.5"), "work": Decimal("1.2"), "wait": Decimal("0.1")}


def test_signing_restores_the_case_with_codes_visits_and_cost(story, aboard):
    with as_system():
        story.world.radar.change(running_hours_at=story.now - timedelta(days=9))
    told = aboard().working().finished().signed()
    visit = told.visit()
    with as_system():
        case, order = Case.objects.get(pk=told.order.case_id), WorkOrder.objects.get(pk=told.order.pk)
        assert (visit.state, case.state, order.state) == (
            VisitState.SIGNED,
            CaseState.RESTORED,
            OrderState.DONE,
        )
        assert case.restored_at == told.at(120)
        assert case.confirmed_at == told.at(130)
        assert case.mode.code == "NOO"
        assert case.cause.code == "3.4"
        assert case.visits_made == 1
        assert case.cost_cny > 0
        assert Equipment.objects.get(pk=story.world.radar.pk).running_hours == Decimal("1305.5")
        signed = LogEntry.objects.get(event="visits.VisitSigned").data
        assert signed["restored"] == "restored"
        assert signed["case_id"] == str(case.pk)


def test_a_temporary_repair_needs_a_day_for_the_permanent_one(aboard):
    told = aboard().working().recorded("temporary")
    with pytest.raises(Refused):
        told.do(finish_work, 120)
    told.do(save_facts, 119, values={"permanent_due_on": timezone.localdate() + timedelta(20)})
    told.do(finish_work, 120)
    told.signed()
    with as_system():
        case = Case.objects.get(pk=told.order.case_id)
    assert case.state == CaseState.TEMP_RESTORED
    assert case.temp_signed
    assert timezone.localtime(case.permanent_due_at).date() == timezone.localdate() + timedelta(20)


def test_a_visit_that_did_not_restore_takes_the_case_back_to_planning(aboard):
    told = aboard().working().finished("not", test_result="").signed()
    with as_system():
        assert Case.objects.get(pk=told.order.case_id).state == CaseState.PLANNED


def test_signing_needs_user_and_engineer(aboard):
    told = aboard().working().finished()
    with pytest.raises(Refused):
        told.do(sign_visit, 130, signatures=told.signatures()[:1])
    assert told.visit().state == VisitState.WORK_DONE


def test_aborting_takes_order_and_case_back_and_frees_the_engineer(aboard):
    told = aboard().working()
    with pytest.raises(Refused):
        told.do(abort_visit, 60, reason="")
    told.do(abort_visit, 60, reason="船方临时开航")
    with as_system():
        assert WorkOrder.objects.get(pk=told.order.pk).state == OrderState.APPROVED
        case = Case.objects.get(pk=told.order.case_id)
        assert (case.state, case.visits_made) == (CaseState.PLANNED, 1)
        assert not Assignment.objects.filter(order=told.order, released_at=None).exists()


def test_codes_of_another_family_are_refused(story, aboard):
    told = aboard().working()
    code = story.world.codes["mode-VIB"]
    with as_system():
        code.families.add(story.world.generator_model.family)
    with pytest.raises(Refused):
        told.do(record_finding, 50, id=new_id(), text="振动", mode=code)


def test_a_part_with_serial_numbers_needs_one(story, aboard):
    told = aboard().working()
    with pytest.raises(Refused):
        told.do(record_part, 50, id=new_id(), part=story.world.part, quantity=1)
    told.do(
        record_part, 50, id=new_id(), part=story.world.part, quantity=1, serial_in="N-1", serial_out="O-1"
    )


def test_two_people_writing_one_record_are_told(aboard):
    told = aboard().working()
    seen = told.visit().version
    told.do(save_facts, 50, values={"diagnosis": "甲"}, seen=seen)
    with pytest.raises(Stale):
        told.do(save_facts, 51, values={"diagnosis": "乙"}, seen=seen)


def test_R18_a_signed_visit_stores_its_cost_and_what_it_would_have_been_from_headquarters(story, aboard):
    told = aboard().working().finished().signed()
    with as_system():
        travel = CostLine.objects.get(visit=told.pk, kind="travel")
        assert travel.amount_cny == 0
        assert travel.hq_reference_cny > 0
        assert CostLine.objects.get(visit=told.pk, kind="labour").amount_cny > 0


def test_closing_needs_the_parts_cost_and_carries_all_cost_to_the_case(story, aboard):
    told = aboard().working()
    told.do(record_part, 50, id=new_id(), part=story.world.part, quantity=1, serial_in="N-1")
    told.finished().signed()
    with as_system():
        CostLine.objects.filter(visit=told.pk, kind="parts").delete()
    with pytest.raises(Refused):
        told.do(close_visit, 140, who="manager")
    told.do(post_cost, 140, who="manager", id=new_id(), kind="parts", amount_cny=Decimal("3600.00"))
    told.do(close_visit, 141, who="manager")
    with as_system():
        total = sum(line.amount_cny for line in CostLine.objects.filter(visit=told.pk))
        assert Case.objects.get(pk=told.order.case_id).cost_cny == total
    assert told.visit().state == VisitState.CLOSED


def test_quality_reviews_and_may_send_back(aboard):
    told = aboard().working().finished().signed()
    with pytest.raises(Refused):
        told.do(return_visit, 140, who="quality", reason=" ")
    told.do(return_visit, 140, who="quality", reason="缺少照片说明")
    assert told.visit().state == VisitState.RETURNED
    with pytest.raises(Refused):
        told.do(review_visit, 141, who="quality")
