"""Facts about large plans: made in regions by any number of workers, put together into one lawful draft, and never lost."""

from __future__ import annotations

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.ids import new_id
from aftersail.core.jobs import cancel
from aftersail.core.jobs.running import run
from aftersail.core.models import Job, JobState
from aftersail.core.scope import as_system, entered
from aftersail.dispatch import engine
from aftersail.dispatch.actions import planning as planning_jobs
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.actions.planning import PlanWish, ask_for_plan
from aftersail.dispatch.actions.publishing import publish_plan
from aftersail.dispatch.models import Assignment, PlanDraft
from aftersail.dispatch.queries.plan_drafts import standing_of, steps_of
from aftersail.dispatch.rules import regions
from aftersail.dispatch.rules.plans import why_stale
from tests.dispatch.test_planning import open_for_days
from tests.worker import Worker


@pytest.fixture
def seas(story, planning, monkeypatch):
    """Six orders in the north, three in the east; asked for in regions, always searched alike."""

    class Seas:
        account = planning.account
        north = [story.order(story.case(), **open_for_days(story)) for _n in range(6)]

        def __init__(self):
            self.east = [self.order_in_the_east() for _n in range(3)]

        def order_in_the_east(self, **changes):
            case = story.case(vessel=story.world.old_vessel, equipment=story.world.old_radar)
            return story.order(case, port=story.world.ports["SHG"], **(open_for_days(story) | changes))

        def ask(self, **wished):
            wish = {"seconds": 1, "by_area": True, "iterations": 200} | wished
            with translation.override("en"), entered(self.account.scope()):
                return ask_for_plan(
                    by=self.account, wish=PlanWish(timezone.localdate(), 14, **wish), id=new_id()
                )

        def drafted(self, job):
            with as_system():
                job.refresh_from_db()
                assert job.state == JobState.DONE, job.failure
                return PlanDraft.objects.get(pk=job.result["draft"])

        def parts(self, job):
            with as_system():
                return list(job.parts.order_by("created_at", "id"))

        @property
        def orders(self):
            return {one.pk for one in (*self.north, *self.east)}

    return Seas()


@pytest.fixture
def frozen(monkeypatch):
    """Every job is run at the same instant, so that the same search gives the same plan."""
    at = timezone.now()
    clock = SimpleNamespace(now=lambda: at, localdate=timezone.localdate)
    monkeypatch.setattr(planning_jobs, "timezone", clock)


def planned(draft):
    return {step.order_id: (step.staff_id, step.starts_at, step.ends_at) for step in steps_of(draft)}


def overlaps(draft):
    hours = sorted((staff, begin, end) for staff, begin, end in planned(draft).values())
    return [
        pair for pair in itertools.pairwise(hours) if pair[0][0] == pair[1][0] and pair[0][2] > pair[1][1]
    ]


def test_regions_become_one_draft_and_every_step_publishes(seas, desk):
    job, worker = seas.ask(), Worker()
    worker.work(most=1)
    north, east = (one.arguments for one in seas.parts(job))
    assert not set(north["orders"]) & set(east["orders"]), "no order is in two regions"
    assert not set(north["people"]) & set(east["people"])
    worker.work()
    draft = seas.drafted(job)
    assert set(planned(draft)) == seas.orders
    assert len(draft.steps) == len(seas.orders), "no order is planned twice"
    assert overlaps(draft) == []
    assert draft.flaws == []
    with entered(seas.account.scope()):
        outcome = publish_plan(by=seas.account, draft=draft, at=timezone.now())
    assert outcome.refused == ()
    with as_system():
        assert set(WorkOrder.objects.values_list("state", flat=True)) == {OrderState.ASSIGNED}


@pytest.fixture
def desk(visitor):
    return visitor("dispatcher")


@pytest.mark.parametrize("first", [0, 1])
def test_whichever_worker_is_sooner_done_the_draft_is_the_same(seas, frozen, first):
    alone, together = seas.ask(), seas.ask()
    Worker().work(before=lambda job_id: job_id != str(together.pk))
    run(job_id=str(together.pk))
    parts = seas.parts(together)
    for part in (parts[first], parts[1 - first]):
        run(job_id=str(part.pk))
    run(job_id=str(together.pk))
    assert planned(seas.drafted(alone)) == planned(seas.drafted(together))


def test_the_page_tells_each_region_and_its_best_cost_so_far(seas, desk):
    job, worker = seas.ask(), Worker()
    worker.work(most=2)
    page = desk.get(f"/jobs/{job.pk}/").content.decode()
    first, second = seas.parts(job)
    assert f"{first.title}: 100 %, best so far {first.so_far['cost']} with 6 orders" in page
    assert f"{second.title}: 0 %, best so far – with – orders" in page
    told = desk.get(f"/api/v1/dispatch/plans/of/{job.pk}").json()
    assert [(one["name"], one["percent"]) for one in told["regions"]] == [
        (first.title, 100),
        (second.title, 0),
    ]
    assert told["percent"] == 80 * 6 // 9
    desk.cookies["aftersail_language"] = "zh-hans"
    assert "目前最优费用" in desk.get(f"/jobs/{job.pk}/").content.decode()
    worker.work()
    done = desk.get(f"/api/v1/dispatch/plans/of/{job.pk}").json()
    assert (done["state"], done["percent"], done["plan_id"]) == ("done", 100, str(seas.drafted(job).pk))


def test_a_region_that_crashes_is_named_and_its_orders_are_left_to_the_repair(seas, monkeypatch):
    solve_share = engine.solve_share

    def breaks(picture, share, **how):
        if len(share.orders) == 3:
            raise ZeroDivisionError
        return solve_share(picture, share, **how)

    monkeypatch.setattr(engine, "solve_share", breaks)
    job = seas.ask()
    Worker().work()
    draft = seas.drafted(job)
    assert [one["say"] for one in draft.flaws] == ["region_broke"]
    assert draft.flaws[0]["region"] == seas.parts(job)[1].title
    assert set(planned(draft)) == seas.orders


def test_a_region_whose_worker_was_killed_is_planned_by_another(seas):
    job, worker = seas.ask(), Worker()
    worker.work(most=1)
    with as_system():
        job.parts.filter(pk=seas.parts(job)[0].pk).update(state=JobState.RUNNING, begun=1, done=40, whole=100)
    worker.work()
    draft = seas.drafted(job)
    assert draft.flaws == []
    assert set(planned(draft)) == seas.orders


@pytest.mark.parametrize("taken", [1, 2])
def test_called_off_no_region_is_planned_any_more_and_no_draft_is_left(seas, taken):
    job, worker = seas.ask(), Worker()
    worker.work(most=taken)
    with entered(seas.account.scope()):
        cancel(Job.objects.get(pk=job.pk), by=seas.account, at=timezone.now())
    worker.work()
    with as_system():
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED
        assert not PlanDraft.objects.exists()
        assert all(one.is_over for one in seas.parts(job))


def test_a_promise_that_changes_meanwhile_makes_its_region_stale_and_that_one_is_planned_again(
    story, seas, planning
):
    job, worker = seas.ask(), Worker()
    worker.work(most=2)
    begin = planning.day(story, 2, 9)
    taken = story.assign(
        seas.north[0], starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="船长点名"
    )
    worker.work()
    draft = seas.drafted(job)
    assert [one["say"] for one in draft.flaws] == ["region_stale"]
    assert draft.flaws[0]["region"] == seas.parts(job)[0].title
    with entered(seas.account.scope()):
        steps = steps_of(draft)
        now = standing_of(seas.account, steps)
        assert [why_stale(one, now.get(one.order_id)) for one in steps] == [None] * len(steps)
        assert publish_plan(by=seas.account, draft=draft, at=timezone.now()).refused == ()
    with as_system():
        kept = Assignment.objects.get(order=taken.order, released_at=None)
        assert WorkOrder.objects.filter(state=OrderState.ASSIGNED).count() == len(seas.orders)
        assert kept.order_id == taken.order_id


def test_an_order_that_comes_meanwhile_is_left_to_the_repair(seas):
    job, worker = seas.ask(), Worker()
    worker.work(most=3)
    late = seas.order_in_the_east()
    worker.work()
    draft = seas.drafted(job)
    assert draft.flaws == []
    assert set(planned(draft)) == seas.orders | {late.pk}
    assert overlaps(draft) == []


def test_no_promise_is_lost_and_a_locked_one_stays_to_the_minute(story, seas, planning):
    begin = planning.day(story, 1, 9)
    locked, free = (
        story.assign(
            order, who=who, starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="船长点名"
        )
        for order, who in ((seas.north[0], "second_engineer"), (seas.east[0], "other_engineer"))
    )
    with entered(seas.account.scope()):
        mine = Assignment.objects.select_related("order__case__vessel", "staff").get(pk=locked.pk)
        lock_assignment(by=seas.account, assignment=mine, reason="不动", at=timezone.now())
    job = seas.ask()
    Worker().work()
    draft = seas.drafted(job)
    assert locked.order_id not in planned(draft)
    with entered(seas.account.scope()):
        assert publish_plan(by=seas.account, draft=draft, at=timezone.now()).refused == ()
    with as_system():
        assert Assignment.objects.get(order=locked.order_id, released_at=None).starts_at == begin
        assert Assignment.objects.filter(order=free.order_id, released_at=None).count() == 1


def test_a_promise_of_somebody_from_another_sea_is_in_no_region_and_stays(story, seas, planning):
    begin = planning.day(story, 1, 9)
    lent = story.assign(
        seas.north[0], who="other_engineer", starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="熟悉该船"
    )  # fmt: skip
    job, worker = seas.ask(), Worker()
    worker.work(most=1)
    assert all(str(lent.order_id) not in one.arguments["orders"] for one in seas.parts(job))
    worker.work()
    draft = seas.drafted(job)
    assert overlaps(draft) == []
    with entered(seas.account.scope()):
        assert publish_plan(by=seas.account, draft=draft, at=timezone.now()).refused == ()
    with as_system():
        assert Assignment.objects.filter(order=lent.order_id, released_at=None).count() == 1


@pytest.mark.parametrize(
    ("wanted", "many", "in_parts"),
    [(None, 300, False), (None, 9, True), (False, 1, False), (True, 300, True)],
)
def test_a_plan_is_cut_where_it_is_large_or_as_the_asker_wishes(seas, monkeypatch, wanted, many, in_parts):
    monkeypatch.setattr(regions, "MANY_ORDERS", many)
    job = seas.ask(by_area=wanted)
    Worker().work()
    assert bool(seas.parts(job)) is in_parts
    assert set(planned(seas.drafted(job))) == seas.orders


def test_one_sea_alone_is_not_cut_whatever_is_wished(seas, story):
    job = seas.ask(station=story.world.station.pk)
    Worker().work()
    assert seas.parts(job) == []
    assert set(planned(seas.drafted(job)))


def test_the_form_and_programs_ask_for_regions(seas, desk):
    form = desk.get("/dispatch/plans/").context["form"]
    typed = {
        "id": form["id"].value(),
        "first": timezone.localdate().isoformat(),
        "days": "14",
        "seconds": "10",
    }
    assert desk.post("/dispatch/plans/", typed | {"by_area": "yes"}).status_code == 302
    asked = desk.post(
        "/api/v1/dispatch/plans", {"days": 7, "by_area": False}, content_type="application/json"
    )
    assert asked.status_code == 202, asked.content
    with as_system():
        assert Job.objects.get(pk=typed["id"]).arguments["by_area"] is True
        assert Job.objects.get(pk=asked.json()["job_id"]).arguments["by_area"] is False


def test_a_sea_is_a_region_and_a_crowded_one_is_cut_into_its_parts():
    parents = {"N": None, "N1": "N", "N2": "N", "E": None, "E1": "E"}
    orders = {"N1": 300, "N2": 200, "E1": 20}
    assert regions.region_of_areas(parents, orders, 400) == {
        "N": "N",
        "N1": "N1",
        "N2": "N2",
        "E": "E",
        "E1": "E",
    }
    assert regions.region_of_areas(parents, {}, 400) == {"N": "N", "N1": "N", "N2": "N", "E": "E", "E1": "E"}


def test_the_seconds_asked_for_are_shared_out():
    assert regions.seconds_for(30, 400, 1000) == pytest.approx(10.8)
    assert regions.seconds_for(1, 3, 1000) == regions.LEAST_SECONDS
