"""Facts about an urgent order: the best ways into the live plan, whom each pushes, and taking one in a single step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused, refuse
from aftersail.dispatch.actions import moving
from aftersail.dispatch.actions.inserting import insert_order, insertions_of
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.orders import assignment_by_id
from aftersail.people.models import RosterLine, ShiftPattern, StaffSkill
from tests.dispatch.test_planning import open_for_days

API = "/api/v1/dispatch"


@pytest.fixture
def pressing(story, planning):
    """One engineer who can, promised on a day from nine to one; an urgent order for that morning on the same ship."""

    class Pressing:
        begin = planning.day(story, 1, 9)

        def __init__(self):
            with as_system():
                StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
            case = story.case()
            self.promised = story.order(case, **open_for_days(story))
            self.promise = story.assign(
                self.promised, starts_at=self.begin, ends_at=self.begin + timedelta(hours=4)
            )
            until = self.begin + timedelta(hours=4)
            self.urgent = story.order(case, window_from=self.begin - timedelta(hours=1), window_until=until)
            with as_system():
                Notification.objects.all().delete()

        def offers(self):
            with entered(planning.account.scope()):
                order = WorkOrder.objects.select_related("case__vessel", "port").get(pk=self.urgent.pk)
                return insertions_of(by=planning.account, order=order, at=timezone.now())

        def lock(self):
            with entered(planning.account.scope()):
                found = assignment_by_id(planning.account, self.promise.pk)
                lock_assignment(by=planning.account, assignment=found, reason="船长点名", at=timezone.now())

    return Pressing()


def in_force(order):
    with as_system():
        return Assignment.objects.filter(order=order, released_at=None).first()


def taking(found, offer):
    return {
        "staff": str(offer.step.staff_id), "starts_at": offer.step.starts_at.isoformat(), "offered_at": found.offered_at.isoformat(),
    }  # fmt: skip


def test_R84_an_urgent_order_is_inserted_and_whoever_is_pushed_is_moved_and_told(pressing, visitor):
    desk = visitor("dispatcher")
    assert (
        f"/dispatch/orders/{pressing.urgent.pk}/insert/"
        in desk.get(f"/dispatch/orders/{pressing.urgent.pk}/").content.decode()
    )
    page = desk.get(f"/dispatch/orders/{pressing.urgent.pk}/insert/")
    found = page.context["found"]
    offer = found.offers[0]
    ((pushed),) = offer.pushed
    assert pushed.order_id == pressing.promised.pk
    assert pushed.starts_at >= offer.step.ends_at, "whoever is pushed begins when the urgent work is done"
    assert offer.step.starts_at < pressing.begin + timedelta(hours=4)
    assert pressing.promised.number in page.content.decode()
    taken = desk.post(f"/dispatch/orders/{pressing.urgent.pk}/insert/", taking(found, offer))
    assert taken.status_code == 302, taken.content.decode()
    assert in_force(pressing.urgent).starts_at == offer.step.starts_at
    assert in_force(pressing.promised).starts_at == pushed.starts_at
    with as_system():
        assert WorkOrder.objects.get(pk=pressing.urgent.pk).state == OrderState.ASSIGNED
        entry = LogEntry.objects.get(event="dispatch.OrderInserted")
        assert entry.data["pushed"] == [pressing.promised.number]
        assert LogEntry.objects.filter(event="dispatch.AssignmentMoved").count() == 1


def test_an_offer_that_the_plan_has_overtaken_is_refused_and_nothing_changes(pressing, visitor):
    desk, found = visitor("dispatcher"), pressing.offers()
    pressing.lock()
    answer = desk.post(f"/dispatch/orders/{pressing.urgent.pk}/insert/", taking(found, found.offers[0]))
    assert answer.status_code == 422
    assert "the plan has changed" in answer.content.decode()
    assert in_force(pressing.urgent) is None
    assert in_force(pressing.promised).pk == pressing.promise.pk


def test_R38_a_locked_promise_is_not_pushed_and_the_page_says_what_would_help(pressing, visitor):
    pressing.lock()
    page = visitor("dispatcher").get(f"/dispatch/orders/{pressing.urgent.pk}/insert/").content.decode()
    assert "There is no way in" in page
    assert "No free stretch lies in the ship&#x27;s window." in page
    assert "Agree with the ship on a window until" in page


def test_all_of_an_insertion_is_refused_where_a_rule_refuses_a_part(pressing, planning, monkeypatch):
    """The promise that would be pushed is refused by the rules: then the urgent order is not sent either."""
    found = pressing.offers()
    monkeypatch.setattr(moving, "may_release", lambda by, order: refuse("Not today."))
    offer = found.offers[0]
    taken = {
        "staff_id": offer.step.staff_id,
        "starts_at": offer.step.starts_at,
        "offered_at": found.offered_at,
    }
    with entered(planning.account.scope()), pytest.raises(Refused, match="Not today"):
        insert_order(by=planning.account, order=pressing.urgent, at=timezone.now(), **taken)
    assert in_force(pressing.urgent) is None
    assert in_force(pressing.promised).pk == pressing.promise.pk


def test_a_program_reads_the_offers_and_takes_one(pressing, visitor):
    desk = visitor("dispatcher")
    path = f"{API}/orders/{pressing.urgent.pk}/insertions"
    told = desk.get(path).json()
    best = told["offers"][0]
    assert [one["order_id"] for one in best["pushed"]] == [str(pressing.promised.pk)]
    sent = {"staff_id": best["staff_id"], "starts_at": best["starts_at"], "offered_at": told["offered_at"]}
    old = sent | {"offered_at": (timezone.now() - timedelta(hours=1)).isoformat()}
    assert desk.post(path, old, content_type="application/json").status_code == 422
    taken = desk.post(path, sent, content_type="application/json")
    assert taken.status_code == 201, taken.content
    assert in_force(pressing.urgent).pk is not None
    assert desk.get(path).json()["offers"] == []


def test_an_order_that_does_not_wait_is_not_offered(pressing, visitor):
    page = visitor("dispatcher").get(f"/dispatch/orders/{pressing.promised.pk}/insert/")
    assert page.status_code == 200
    assert "Only an approved order that waits" in page.content.decode()
    assert visitor("quality").get(f"/dispatch/orders/{pressing.urgent.pk}/insert/").status_code == 403


def test_R84_an_urgent_order_takes_who_is_on_call_and_never_who_is_off(story, planning):
    order = story.order(**open_for_days(story))
    with as_system():
        on_call = ShiftPattern.objects.create(code="C", name="待命", cycle="C")
        off = ShiftPattern.objects.create(code="O", name="停班", cycle="O")
        for name, staff in story.world.staff.items():
            pattern = on_call if name == "second_engineer" else off
            RosterLine.objects.create(
                staff=staff, pattern=pattern, first_day=planning.line.first - timedelta(1)
            )
    with pytest.raises(Refused):
        planning.plan()
    with entered(planning.account.scope()):
        waits = WorkOrder.objects.select_related("case__vessel", "port").get(pk=order.pk)
        (offer,) = insertions_of(by=planning.account, order=waits, at=timezone.now()).offers
    assert offer.step.staff_id == story.world.staff["second_engineer"].pk
