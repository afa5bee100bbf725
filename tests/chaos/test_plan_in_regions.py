"""A plan in regions by real workers: one gets through alone, two share it, and kill -9 of one in a region loses nothing."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import psycopg
import pytest

from aftersail.engines.dispatch.ahead import compile_ahead
from tests.chaos.installation import Installation

TWO_SEAS = """
from datetime import timedelta
from django.utils import timezone as clock
from tests.dispatch.conftest import Story
from aftersail.core.ids import new_id
from aftersail.core.scope import entered
from aftersail.dispatch.actions.planning import PlanWish, ask_for_plan
with as_system():
    world = load_small()
    story = Story(world)
    days = {"window_until": story.now + timedelta(days=12)}
    for n in range(4):
        story.order(story.case(), **days)
        east = story.case(vessel=world.old_vessel, equipment=world.old_radar)
        story.order(east, port=world.ports["SHG"], **days)
account = story.account("dispatcher")
with entered(account.scope()):
    wish = PlanWish(clock.localdate(), 14, 8, by_area=True)
    job = ask_for_plan(by=account, wish=wish, id=new_id())
print(json.dumps({"job": str(job.pk)}))
"""
STATES = "select state, begun, parent_id is null from core_job order by created_at, id"
DRAFT = """from aftersail.dispatch.models import PlanDraft
answer = [[[one["order"], one["staff"], one["starts_at"], one["ends_at"]] for one in draft.steps] + draft.flaws for draft in PlanDraft.objects.all()]"""
PUBLISHED = """from aftersail.dispatch.models import Assignment, PlanDraft
from aftersail.dispatch.actions.publishing import publish_plan
from django.utils import timezone
draft = PlanDraft.objects.select_related("account").get()
outcome = publish_plan(by=draft.account, draft=draft, at=timezone.now())
answer = [len(outcome.published), len(outcome.refused)]"""
RESCUE = """import asyncio
from procrastinate.contrib.django import app
from aftersail.core.work import take_up_stalled
with app.replace_connector(app.connector.get_worker_connector()) as app_:
    async def rescue():
        async with app_.open_async():
            return await take_up_stalled.func(0, silent_s=0)
    answer = asyncio.run(rescue())"""
PATIENCE, PULSE_S = 1200, 0.25


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """What is tried here is not how long compiling takes while other tests run."""
    compile_ahead()


def wait_for(installation: Installation, wanted: Any, pulse: threading.Event) -> list[Any]:
    """Ask until the jobs are as wanted; the test fails where they never are."""
    with psycopg.connect(installation.server.url("chaos"), autocommit=True) as connection:
        for _ in range(PATIENCE):
            jobs = connection.execute(STATES).fetchall()
            if wanted(jobs):
                return jobs
            installation.revive()
            pulse.wait(PULSE_S)
    raise AssertionError(jobs)


def is_over(jobs: list[Any]) -> bool:
    return all(state in {"done", "failed", "cancelled"} for state, *_more in jobs)


def judge(installation: Installation) -> None:
    """Hold the one draft to what it must be, and publish it."""
    (draft,) = installation.ask(DRAFT)
    assert len({order for order, *_more in draft}) == len(draft) == 8, draft
    hours = sorted((staff, begin, end) for _order, staff, begin, end in draft)
    assert not [a for a, b in itertools.pairwise(hours) if a[0] == b[0] and a[2] > b[1]]
    assert installation.ask(PUBLISHED) == [8, 0]


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_makes_one_draft(installation: Installation, workers: int):
    installation.prepare(TWO_SEAS)
    for n in range(workers):
        installation.start("worker", as_name=f"worker {n}", concurrency=1)
    jobs = wait_for(installation, is_over, threading.Event())
    assert [state for state, *_more in jobs] == ["done"] * 3
    judge(installation)


def test_kill_nine_of_a_worker_in_a_region_loses_nothing(installation: Installation):
    installation.prepare(TWO_SEAS)
    installation.start("worker", concurrency=1)

    def in_a_region(jobs: list[Any]) -> bool:
        return any(state == "running" and not whole for state, _begun, whole in jobs)

    wait_for(installation, in_a_region, threading.Event())
    victim = installation.processes.pop("worker")
    victim.kill()
    victim.wait()
    assert installation.ask(RESCUE) >= 1
    installation.start("worker", as_name="second worker", concurrency=1)
    jobs = wait_for(installation, is_over, threading.Event())
    assert [state for state, *_more in jobs] == ["done"] * 3
    assert sorted(begun for _state, begun, whole in jobs if not whole) == [1, 2]
    judge(installation)
