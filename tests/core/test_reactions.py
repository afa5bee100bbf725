"""Facts about reactions to events: each happens once, though a worker may die at any moment."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from aftersail.core import events
from aftersail.core.attention import follow
from aftersail.core.events import Event, on
from aftersail.core.log import record
from aftersail.core.models import Delivery, LogEntry, Notification
from aftersail.core.work import deliver


@dataclass(frozen=True)
class Rang(Event):
    """A bell rang."""

    label = "The bell rang %(times)s times"
    tells_followers = True
    times: int


@pytest.fixture
def heard(monkeypatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(events, "_handlers", {})

    @on(Rang)
    def first(event, entry):
        heard.append(f"first {event.times}")

    @on(Rang)
    def second(event, entry):
        heard.append(f"second {event.times}")

    return heard


@pytest.fixture
def rang(world, system_scope, heard) -> LogEntry:
    with transaction.atomic():
        return record(Rang(times=3), by=world.accounts["admin"], about=world.vessel)


def test_an_event_queues_its_reactions_in_the_same_transaction(rang):
    with connection.cursor() as cursor:
        cursor.execute("select args->>'entry_id' from procrastinate_jobs where task_name = 'core.deliver'")
        assert [row[0] for row in cursor.fetchall()] == [str(rang.pk)]


def test_every_reaction_happens_once_however_often_it_is_delivered(rang, heard):
    for _time in range(3):
        deliver(entry_id=rang.pk)
    assert heard == ["first 3", "second 3"]


def test_a_worker_that_dies_between_two_reactions_is_taken_over(rang, heard, monkeypatch):
    class PowerCut(BaseException):
        pass

    handlers = events._handlers[Rang.event_name]

    def dies(event, entry):
        raise PowerCut

    dies.__module__, dies.__name__ = handlers[1].__module__, handlers[1].__name__
    whole, monkeypatched = list(handlers), [handlers[0], dies]
    events._handlers[Rang.event_name] = monkeypatched
    with pytest.raises(PowerCut):
        deliver(entry_id=rang.pk)
    assert heard == ["first 3"]
    events._handlers[Rang.event_name] = whole
    deliver(entry_id=rang.pk)
    assert heard == ["first 3", "second 3"]


def test_what_a_failed_reaction_wrote_is_undone_with_its_mark(rang, world, monkeypatch):
    def writes_then_fails(event, entry):
        Notification.objects.create(account=world.accounts["crew"], event="x", title="half-done")
        raise ValueError

    events._handlers[Rang.event_name] = [writes_then_fails]
    with pytest.raises(ValueError):
        deliver(entry_id=rang.pk)
    assert not Notification.objects.filter(title="half-done").exists()
    assert not Delivery.objects.filter(entry_id=rang.pk).exists()


def test_followers_are_told_once_but_not_who_did_it_nor_who_may_not_see_it(rang, world):
    for name in ("admin", "dispatcher", "other_crew"):
        follow(world.accounts[name], world.vessel)
    for _time in range(2):
        deliver(entry_id=rang.pk)
    told = Notification.objects.filter(entry_id=rang.pk)
    assert [notice.account for notice in told] == [world.accounts["dispatcher"]]


def test_a_customer_hears_only_what_is_meant_for_customers(rang, world):
    follow(world.accounts["crew"], world.vessel)
    deliver(entry_id=rang.pk)
    assert not Notification.objects.filter(account=world.accounts["crew"]).exists()


def test_a_notification_speaks_the_language_of_who_is_told(rang, world):
    account = world.accounts["dispatcher"]
    account.change(language="en")
    follow(account, world.vessel)
    deliver(entry_id=rang.pk)
    assert Notification.objects.get(account=account).title == "The bell rang 3 times"
