"""Two planners at the same moment: one promise, one refusal, on the real database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.record import Stale
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.actions.partners import offer_order
from aftersail.dispatch.models import Assignment, PartnerOrder
from aftersail.dispatch.queries.orders import order_by_id
from tests.people.conftest import engaged_partner


def both_at_once(story, orders: list[WorkOrder], do: Callable[[Account, WorkOrder], object]) -> list[str]:
    """Let two dispatchers do something with an order each at the same moment; "done" for each that could, else why not."""
    together, outcomes = threading.Barrier(len(orders)), []

    def one(order: WorkOrder) -> None:
        try:
            dispatcher = story.account("dispatcher")
            with entered(dispatcher.scope()):
                mine = order_by_id(dispatcher, order.pk)
                together.wait()
                do(dispatcher, mine)
                outcomes.append("done")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[order]) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_planners_booking_one_engineer_at_once_make_one_promise(story):
    staff = story.world.staff["engineer"]

    def book(dispatcher: Account, order: WorkOrder) -> None:
        last = order.window_until
        assign_order(
            by=dispatcher, order=order, staff=staff, starts_at=last.replace(minute=0), ends_at=last.replace(minute=30), at=story.now,
            id=new_id(), override_reason="指定时间",
        )  # fmt: skip

    outcomes = both_at_once(story, [story.order(), story.order()], book)
    assert outcomes.count("done") == 1
    assert staff.name in next(one for one in outcomes if one != "done")
    with as_system():
        assert Assignment.objects.filter(staff=staff, released_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_to_a_partner_that_can_send_one_person_give_it_one_order(story):
    with as_system():
        partner = engaged_partner(story.world)
    start = timezone.now() + timedelta(hours=2)

    def give(dispatcher: Account, order: WorkOrder) -> None:
        offer_order(
            by=dispatcher, order=order, partner=partner, starts_at=start, ends_at=start + timedelta(hours=4),
            agreed_cost_cny=Decimal(1), reason="人手不足", at=timezone.now(), id=new_id(),
        )  # fmt: skip

    outcomes = both_at_once(story, [story.order(), story.order()], give)
    assert outcomes.count("done") == 1
    assert partner.name in next(one for one in outcomes if one != "done")
    with as_system():
        assert PartnerOrder.objects.count() == 1


def test_the_database_itself_refuses_a_second_promise_of_the_same_time(story, everything):
    made = story.assign(story.order())
    second = story.order()
    with pytest.raises(IntegrityError, match="engineer_is_not_booked_twice"), transaction.atomic():
        Assignment.objects.create(
            order=second, staff=made.staff, starts_at=made.starts_at, ends_at=made.ends_at
        )


def test_hours_that_only_touch_are_no_clash(story, everything):
    made = story.assign(story.order())
    Assignment.objects.create(
        order=story.order(),
        staff=made.staff,
        starts_at=made.ends_at,
        ends_at=made.ends_at + (made.ends_at - made.starts_at),
    )
    assert Assignment.objects.filter(released_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_planners_moving_one_promise_at_once_move_it_once(story):
    start = story.now.replace(microsecond=0) + timedelta(hours=20)
    made = story.assign(story.order(), starts_at=start, ends_at=start + timedelta(hours=4))
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def move(hours: int) -> None:
        try:
            dispatcher = story.account("dispatcher")
            with entered(dispatcher.scope()):
                mine = Assignment.objects.select_related("staff", "order__case__vessel", "order__port").get(pk=made.pk)  # fmt: skip
                together.wait()
                move_assignment(
                    by=dispatcher, assignment=mine, staff=mine.staff, starts_at=start + timedelta(hours=hours),
                    ends_at=start + timedelta(hours=hours + 4), at=timezone.now(), id=new_id(), seen=made.version,
                )  # fmt: skip
                outcomes.append("moved")
        except Stale:
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=move, args=[hours]) for hours in (6, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "stale"]
    with as_system():
        assert Assignment.objects.filter(order=made.order_id, released_at=None).count() == 1
