"""The user's calendar warns whoever plans: blocked days are shown, and promised only with a reason (R37)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.dispatch.queries.calendar import promises_touched
from aftersail.fleet.models import Milestone, UserTask, UserTaskContent
from aftersail.fleet.queries.effects import moved_of

pytestmark = pytest.mark.django_db
SECRET = "编队远航训练"


@pytest.fixture
def blocked(story):
    with as_system():
        vessel, today = story.world.vessel, timezone.localdate()
        task = UserTask.objects.create(
            vessel=vessel, first_day=today - timedelta(1), last_day=today + timedelta(5), level="formation"
        )
        UserTaskContent.objects.create(task=task, vessel=vessel, customer=vessel.customer, title=SECRET)
    return task


def test_R37_a_clash_with_the_users_calendar_is_shown_before_anybody_is_sent(story, blocked):
    order = story.order()
    client = Client(headers={"accept-language": "en"})
    client.force_login(story.account("dispatcher"), backend="aftersail.core.signin.PasswordBackend")
    for name, args in (
        ("dispatch:proposal", [order.pk]),
        ("dispatch:assign", [order.pk, story.world.staff["engineer"].pk]),
    ):
        text = client.get(reverse(name, args=args)).content.decode()
        assert blocked.first_day.isoformat() in text
        assert SECRET not in text


def test_R37_blocked_days_are_promised_only_with_a_reason(story, blocked):
    order = story.order()
    with pytest.raises(Refused) as refused:
        story.assign(order)
    assert blocked.first_day.isoformat() in str(refused.value)
    assert SECRET not in str(refused.value)
    made = story.assign(order, override_reason="船方同意靠港期间检修")
    assert made.override_reason


def test_R37_days_in_which_service_goes_first_block_nothing(story, blocked):
    with as_system():
        UserTask.objects.filter(pk=blocked.pk).update(effect="prioritises")
    assert story.assign(story.order()).pk


def test_R36_a_moved_date_names_the_orders_and_promises_that_it_touches(story):
    made = story.assign(story.order())
    with as_system():
        vessel, today = story.world.vessel, timezone.localdate()
        Milestone.objects.create(vessel=vessel, kind="overhaul", planned_on=today + timedelta(2))
        moved = moved_of(vessel, "overhaul", today + timedelta(2), today - timedelta(1))
        far = moved_of(vessel, "overhaul", today + timedelta(200), today + timedelta(220))
        assert [one.split()[0] for one in promises_touched(moved)] == [made.order.number]
        assert promises_touched(far) == []
