"""Facts about sending an engineer: rules asked again, reasons kept, nobody promised twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import CaseState, OrderState
from aftersail.core.ids import new_id
from aftersail.core.models import AccessGrant, LogEntry
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import release_assignment
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.proposals import proposal_for
from aftersail.fleet.models import Equipment, Vessel
from aftersail.people.models import Certificate, Leave


def test_the_nearest_capable_engineer_is_proposed_first_with_reasons(story, everything):
    answer = proposal_for(story.order(), story.now)
    assert answer.best.candidate.key == story.world.staff["engineer"].number
    assert answer.best.reasons_for
    refused = {one.candidate.key: one.rule for one in answer.ranking.refusals}
    assert refused[story.world.staff["unskilled_engineer"].number] == "skill"


def test_a_proposal_takes_the_same_number_of_queries_however_many_people(
    story, everything, django_assert_max_num_queries
):
    order = WorkOrder.objects.select_related("port", "skill", "task").get(pk=story.order().pk)
    with django_assert_max_num_queries(10):
        proposal_for(order, story.now)


def test_sending_the_engineer_proposed_first_moves_order_and_case_and_answers_the_customer(story):
    order = story.order()
    made = story.assign(order)
    with as_system():
        order, case = WorkOrder.objects.get(pk=order.pk), Case.objects.get(pk=order.case_id)
        assert (order.state, case.state) == (OrderState.ASSIGNED, CaseState.DISPATCHED)
        assert case.responded_at is not None
        assert case.dispatched_at is not None
        assert made.reasons
        entry = LogEntry.objects.get(event="dispatch.OrderAssigned")
        assert entry.thread_id == case.pk


def test_R17_choosing_another_engineer_needs_a_reason_and_logs_it(story):
    order = story.order()
    with pytest.raises(Refused, match="程远帆"):
        story.assign(
            order,
            who="other_engineer",
            starts_at=story.now + timedelta(hours=12),
            ends_at=story.now + timedelta(hours=16),
        )
    story.assign(
        order,
        who="other_engineer",
        starts_at=story.now + timedelta(hours=12),
        ends_at=story.now + timedelta(hours=16),
        override_reason="熟悉该船",
    )
    with as_system():
        entry = LogEntry.objects.get(event="dispatch.BestPassedOver")
        assert entry.data["reason"] == "熟悉该船"
        assert not entry.for_customer


def test_R27_an_engineer_below_the_level_is_refused_whatever_reason_is_given(story):
    with pytest.raises(Refused, match="3"):
        story.assign(story.order(level=3), who="second_engineer", override_reason="很想去")


def test_R27_an_engineer_below_the_level_may_go_under_supervision(story):
    order = story.order(level=3)
    story.assign(order, who="second_engineer", override_reason="带教", team=[story.world.staff["engineer"]])
    with as_system():
        assert Assignment.objects.filter(order=order).count() == 2


def test_R38_leave_refuses_with_the_day_it_ends(story):
    staff = story.world.staff["engineer"]
    with as_system():
        Leave.objects.create(
            staff=staff, first_day=story.now.date() - timedelta(2), last_day=story.now.date() + timedelta(9)
        )
    with pytest.raises(Refused) as refusal:
        story.assign(
            story.order(),
            override_reason="急",
            starts_at=story.now + timedelta(hours=1),
            ends_at=story.now + timedelta(hours=5),
        )
    assert str((story.now + timedelta(9)).date()) in str(refusal.value)


def test_R38_a_missing_boarding_permit_refuses(story):
    order = story.order(certificate_kinds=["boarding"])
    with as_system():
        Certificate.objects.filter(staff=story.world.staff["engineer"]).delete()
    with pytest.raises(Refused, match="boarding"):
        story.assign(order, override_reason="急")


def test_a_promised_engineer_is_refused_with_order_and_hours(story):
    first = story.order()
    made = story.assign(first)
    second = story.order()
    with pytest.raises(Refused, match=first.number):
        story.assign(
            second,
            starts_at=made.starts_at + timedelta(hours=1),
            ends_at=made.ends_at + timedelta(hours=1),
            override_reason="急",
        )
    with as_system():
        assert WorkOrder.objects.get(pk=second.pk).state == OrderState.APPROVED


def test_the_same_id_again_makes_no_second_promise(story):
    order, id = story.order(), new_id()
    assert story.assign(order, id=id).pk == story.assign(order, id=id).pk
    with as_system():
        assert Assignment.objects.count() == 1


def test_an_order_that_is_not_approved_gets_nobody(story):
    order = story.order()
    with as_system():
        WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.DRAFT)
    with pytest.raises(Refused):
        story.assign(order)


def test_an_engineer_may_not_send_himself(story):
    with pytest.raises(Refused):
        story.assign(story.order(), by="engineer")


def test_an_engineer_from_elsewhere_reaches_the_case_while_assigned_and_no_longer(story):
    order = story.order()
    when = {"starts_at": story.now + timedelta(hours=12), "ends_at": story.now + timedelta(hours=16)}
    with entered(story.account("other_engineer").scope()):
        assert not Case.objects.exists()
    made = story.assign(order, who="other_engineer", override_reason="熟悉该船", **when)
    with entered(story.account("other_engineer").scope()):
        assert list(Case.objects.values_list("pk", flat=True)) == [order.case_id]
        assert Vessel.objects.filter(pk=story.world.vessel.pk).exists()
        assert Equipment.objects.filter(pk=story.world.radar.pk).exists()
        assert not Vessel.objects.filter(pk=story.world.old_vessel.pk).exists()
    dispatcher = story.account("dispatcher")
    with entered(dispatcher.scope()):
        made = Assignment.objects.select_related("order__case", "staff").get(pk=made.pk)
        release_assignment(by=dispatcher, assignment=made, reason="客户改期", at=story.now)
    with entered(story.account("other_engineer").scope()):
        assert not Case.objects.exists()


def test_the_engineer_of_the_station_needs_no_grant(story):
    story.assign(story.order())
    assert not AccessGrant.objects.filter(account=story.account("engineer"), kind="case").exists()


def test_releasing_takes_order_and_case_back_to_planning(story):
    order = story.order()
    made = story.assign(order)
    dispatcher = story.account("dispatcher")
    with entered(dispatcher.scope()):
        made = Assignment.objects.select_related("order__case", "staff").get(pk=made.pk)
        with pytest.raises(Refused):
            release_assignment(by=dispatcher, assignment=made, reason=" ", at=story.now)
        release_assignment(by=dispatcher, assignment=made, reason="客户改期", at=story.now)
        assert WorkOrder.objects.get(pk=order.pk).state == OrderState.APPROVED
        assert Case.objects.get(pk=order.case_id).state == CaseState.PLANNED
        assert not Assignment.objects.filter(released_at=None).exists()


def test_a_station_manager_learns_that_somebody_is_taken_but_not_by_which_foreign_order(story):
    foreign = story.order(
        story.case(vessel=story.world.yard_vessel, equipment=story.world.yard_radar),
        port=story.world.ports["SHG"],
    )
    made = story.assign(foreign, who="other_engineer")
    own = story.order()
    with pytest.raises(Refused) as refusal:
        story.assign(
            own,
            by="manager",
            who="other_engineer",
            starts_at=made.starts_at,
            ends_at=made.ends_at,
            override_reason="急",
        )
    assert foreign.number not in str(refusal.value)
    assert "孔祥舟" in str(refusal.value)
