"""After any change of what a plan is read from, an urgent order gets the offers that the whole problem gives, and no others.

What is read and compiled for an insertion is less than what planning needs; nothing of it is kept between two questions.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.models import Account
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions.inserting import insertions_of
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.models import Assignment
from aftersail.engines.dispatch import LivePlan
from aftersail.fleet.models import UserTask
from aftersail.people.models import Certificate, Leave, RosterLine, ShiftPattern, StaffSkill, TravelMode
from tests.dispatch.test_planning import open_for_days


@pytest.fixture
def board(story, planning):
    """Three engineers with promises on two days, and an urgent order for the first of them."""

    class Board:
        begin = planning.day(story, 1, 9)

        def __init__(self):
            who = ("engineer", "second_engineer", "other_engineer")
            case = story.case()
            self.case, self.promises = case, []
            for n, name in enumerate((*who, *who)):
                order = story.order(case, level=1, **open_for_days(story))
                starts_at = self.begin + timedelta(days=n // 3, minutes=30 * (n % 3))
                self.promises.append(story.assign(
                    order, who=name, starts_at=starts_at, ends_at=starts_at + timedelta(hours=4), override_reason="排定"
                ))  # fmt: skip
            self.urgent = story.order(
                case, level=1, window_from=self.begin, window_until=self.begin + timedelta(hours=30)
            )

        def picture(self):
            return planning.picture(only=self.urgent.pk)

        def offers(self, account=planning.account):
            with entered(account.scope()):
                order = WorkOrder.objects.select_related("case__vessel", "port").get(pk=self.urgent.pk)
                found = insertions_of(by=account, order=order, at=timezone.now())
            return [
                (one.cost, one.step.staff_id, one.step.starts_at, [step.number for step in one.pushed])
                for one in found.offers
            ]

    return Board()


def whole_and_quick(picture, id):
    """The offers and the plan promised, by the whole problem and by what is compiled for an insertion."""
    told = []
    for inserting in (False, True):
        brief = brief_of(picture, inserting=inserting)
        live = LivePlan.of(brief.problem, brief.current, teams_stay=inserting)
        found = live.insertions(id) if id in brief.works else ()
        plans = [live.plan_with(one) for one in found]
        told.append((brief.current, brief.fixed, windows_lain_in(brief), found, plans))
    return told


def windows_lain_in(brief):
    """The window that each promise lies in: it can be pushed within that one."""
    orders = {order.id: order for order in brief.problem.orders}
    return {
        id: [w for w in orders[id].windows if w.begin <= each.start and each.start + orders[id].duration <= w.end]
        for id, each in brief.current.items()
    }  # fmt: skip


def promise_moved(board):
    one = board.promises[0]
    Assignment.objects.filter(pk=one.pk).update(
        starts_at=one.starts_at + timedelta(hours=1), ends_at=one.ends_at + timedelta(hours=1)
    )


def promise_at_night(board):
    one = board.promises[1]
    Assignment.objects.filter(pk=one.pk).update(
        starts_at=one.starts_at + timedelta(hours=11), ends_at=one.ends_at + timedelta(hours=11)
    )


def promise_released(board):
    Assignment.objects.filter(pk=board.promises[0].pk).update(released_at=timezone.now())
    WorkOrder.objects.filter(pk=board.promises[0].order_id).update(state=OrderState.APPROVED)


def promise_locked(board):
    by = Account.objects.get(username="dispatcher")
    Assignment.objects.filter(pk=board.promises[0].pk).update(
        locked_at=timezone.now(), locked_by=by, lock_reason="点名"
    )


def work_goes_on(board):
    Assignment.objects.filter(pk=board.promises[0].pk).update(
        expected_until=board.promises[0].ends_at + timedelta(hours=3)
    )


def work_begun(board):
    WorkOrder.objects.filter(pk=board.promises[0].order_id).update(state=OrderState.IN_PROGRESS)


def leave_approved(board):
    day = timezone.localdate(board.begin)
    Leave.objects.create(staff=board.promises[0].staff, first_day=day, last_day=day)


def off_by_the_roster(board):
    off = ShiftPattern.objects.create(code="OFF", name="休", cycle="O")
    RosterLine.objects.create(staff=board.promises[1].staff, pattern=off, first_day=timezone.localdate())


def skill_lost(board):
    StaffSkill.objects.filter(staff=board.promises[0].staff).delete()


def paper_asked_for(board):
    WorkOrder.objects.filter(pk=board.urgent.pk).update(certificate_kinds=["boarding"])
    Certificate.objects.filter(staff=board.promises[0].staff).delete()


def port_call_moved(board):
    WorkOrder.objects.filter(pk=board.urgent.pk).update(
        window_from=board.begin + timedelta(hours=3), window_until=board.begin + timedelta(hours=56)
    )


def window_of_a_promise_cut(board):
    one = board.promises[0]
    WorkOrder.objects.filter(pk=one.order_id).update(window_until=one.ends_at + timedelta(minutes=10))


def ship_busy(board):
    day = timezone.localdate(board.begin)
    UserTask.objects.create(
        vessel=board.case.vessel, first_day=day, last_day=day, effect="blocks", level="fleet"
    )


def due_sooner(board):
    WorkOrder.objects.filter(pk=board.urgent.pk).update(due_at=board.begin + timedelta(hours=1))


def longer_work(board):
    WorkOrder.objects.filter(pk=board.urgent.pk).update(work_hours=Decimal(5))


def in_one_visit(board):
    WorkOrder.objects.filter(pk=board.promises[3].order_id).update(visit_with=board.promises[0].order_id)


def comes_after(board):
    WorkOrder.objects.filter(pk=board.urgent.pk).update(after=board.promises[0].order_id)


def travel_slower(board):
    TravelMode.objects.update_or_create(
        mode="road",
        defaults={"setup_hours": 2, "detour": 2, "km_per_hour": 20, "fixed_cny": 0, "cny_per_km": 9},
    )


CHANGES = (
    promise_moved, promise_at_night, promise_released, promise_locked, work_goes_on, work_begun, leave_approved, off_by_the_roster,
    skill_lost, paper_asked_for, port_call_moved, window_of_a_promise_cut, ship_busy, due_sooner, longer_work, in_one_visit,
    comes_after, travel_slower,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_R84_after_a_change_an_insertion_gets_what_the_whole_problem_gives(board, change):
    board.offers()
    with as_system():
        change(board)
    whole, quick = whole_and_quick(board.picture(), str(board.urgent.pk))
    assert quick == whole


def test_R84_each_change_on_top_of_the_others_shows_in_the_next_offers(board):
    """One walk in one process: what was answered before is never answered again once it is not so any more."""
    best = board.offers()[0]
    with as_system():
        longer_work(board)
    longer = board.offers()
    assert longer[0][0] > best[0], "more hours cost more"
    gone = longer[0][1]
    day = timezone.localdate(board.begin)
    with as_system():
        Leave.objects.create(staff_id=gone, first_day=day, last_day=day + timedelta(days=3))
    without = board.offers()
    assert without
    assert gone not in {one[1] for one in without}
    unskilled = without[0][1]
    with as_system():
        StaffSkill.objects.filter(staff=unskilled).delete()
    assert {gone, unskilled}.isdisjoint(one[1] for one in board.offers())
    with as_system():
        Leave.objects.all().delete()
        port_call_moved(board)
    later = board.offers()
    assert later[0][1] == gone, "back from leave"
    assert all(one[2] >= board.begin + timedelta(hours=3) for one in later)
    with as_system():
        WorkOrder.objects.filter(pk=board.urgent.pk).update(state=OrderState.CANCELLED)
    assert board.offers() == []


def test_R84_who_does_not_see_a_ships_orders_is_offered_around_them(board, story):
    """A manager of another station knows that people are taken, never by what."""
    manager = story.account("manager")
    mine = {number for one in board.offers() for number in one[3]}
    theirs = {number for one in board.offers(manager) for number in one[3]}
    with entered(manager.scope()):
        visible = set(WorkOrder.objects.values_list("number", flat=True))
    assert theirs <= visible
    assert mine >= theirs
