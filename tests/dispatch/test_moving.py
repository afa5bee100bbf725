"""Facts about moving, locking and taking back promises: one step, one entry, nobody overwrites anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import CaseState, OrderState
from aftersail.core.ids import new_id
from aftersail.core.models import AccessGrant, LogEntry, Notification
from aftersail.core.record import Stale
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import release_assignment
from aftersail.dispatch.actions.locking import lock_assignment, unlock_assignment
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.actions.undoing import take_back
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Leave
from aftersail.visits.actions.making import replan_visit, visit_for
from aftersail.visits.models import Visit
from aftersail.visits.states import VisitState

HOURS = timedelta(hours=4)


@pytest.fixture
def desk(story):
    """Act as the dispatcher, in the dispatcher's own scope."""

    class Desk:
        account = story.account("dispatcher")

        def find(self, made):
            return Assignment.objects.select_related("staff__account", "order__case__vessel", "order__port").get(pk=made.pk)  # fmt: skip

        def move(self, made, who, starts_at, reason="", **changes):
            with entered(self.account.scope()):
                found = self.find(made)
                values = {
                    "staff": story.world.staff[who], "starts_at": starts_at, "ends_at": starts_at + HOURS, "at": timezone.now(),
                    "id": new_id(), "override_reason": reason,
                }  # fmt: skip
                return move_assignment(by=self.account, assignment=found, **(values | changes))

        def last(self):
            with as_system():
                return LogEntry.objects.filter(event__startswith="dispatch.").order_by("-pk").first()

        def undo(self, entry, by=None):
            by = by or self.account
            with entered(by.scope()):
                order = WorkOrder.objects.get(pk=entry.data["order_id"])
                take_back(by=by, entry=entry, order=order, at=timezone.now(), id=new_id())

    return Desk()


def later(story, hours):
    return (story.now + timedelta(hours=hours)).replace(microsecond=0)


def in_force(order):
    with as_system():
        return list(Assignment.objects.filter(order=order, released_at=None).select_related("staff"))


def test_moving_to_other_hours_keeps_the_order_assigned_and_logs_before_and_after(story, desk):
    order = story.order()
    made = story.assign(order)
    moved = desk.move(made, "engineer", later(story, 30))
    (now,) = in_force(order)
    assert (now.pk, now.starts_at) == (moved.pk, later(story, 30))
    with as_system():
        case = Case.objects.get(pk=order.case_id)
        assert (WorkOrder.objects.get(pk=order.pk).state, case.state) == (
            OrderState.ASSIGNED,
            CaseState.DISPATCHED,
        )
        (entry,) = LogEntry.objects.filter(event="dispatch.AssignmentMoved")
    assert entry.data["engineer_before"] == entry.data["engineer"] == made.staff.name
    assert entry.data["planned"] != entry.data["planned_before"]


def test_R17_moving_to_another_than_the_first_proposed_needs_a_reason(story, desk):
    order = story.order()
    made = story.assign(order)
    with pytest.raises(Refused, match="程远帆"):
        desk.move(made, "other_engineer", later(story, 30))
    assert in_force(order)[0].staff_id == made.staff_id, "a refusal must leave the promise as it was"
    desk.move(made, "other_engineer", later(story, 30), reason="熟悉该船")
    with as_system():
        assert LogEntry.objects.get(event="dispatch.BestPassedOver").data["reason"] == "熟悉该船"


def test_R38_a_move_onto_leave_is_refused_and_nothing_changes(story, desk):
    order = story.order()
    made = story.assign(order)
    day = timezone.localdate(later(story, 30))
    with as_system():
        Leave.objects.create(staff=made.staff, first_day=day, last_day=day + timedelta(2))
    with pytest.raises(Refused):
        desk.move(made, "engineer", later(story, 30), reason="急")
    assert in_force(order)[0].pk == made.pk


def test_a_move_may_overlap_its_own_old_hours(story, desk):
    made = story.assign(
        story.order(), starts_at=later(story, 20), ends_at=later(story, 24), override_reason="定时"
    )
    start = made.starts_at + timedelta(hours=2)
    moved = desk.move(made, "engineer", start, reason="船方要求")
    assert moved.starts_at == start


def test_a_move_onto_another_promise_is_refused_by_name(story, desk):
    first = story.assign(story.order())
    second = story.assign(
        story.order(), starts_at=later(story, 40), ends_at=later(story, 44), override_reason="定时"
    )
    with pytest.raises(Refused, match=second.order.number):
        desk.move(first, "engineer", later(story, 41), reason="急")


def test_two_dispatchers_the_second_move_of_the_same_promise_is_stale(story, desk):
    made = story.assign(story.order())
    desk.move(made, "engineer", later(story, 30), seen=made.version)
    with pytest.raises(Stale):
        desk.move(made, "engineer", later(story, 50), seen=made.version)


def test_the_same_drop_sent_twice_moves_once(story, desk):
    order = story.order()
    made, once = story.assign(order), new_id()
    one = desk.move(made, "engineer", later(story, 30), id=once)
    other = desk.move(made, "engineer", later(story, 30), id=once)
    assert one.pk == other.pk
    assert len(in_force(order)) == 1


def test_who_goes_instead_reaches_the_case_and_who_stays_no_longer(story, desk):
    order = story.order()
    made = story.assign(
        order,
        who="other_engineer",
        override_reason="熟悉",
        starts_at=later(story, 20),
        ends_at=later(story, 24),
    )
    desk.move(made, "engineer", later(story, 30))
    account = story.account("other_engineer")
    with as_system():
        grants = AccessGrant.objects.filter(account=account, target_id=order.case_id)
        assert grants.exists()
        assert not AccessGrant.objects.in_force(account).filter(target_id=order.case_id).exists()


def test_a_team_moves_as_a_whole(story, desk):
    order = story.order(level=3)
    made = story.assign(order, team=[story.world.staff["second_engineer"]], override_reason="带教")
    desk.move(made, "engineer", later(story, 30))
    now = in_force(order)
    assert {one.staff_id for one in now} == {story.world.staff[k].pk for k in ("engineer", "second_engineer")}
    assert {one.starts_at for one in now} == {later(story, 30)}


@pytest.mark.django_db(transaction=True)
def test_those_who_go_and_those_who_stay_are_told_of_a_move(story, desk):
    from tests.story.people import work_off

    made = story.assign(story.order(), who="other_engineer", override_reason="熟悉", starts_at=later(story, 20), ends_at=later(story, 24))  # fmt: skip
    work_off()
    desk.move(made, "engineer", later(story, 30))
    work_off()
    with as_system():
        told = dict(
            Notification.objects.filter(event="dispatch.AssignmentMoved").values_list(
                "account__username", "title"
            )
        )
        visits = dict(Visit.objects.values_list("lead__name", "state"))
    assert "不再" in told["other_engineer"] or "no longer" in told["other_engineer"]
    assert "engineer" in told
    assert visits == {made.staff.name: VisitState.ABORTED, "程远帆": VisitState.ASSIGNED}


def test_the_visit_of_the_same_engineer_takes_the_new_hours(story, desk):
    order = story.order()
    made = story.assign(order)
    with as_system():
        visit = visit_for(order=order, at=story.now)
    moved = desk.move(made, "engineer", later(story, 30))
    with as_system():
        replan_visit(order=order, at=story.now)
        replan_visit(order=order, at=story.now)
        kept = Visit.objects.get(order=order)
        assert (kept.pk, kept.planned_from) == (visit.pk, moved.starts_at)
        assert LogEntry.objects.filter(event="visits.VisitReplanned").count() == 1


def test_a_locked_promise_is_neither_moved_nor_released_until_the_lock_is_off(story, desk):
    made = story.assign(story.order())
    by = desk.account
    with entered(by.scope()):
        with pytest.raises(Refused):
            lock_assignment(by=by, assignment=desk.find(made), reason=" ", at=story.now)
        lock_assignment(by=by, assignment=desk.find(made), reason="船长点名", at=story.now)
    with pytest.raises(Refused, match="船长点名"):
        desk.move(made, "engineer", later(story, 30))
    with entered(by.scope()):
        with pytest.raises(Refused, match="船长点名"):
            release_assignment(by=by, assignment=desk.find(made), reason="改派", at=story.now)
        unlock_assignment(by=by, assignment=desk.find(made), at=story.now)
    assert desk.move(made, "engineer", later(story, 30))


def test_only_planners_lock_and_move(story, desk):
    made = story.assign(story.order())
    engineer = story.account("engineer")
    with entered(engineer.scope()), pytest.raises(Refused):
        lock_assignment(by=engineer, assignment=desk.find(made), reason="我想留", at=story.now)
    with entered(engineer.scope()), pytest.raises(Refused):
        move_assignment(
            by=engineer, assignment=desk.find(made), staff=made.staff, starts_at=later(story, 30), ends_at=later(story, 34),
            at=story.now, id=new_id(),
        )  # fmt: skip


def test_ones_own_last_sending_can_be_taken_back(story, desk):
    order = story.order()
    story.assign(order, at=timezone.now())
    desk.undo(desk.last())
    assert not in_force(order)
    with as_system():
        assert WorkOrder.objects.get(pk=order.pk).state == OrderState.APPROVED


def test_a_move_taken_back_stands_where_it_stood(story, desk):
    order = story.order()
    made = story.assign(order, starts_at=later(story, 20), ends_at=later(story, 24))
    desk.move(made, "other_engineer", later(story, 30), reason="熟悉")
    with as_system():
        entry = LogEntry.objects.get(event="dispatch.AssignmentMoved")
    desk.undo(entry)
    (now,) = in_force(order)
    assert (now.staff_id, now.starts_at) == (made.staff_id, made.starts_at)


def test_a_release_taken_back_sends_the_same_engineer_again(story, desk):
    order = story.order()
    made = story.assign(order, starts_at=later(story, 20), ends_at=later(story, 24))
    with entered(desk.account.scope()):
        release_assignment(by=desk.account, assignment=desk.find(made), reason="误点", at=timezone.now())
    with as_system():
        entry = LogEntry.objects.get(event="dispatch.AssignmentReleased")
    desk.undo(entry)
    (now,) = in_force(order)
    assert (now.staff_id, now.starts_at) == (made.staff_id, made.starts_at)


def test_nothing_is_taken_back_that_somebody_changed_since_or_that_another_did(story, desk):
    made = story.assign(story.order(), at=timezone.now())
    entry = desk.last()
    with pytest.raises(Refused):
        desk.undo(entry, by=story.account("manager"))
    desk.move(made, "engineer", later(story, 30))
    with pytest.raises(Refused):
        desk.undo(entry)


def test_what_is_older_than_an_hour_is_not_taken_back(story, desk):
    story.assign(story.order())
    with pytest.raises(Refused):
        desk.undo(desk.last())
