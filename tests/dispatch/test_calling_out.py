"""Facts about an urgent fault at night: who can go now, who rests afterwards, and what becomes of the morning's promises."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.inserting import insert_order, insertions_of
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.orders import assignment_by_id
from aftersail.dispatch.rules.rest import REST
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.people.models import Leave, StaffSkill
from tests.story.people import work_off

API = "/api/v1/dispatch"
HOUR = timedelta(hours=1)


@pytest.fixture
def at_night(story, planning):
    """Ten in the evening before a day on duty; an urgent order on a ship in port, four hours of work."""

    class AtNight:
        account, morning = planning.account, planning.day(story, 1, 8)
        now = planning.day(story, 1, 8) - 10 * HOUR

        def __init__(self):
            self.case = story.case()
            self.urgent = self.order()

        def order(self, case=None, until=60, **changes):
            window = {"window_from": self.now - 12 * HOUR, "window_until": self.now + until * HOUR}
            return story.order(case or self.case, **(window | changes))

        def promised(self, hours, who="engineer", until=60, case=None):
            """Somebody is promised so many hours after ten at night, for four hours."""
            order, begin = self.order(case, until), self.now + hours * HOUR
            story.assign(order, who=who, starts_at=begin, ends_at=begin + 4 * HOUR, override_reason="排定")
            return order

        def only(self, *names):
            with as_system():
                able = [story.world.staff[one] for one in names]
                StaffSkill.objects.exclude(staff__in=able).delete()

        def offers(self, order=None, at=None):
            with entered(self.account.scope()), translation.override("en"):
                found = WorkOrder.objects.select_related("case__vessel", "port").get(
                    pk=(order or self.urgent).pk
                )
                return insertions_of(by=self.account, order=found, at=at or self.now)

        def take(self, offer, order=None, minutes=10):
            with entered(self.account.scope()), translation.override("en"):
                found = WorkOrder.objects.select_related("case__vessel", "port").get(
                    pk=(order or self.urgent).pk
                )
                return insert_order(
                    by=self.account, order=found, staff_id=offer.step.staff_id, starts_at=offer.step.starts_at,
                    offered_at=self.now, at=self.now + timedelta(minutes=minutes),
                )  # fmt: skip

    return AtNight()


def in_force(order):
    with as_system():
        return Assignment.objects.filter(order=order, released_at=None).first()


def said(reasons):
    with translation.override("en"):
        return " ".join(str(one) for one in reasons)


def test_R84_at_ten_at_night_it_is_told_who_can_be_aboard_now(at_night, story):
    found = at_night.offers()
    assert found.offers[0].step.starts_at >= at_night.morning
    told = [(one.step.staff_id, one.step.starts_at, one.step.ends_at) for one in found.called_out]
    near, far = (
        at_night.now + HOUR / 2,
        [one for one in told if one[0] == story.world.staff["other_engineer"].pk],
    )
    assert {one[0] for one in told[:2]} == {
        story.world.staff[who].pk for who in ("engineer", "second_engineer")
    }
    assert [one[1:] for one in told[:2]] == [(near, near + 4 * HOUR)] * 2, (
        "half an hour's way, then in one go"
    )
    assert told[2:] == far, "who comes from Shanghai is aboard later"
    assert found.called_out[0].cost < found.called_out[2].cost
    assert "sooner than within working hours" in said(found.called_out[0].step.why)
    assert found.called_out[0].rested_at == near + 4 * HOUR + REST


def test_R17_who_is_called_out_is_promised_and_the_log_keeps_why_at_that_hour(at_night):
    offer = at_night.offers().called_out[0]
    made = at_night.take(offer)
    assert (made.staff_id, made.starts_at) == (offer.step.staff_id, offer.step.starts_at)
    assert made.override_reason.startswith("Outside working hours")
    with as_system():
        assert WorkOrder.objects.get(pk=at_night.urgent.pk).state == OrderState.ASSIGNED
        assert LogEntry.objects.get(event="dispatch.OrderInserted").data["number"] == at_night.urgent.number
        reason = LogEntry.objects.filter(event="dispatch.BestPassedOver").latest("at").data["reason"]
    assert reason.startswith("Outside working hours")


def test_somebody_called_out_at_night_rests_before_the_next_work(at_night):
    at_night.only("engineer")
    tomorrow = at_night.promised(11)
    (offer,) = at_night.offers().called_out
    ((moved,), left) = offer.pushed, offer.open
    assert left == ()
    assert moved.order_id == tomorrow.pk
    assert "is called out for" in said(moved.why)
    at_night.take(offer)
    assert in_force(tomorrow).starts_at == moved.starts_at >= offer.rested_at


@pytest.mark.django_db(transaction=True)
def test_another_engineer_takes_over_tomorrow_and_both_are_told(at_night, story):
    at_night.only("engineer", "second_engineer")
    tomorrow = at_night.promised(11, until=18)
    offers = at_night.offers().called_out
    offer = next(one for one in offers if one.step.staff_id == story.world.staff["engineer"].pk)
    work_off()
    with as_system():
        Notification.objects.all().delete()
    at_night.take(offer)
    work_off()
    assert in_force(tomorrow).staff_id == story.world.staff["second_engineer"].pk
    with as_system():
        told = Notification.objects.filter(account=story.account("engineer"))
        titles = dict(told.values_list("event", "title"))
    assert at_night.urgent.number in titles["dispatch.OrderAssigned"]
    assert tomorrow.number in titles["dispatch.AssignmentMoved"]


def test_a_promise_that_nobody_else_can_keep_waits_again_and_is_named(at_night):
    at_night.only("engineer")
    tomorrow = at_night.promised(11, until=16)
    (offer,) = at_night.offers().called_out
    assert [one.number for one in offer.open] == [tomorrow.number]
    at_night.take(offer)
    assert in_force(tomorrow) is None
    with as_system():
        assert WorkOrder.objects.get(pk=tomorrow.pk).state == OrderState.APPROVED
        assert LogEntry.objects.filter(event="dispatch.AssignmentReleased").count() == 1
        assert tomorrow.number in LogEntry.objects.get(event="dispatch.OrderInserted").data["pushed"]


def test_R38_a_locked_promise_in_the_morning_keeps_somebody_from_being_called_out(at_night):
    at_night.only("engineer")
    tomorrow = at_night.promised(11)
    with entered(at_night.account.scope()):
        promise = assignment_by_id(at_night.account, in_force(tomorrow).pk)
        lock_assignment(by=at_night.account, assignment=promise, reason="船长点名", at=timezone.now())
    found = at_night.offers()
    assert found.called_out == ()
    assert "rest lasts until" in said(found.nobody)
    assert "why the rest can be cut short" in said(found.nobody)


def test_who_has_worked_all_day_is_not_called_out_for_a_longer_one(at_night):
    at_night.only("engineer")
    for hours in (-14, -9, -4):
        at_night.promised(hours)
    found = at_night.offers()
    assert found.called_out == ()
    assert "h of work and journeys, 11 at most" in said(found.nobody)


def test_R38_nobody_is_called_out_of_leave(at_night, story):
    at_night.only("engineer", "second_engineer")
    with as_system():
        today = at_night.now.astimezone(LOCAL).date()
        Leave.objects.create(
            staff=story.world.staff["engineer"], first_day=today, last_day=today + timedelta(2)
        )
    assert {one.step.staff_id for one in at_night.offers().called_out} == {
        story.world.staff["second_engineer"].pk
    }


def test_a_ship_that_sails_before_the_work_could_be_done_is_told_with_the_way_out(at_night):
    sails = at_night.order(until=4)
    found = at_night.offers(sails)
    assert found.offers == found.called_out == ()
    assert "too late for 4 h of work before the ship's window closes" in said(found.nobody)
    assert "Agree with the ship on a later sailing" in said(found.nobody)


def test_nobody_qualified_is_told_with_the_way_out(at_night):
    hard = at_night.order(level=4)
    found = at_night.offers(hard)
    assert found.called_out == ()
    assert "the work needs 4" in said(found.nobody)
    assert "Guide the crew by telephone" in said(found.nobody)


def test_by_day_and_for_what_does_not_press_nobody_is_called_out(at_night):
    assert at_night.offers(at=at_night.morning + 2 * HOUR).called_out == ()
    with as_system():
        Case.objects.update(around_the_clock=False)
        WorkOrder.objects.update(due_at=at_night.morning + 24 * HOUR)
    found = at_night.offers()
    assert found.called_out == found.nobody == ()
    with as_system():
        WorkOrder.objects.update(due_at=at_night.morning - HOUR)
    assert at_night.offers().called_out, "by morning the promise would be late"


def test_for_a_ship_that_comes_in_some_days_nobody_is_called_out_now(at_night):
    later = at_night.order(window_from=at_night.now + 30 * HOUR, until=72)
    found = at_night.offers(later)
    assert found.offers
    assert found.called_out == found.nobody == ()


def test_who_was_at_work_in_the_port_until_the_evening_sets_out_from_there(at_night, story):
    """From Shanghai, but on another ship at Qingdao until eight in the evening: half an hour away, not five."""
    at_night.only("other_engineer")
    case = story.case(vessel=story.world.old_vessel, equipment=story.world.old_radar)
    at_night.promised(-6, who="other_engineer", case=case)
    (offer,) = at_night.offers().called_out
    assert offer.step.starts_at == at_night.now + HOUR / 2
    assert at_night.take(offer, minutes=29).starts_at == offer.step.starts_at


def test_a_plan_lets_whoever_is_promised_at_night_rest(at_night, planning, story):
    at_night.only("engineer")
    at_night.take(at_night.offers().called_out[0])
    waits = at_night.order(window_from=at_night.morning, until=20, work_hours=Decimal(2))
    step = planning.step(planning.plan(), waits)
    assert step.starts_at >= in_force(at_night.urgent).ends_at + REST, "not at eight, when the ship is free"


def test_an_offer_overtaken_by_another_promise_is_refused_and_nothing_changes(at_night, story):
    at_night.only("engineer")
    offer = at_night.offers().called_out[0]
    other = at_night.promised(1)
    story.now = timezone.now()
    with as_system():
        WorkOrder.objects.filter(pk=other.pk).update(state=OrderState.IN_PROGRESS)
    with translation.override("en"), pytest.raises(Refused, match="not open any more"):
        at_night.take(offer)
    assert in_force(at_night.urgent) is None


@pytest.mark.parametrize("seed", range(6))
def test_R84_whoever_is_offered_can_be_sent_while_nothing_has_changed(at_night, story, seed):
    lot = random.Random(seed)
    for who in ("engineer", "second_engineer", "other_engineer"):
        for hours in sorted(lot.sample((-8, -3, 2, 7, 11, 16, 35), 3)):
            at_night.promised(hours, who=who, until=lot.choice((24, 60)))
    with entered(at_night.account.scope()):
        for offer in at_night.offers().called_out:
            with transaction.atomic():
                made = at_night.take(offer, minutes=lot.choice((0, 29)))
                assert made.starts_at == offer.step.starts_at
                mine = Assignment.objects.filter(
                    staff=made.staff, released_at=None, starts_at__gte=made.ends_at
                )
                assert all(one.starts_at >= offer.rested_at for one in mine)
                transaction.set_rollback(True)


def test_more_promises_and_people_ask_no_more_of_the_database(at_night):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert at_night.offers().called_out
        return len(asked)

    before = queries()
    for who in ("engineer", "second_engineer", "other_engineer"):
        at_night.promised(11, who=who)
        at_night.promised(35, who=who)
    assert queries() <= before + 2, "what promises wait for is asked once there are any"


@pytest.fixture
def ten_at_night(at_night, monkeypatch):
    """The clock of everybody who asks for the time stands at ten in the evening."""
    monkeypatch.setattr(timezone, "now", lambda: at_night.now)


def test_a_dispatcher_calls_somebody_out_from_the_page_and_a_program_reads_the_same(
    at_night, ten_at_night, visitor
):
    at_night.only("engineer")
    tomorrow = at_night.promised(11, until=16)
    desk = visitor("dispatcher")
    told = desk.get(f"{API}/orders/{at_night.urgent.pk}/insertions").json()
    (way,) = told["called_out"]
    assert [one["order_id"] for one in way["waits_again"]] == [str(tomorrow.pk)]
    path = f"/dispatch/orders/{at_night.urgent.pk}/insert/"
    page = desk.get(path).content.decode()
    assert "Now, outside working hours" in page
    assert tomorrow.number in page
    assert page.count("btn-primary") == 1, "one way is the first to take, the soonest"
    sent = {"staff": way["staff_id"], "starts_at": way["starts_at"], "offered_at": told["offered_at"]}
    taken = desk.post(path, sent)
    assert taken.status_code == 302, taken.content.decode()
    assert in_force(at_night.urgent).override_reason.startswith("Outside working hours")
