"""Facts about publishing a large plan: a worker does it once, everybody sees how far it is, and the plan says what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.ids import new_id
from aftersail.core.jobs import cancel, progress
from aftersail.core.models import Account, Job, JobState, LogEntry
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions import publishing_large
from aftersail.dispatch.actions.planning import PlanWish, keep_plan
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.dispatch.rules.plans import Before, PlanMade, Step
from aftersail.people.models import Leave
from tests.dispatch.test_planning import open_for_days
from tests.worker import Worker

API = "/api/v1/dispatch/plans"
STEPS = 5


@pytest.fixture(autouse=True)
def small_numbers(monkeypatch):
    """Large from five steps on, two in one transaction, so that the tests stay short."""
    monkeypatch.setattr(publishing_large, "LARGE", STEPS)
    monkeypatch.setattr(publishing_large, "AT_ONCE", 2)
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0)


@pytest.fixture
def draft(story, planning):
    for _n in range(STEPS):
        story.order(**open_for_days(story))
    made = planning.plan()
    assert len(made.steps) == STEPS
    with entered(planning.account.scope()):
        return keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)


@pytest.fixture
def desk(visitor):
    return visitor("dispatcher")


def publish(desk, draft, **typed):
    answer = desk.post(
        f"/dispatch/plans/{draft.pk}/publish/", {"everything": "on", "id": str(new_id())} | typed
    )
    assert answer.status_code == 302
    return answer


def jobs():
    with as_system():
        return list(Job.objects.order_by("created_at"))


def test_a_large_plan_is_published_by_a_worker_and_its_page_follows(desk, draft):
    publish(desk, draft)
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert "is publishing this plan" in page
    assert "Publish all" not in page
    assert "Discard" not in page
    part = desk.get(f"/dispatch/plans/{draft.pk}/publishing/")
    assert "HX-Refresh" not in part.headers
    Worker().work()
    assert desk.get(f"/dispatch/plans/{draft.pk}/publishing/").headers["HX-Refresh"] == "true"
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert f"{STEPS} steps are published" in page
    (job,) = jobs()
    assert (job.state, job.done, job.whole, job.result["published"]) == (JobState.DONE, 4, STEPS, STEPS)
    with as_system():
        assert PlanDraft.objects.get().state == DraftState.PUBLISHED
        assert Assignment.objects.count() == STEPS
        assert LogEntry.objects.get(event="dispatch.PlanPublished").data["published"] == STEPS


def test_a_double_click_makes_one_job_whatever_id_the_page_sent(desk, draft):
    for _click in range(2):
        publish(desk, draft)
    assert len(jobs()) == 1
    Worker().work()
    with as_system():
        assert Assignment.objects.count() == STEPS


def test_a_second_dispatcher_sees_that_it_is_being_published_and_can_do_nothing_to_it(
    desk, draft, visitor, story
):
    with as_system():
        order = WorkOrder.objects.first()
        why = {"say": "on_leave", "who": "x", "first": "1", "last": "2"}
        PlanDraft.objects.update(cause=[{"order": str(order.pk), "assignment": str(new_id()), "version": 1, "number": order.number, "why": why}])  # fmt: skip
        story.world.accounts["second"] = Account.objects.create(
            username="second", name="第二调度", roles=["dispatcher"], organisation=story.world.house
        )
    other = visitor("second")
    publish(desk, draft)
    page = other.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert f"{story.world.accounts['dispatcher']} is publishing this plan" in page
    refused = other.post(f"{API}/{draft.pk}/publish", {}, content_type="application/json")
    assert "is publishing this plan" in refused.content.decode()
    assert other.post(f"{API}/{draft.pk}/discard").status_code == refused.status_code != 204
    assert len(jobs()) == 1


def test_while_it_is_published_the_asker_cannot_discard_it_or_publish_a_part(desk, draft):
    publish(desk, draft)
    discarded = desk.post(f"{API}/{draft.pk}/discard")
    assert "is publishing this plan" in discarded.content.decode()
    publish(desk, draft, everything="", step=[draft.steps[0]["id"]])
    with as_system():
        assert PlanDraft.objects.get().state == DraftState.OPEN
        assert not Assignment.objects.exists()


def test_what_is_refused_is_named_and_can_be_tried_again(desk, draft):
    first = draft.steps[0]
    with as_system():
        WorkOrder.objects.filter(pk=first["order"]).update(state=OrderState.CANCELLED)
    publish(desk, draft)
    Worker().work()
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert f"{STEPS - 1} steps are published" in page
    assert "1 step was refused" in page
    told = desk.get(f"{API}/{draft.pk}").json()
    assert told["state"] == "open"
    assert told["publishing"] is None
    assert [bool(one["refused"]) for one in told["steps"]].count(True) == 1


def test_a_worker_killed_half_way_leaves_the_rest_to_the_next(desk, draft, monkeypatch):
    publish(desk, draft)
    some = publishing_large._some

    def dies(by, kept, steps):
        if Assignment.objects.count() >= 2:
            raise KeyboardInterrupt
        return some(by, kept, steps)

    monkeypatch.setattr(publishing_large, "_some", dies)
    with pytest.raises(KeyboardInterrupt):
        Worker().work()
    monkeypatch.setattr(publishing_large, "_some", some)
    with as_system():
        assert Assignment.objects.count() == 2
    Worker().work()
    with as_system():
        assert Assignment.objects.count() == STEPS
        assert PlanDraft.objects.get().state == DraftState.PUBLISHED


def test_called_off_what_went_through_stays_and_the_plan_stays_open(desk, draft, monkeypatch, story):
    publish(desk, draft)
    (job,) = jobs()
    some = publishing_large._some

    def called_off(by, kept, steps):
        outcome = some(by, kept, steps)
        cancel(Job.objects.get(pk=job.pk), by=by, at=timezone.now())
        return outcome

    monkeypatch.setattr(publishing_large, "_some", called_off)
    Worker().work()
    (job,) = jobs()
    assert job.state == JobState.CANCELLED
    with as_system():
        assert Assignment.objects.count() == 2
        assert PlanDraft.objects.get().state == DraftState.OPEN
        assert LogEntry.objects.get(event="dispatch.PlanPublished").data["published"] == 2


def test_two_promises_that_exchange_their_people_go_through_though_they_lie_in_two_transactions(
    desk, draft, story, planning, monkeypatch
):
    begin = planning.day(story, 5, 9)
    until = begin + timedelta(hours=4)
    case = story.case()
    made = [
        story.assign(story.order(case, **open_for_days(story)), who=who, starts_at=begin, ends_at=until, override_reason="熟悉该船")
        for who in ("engineer", "second_engineer")
    ]  # fmt: skip
    free = [one for one in planning.plan().steps if one.before is None and one.ends_at < begin][:3]
    swapped = [_exchanged(a, b) for a, b in (made, made[::-1])]
    steps = (swapped[0], *free, swapped[1])
    with entered(planning.account.scope()):
        ring = keep_plan(
            by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=PlanMade(steps=steps)
        )
    monkeypatch.setattr(publishing_large, "LARGE", 2)
    publish(desk, ring)
    Worker().work()
    with as_system():
        now = {one.order_id: one.staff_id for one in Assignment.objects.filter(released_at=None)}
    assert [now[one.order_id] for one in made] == [made[1].staff_id, made[0].staff_id]


def _exchanged(mine, theirs):
    before = Before(mine.pk, mine.version, mine.staff_id, mine.starts_at)
    return Step(
        new_id(), mine.order_id, mine.order.version, mine.order.number, theirs.staff_id, mine.starts_at, mine.ends_at, before
    )  # fmt: skip


def test_a_small_choice_of_a_large_plan_stays_in_the_request(desk, draft):
    publish(desk, draft, everything="", step=[draft.steps[0]["id"]])
    assert jobs() == []
    with as_system():
        assert Assignment.objects.count() == 1


def test_programs_get_the_job_and_then_what_came_of_it(desk, draft):
    wanted = str(new_id())
    asked, twice = (
        desk.post(f"{API}/{draft.pk}/publish", {"id": wanted}, content_type="application/json")
        for _n in range(2)
    )
    assert (asked.status_code, twice.status_code) == (202, 202)
    assert asked.json()["job_id"] == twice.json()["job_id"] == wanted
    assert desk.get(f"{API}/{draft.pk}").json()["publishing"]["percent"] == 0
    with as_system():
        Leave.objects.all().delete()
    Worker().work()
    done = desk.get(f"{API}/of/{wanted}").json()
    assert (done["state"], done["plan_id"]) == ("done", str(draft.pk))
    assert all(one["published"] for one in desk.get(f"{API}/{draft.pk}").json()["steps"])
