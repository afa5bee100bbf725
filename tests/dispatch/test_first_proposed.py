"""Facts about who is proposed first when somebody is sent: the same as on the proposal, with fewer people read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry
from aftersail.core.scope import as_system
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.proposals import first_of_these, people_and_first, people_for, proposal_for
from aftersail.people.models import Leave, Staff

RELATED = ("case__vessel", "port", "skill", "task")


def away(story, *people):
    for one in people:
        first = story.now.date() - timedelta(days=2)
        Leave.objects.create(staff=one, first_day=first, last_day=first + timedelta(days=20))


def nobody_away(story):
    """Let everybody be there."""


def the_nearest_away(story):
    away(story, story.world.staff["engineer"])


def everybody_away(story):
    away(story, *Staff.objects.all())


@pytest.mark.parametrize("happens", [nobody_away, the_nearest_away, everybody_away])
@pytest.mark.parametrize("level", [0, 2, 3])
def test_R17_whoever_is_first_on_the_proposal_is_first_for_an_action(story, everything, happens, level):
    happens(story)
    order = story.order(level=level)
    for port in story.world.ports.values():
        WorkOrder.objects.filter(pk=order.pk).update(port=port)
        known = WorkOrder.objects.select_related(*RELATED).get(pk=order.pk)
        best = proposal_for(known, story.now).best
        for found in (
            people_and_first(known, story.now, [])[1],
            first_of_these(people_for(known, story.now)),
        ):
            assert (found and found.candidate.key) == (best and best.candidate.key)
            assert (found and found.score) == (best and best.score)


def test_R17_the_log_tells_who_was_first_though_only_somebody_else_is_sent(story):
    order = story.order()
    with as_system():
        known = WorkOrder.objects.select_related(*RELATED).get(pk=order.pk)
        best = proposal_for(known, story.now - timedelta(hours=3)).best.candidate.name
    begins = story.now + timedelta(hours=12)
    story.assign(
        order, who="other_engineer", starts_at=begins, ends_at=begins + timedelta(hours=4), override_reason="熟悉该船",
    )  # fmt: skip
    with as_system():
        assert LogEntry.objects.get(event="dispatch.BestPassedOver").data["best"] == best


def test_a_move_that_a_plan_chose_asks_for_nobody_but_whom_it_sends(story):
    made = story.assign(story.order())
    sent = story.world.staff["other_engineer"]
    with as_system(), CaptureQueriesContext(connection) as asked:
        begins = made.starts_at + timedelta(days=1)
        move_assignment(
            by=story.account("dispatcher"), assignment=Assignment.objects.get(pk=made.pk), staff=sent, starts_at=begins,
            ends_at=begins + timedelta(hours=4), at=story.now, id=new_id(), planned=True, override_reason="",
        )  # fmt: skip
    busy = [one["sql"] for one in asked if "dispatch_busy" in one["sql"]]
    others = Staff.objects.exclude(pk=sent.pk)
    with as_system():
        assert busy
        assert not [one.number for one in others if any(one.pk.hex in sql.replace("-", "") for sql in busy)]
