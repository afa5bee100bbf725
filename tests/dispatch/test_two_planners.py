"""Two planners at the same moment: one promise, one refusal, on the real database."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connections, transaction

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.models import Assignment


@pytest.mark.django_db(transaction=True)
def test_two_planners_booking_one_engineer_at_once_make_one_promise(story):
    orders = [story.order(), story.order()]
    at = story.now
    staff = story.world.staff["engineer"]
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def book(order: WorkOrder) -> None:
        try:
            dispatcher = story.account("dispatcher")
            with entered(dispatcher.scope()):
                mine = WorkOrder.objects.select_related("case__vessel", "port", "skill").get(pk=order.pk)
                together.wait()
                hours = {
                    "starts_at": mine.window_until.replace(minute=0),
                    "ends_at": mine.window_until.replace(minute=30),
                }
                assign_order(
                    by=dispatcher,
                    order=mine,
                    staff=staff,
                    at=at,
                    id=new_id(),
                    override_reason="指定时间",
                    **hours,
                )
                outcomes.append("promised")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=book, args=[order]) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("promised") == 1
    refusal = next(one for one in outcomes if one != "promised")
    assert staff.name in refusal
    with as_system():
        assert Assignment.objects.filter(staff=staff, released_at=None).count() == 1


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
