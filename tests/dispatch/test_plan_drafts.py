"""Facts about draft plans: asked for on a page, made by a worker, read as a difference, published or thrown away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.ids import new_id
from aftersail.core.jobs import cancel, progress
from aftersail.core.jobs.running import run
from aftersail.core.models import Job, JobState, LogEntry, Notification
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.actions.planning import PlanWish, ask_for_plan, keep_plan
from aftersail.dispatch.actions.publishing import publish_plan
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.dispatch.queries.plan_drafts import causes_of
from aftersail.dispatch.rules.plan_sentences import sentence
from aftersail.dispatch.rules.plans import Before, PlanMade, Step
from aftersail.dispatch.rules.threats import Threat
from aftersail.people.models import Leave
from tests.dispatch.test_planning import open_for_days

API = "/api/v1/dispatch"


@pytest.fixture
def drafted(story, planning):
    """Keep a plan of what waits as the dispatcher's draft."""

    def keep(made=None):
        made = made or planning.plan()
        with entered(planning.account.scope()):
            return keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)

    return keep


@pytest.fixture
def desk(visitor):
    return visitor("dispatcher")


def in_force(order):
    with as_system():
        return Assignment.objects.filter(order=order, released_at=None).select_related("staff").get()


def test_R83_a_dispatcher_plans_the_fortnight_reads_the_difference_and_publishes_it(story, desk):
    orders = [story.order(**open_for_days(story)) for _n in range(2)]
    form = desk.get("/dispatch/plans/").context["form"]
    typed = {
        "id": form["id"].value(),
        "first": timezone.localdate().isoformat(),
        "days": "14",
        "seconds": "10",
    }
    asked, twice = (desk.post("/dispatch/plans/", typed) for _n in range(2))
    assert asked.headers["Location"] == twice.headers["Location"] == f"/jobs/{typed['id']}/"
    with as_system():
        job = Job.objects.get()
        Job.objects.filter(pk=job.pk).update(arguments=job.arguments | {"seconds": 1})
    run(job_id=typed["id"])
    with as_system():
        draft = PlanDraft.objects.get()
        job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    assert job.so_far["orders"] == 2, "the page of the job tells the best figures so far"
    leads_to = desk.get(desk.get(f"/jobs/{job.pk}/state/").headers["HX-Redirect"])
    assert leads_to.headers["Location"] == f"/dispatch/plans/{draft.pk}/"
    board = desk.get("/dispatch/board/?station=").content.decode()
    assert board.count("pb-draft") == 2
    assert f"/dispatch/plans/{draft.pk}/" in board
    page = desk.get(f"/dispatch/plans/{draft.pk}/")
    told = page.content.decode()
    assert all(order.number in told for order in orders)
    assert "Orders left out" in told
    assert desk.post(f"/dispatch/plans/{draft.pk}/publish/", {"everything": "on"}).status_code == 302
    with as_system():
        assert set(WorkOrder.objects.values_list("state", flat=True)) == {OrderState.ASSIGNED}
        assert PlanDraft.objects.get().state == DraftState.PUBLISHED
        assert {one.pk for one in Assignment.objects.all()} == {
            step.step.id for step in page.context["found"].rows
        }
        assert LogEntry.objects.filter(event="dispatch.OrderAssigned").count() == 2
        assert LogEntry.objects.get(event="dispatch.PlanPublished").data["published"] == 2
    assert "pb-draft" not in desk.get("/dispatch/board/?station=").content.decode()
    assert desk.post(f"/dispatch/plans/{draft.pk}/publish/", {"everything": "on"}).status_code == 302


def test_planning_that_is_called_off_leaves_no_draft(story, monkeypatch):
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0)
    story.order(**open_for_days(story))
    account = story.account("dispatcher")
    job = ask_for_plan(by=account, wish=PlanWish(timezone.localdate(), 14, 600), id=new_id())
    told = progress.Progress.tell

    def tell(self, *numbers, **figures):
        cancel(Job.objects.get(pk=job.pk), by=account, at=timezone.now())
        told(self, *numbers, **figures)

    monkeypatch.setattr(progress.Progress, "tell", tell)
    run(job_id=str(job.pk))
    with as_system():
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED
        assert not PlanDraft.objects.exists()


def test_planning_days_on_which_nobody_works_fails_with_the_reason(story):
    account = story.account("dispatcher")
    with as_system():
        for staff in story.world.staff.values():
            Leave.objects.create(staff=staff, first_day=timezone.localdate(), last_day=timezone.localdate() + timedelta(20))  # fmt: skip
    job = ask_for_plan(by=account, wish=PlanWish(timezone.localdate(), 14, 1), id=new_id())
    run(job_id=str(job.pk))
    with as_system():
        job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "当班" in job.failure or "on duty" in job.failure


def test_R38_what_the_rules_refuse_meanwhile_is_named_and_the_rest_goes_through(
    story, planning, drafted, desk
):
    orders = [story.order(**open_for_days(story)) for _n in range(2)]
    draft = drafted()
    first, second = (planning.step_of(draft, order) for order in orders)
    with as_system():
        day = timezone.localdate(first.starts_at)
        Leave.objects.create(
            staff_id=first.staff_id, first_day=day, last_day=timezone.localdate(first.ends_at)
        )
        if second.staff_id == first.staff_id:
            Leave.objects.all().delete()
            WorkOrder.objects.filter(pk=first.order_id).update(state=OrderState.CANCELLED)
    answer = desk.post(f"{API}/plans/{draft.pk}/publish", {}, content_type="application/json").json()
    assert answer["published"] == [str(second.id)]
    ((refused),) = answer["refused"]
    assert refused["number"] == first.number
    assert refused["reasons"]
    told = desk.get(f"{API}/plans/{draft.pk}").json()
    assert told["state"] == "open", "what was refused can be tried again"
    assert {one["published"] for one in told["steps"]} == {True, False}


def test_a_step_whose_base_has_changed_says_so_and_is_not_published(story, planning, drafted, desk):
    order = story.order(**open_for_days(story))
    draft = drafted()
    story.assign(
        order, starts_at=planning.day(story, 2, 9), ends_at=planning.day(story, 2, 13), override_reason="急"
    )
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert "The order no longer waits" in page
    answer = desk.post(f"{API}/plans/{draft.pk}/publish", {}, content_type="application/json").json()
    assert answer["published"] == []
    assert "no longer waits" in answer["refused"][0]["reasons"][0]


def test_R38_two_promises_that_exchange_their_people_go_through_together(story, planning, drafted):
    """Neither can go first, for each takes hours that the other holds."""
    case = story.case()
    begin = planning.day(story, 2, 9)
    until = begin + timedelta(hours=4)
    one, other = (story.order(case, **open_for_days(story)) for _n in range(2))
    made = [
        story.assign(order, who=who, starts_at=begin, ends_at=until, override_reason="熟悉该船")
        for order, who in ((one, "engineer"), (other, "second_engineer"))
    ]
    with as_system():
        Notification.objects.all().delete()
    steps = tuple(_exchanged(mine, theirs) for mine, theirs in (made, made[::-1]))
    draft = drafted(PlanMade(steps=steps))
    with entered(planning.account.scope()):
        outcome = publish_plan(by=planning.account, draft=draft, at=timezone.now())
    assert outcome.refused == ()
    assert (in_force(one).staff_id, in_force(other).staff_id) == (made[1].staff_id, made[0].staff_id)
    with as_system():
        assert LogEntry.objects.filter(event="dispatch.AssignmentMoved").count() == 2


def test_R38_a_ring_with_a_locked_promise_stays_whole(story, planning, drafted):
    case = story.case()
    begin = planning.day(story, 2, 9)
    until = begin + timedelta(hours=4)
    made = [
        story.assign(story.order(case, **open_for_days(story)), who=who, starts_at=begin, ends_at=until, override_reason="熟悉该船")
        for who in ("engineer", "second_engineer")
    ]  # fmt: skip
    draft = drafted(PlanMade(steps=tuple(_exchanged(a, b) for a, b in (made, made[::-1]))))
    with entered(planning.account.scope()):
        locked = Assignment.objects.select_related("order__case__vessel", "staff").get(pk=made[0].pk)
        lock_assignment(by=planning.account, assignment=locked, reason="船长点名", at=timezone.now())
        outcome = publish_plan(by=planning.account, draft=draft, at=timezone.now())
    assert outcome.published == ()
    assert len(outcome.refused) == 2
    assert {in_force(one.order).pk for one in made} == {one.pk for one in made}


def _exchanged(mine, theirs):
    before = Before(mine.pk, mine.version, mine.staff_id, mine.starts_at)
    return Step(
        new_id(), mine.order_id, mine.order.version, mine.order.number, theirs.staff_id, mine.starts_at, mine.ends_at, before
    )  # fmt: skip


def test_only_the_steps_chosen_are_published_and_the_draft_stays_open(story, planning, drafted, desk):
    orders = [story.order(**open_for_days(story)) for _n in range(2)]
    draft = drafted()
    chosen = planning.step_of(draft, orders[0])
    desk.post(f"/dispatch/plans/{draft.pk}/publish/", {"step": [str(chosen.id)]})
    with as_system():
        assert Assignment.objects.get().pk == chosen.id
        assert PlanDraft.objects.get().state == DraftState.OPEN
    assert desk.post(f"/dispatch/plans/{draft.pk}/discard/").status_code == 302
    with as_system():
        assert PlanDraft.objects.get().state == DraftState.DISCARDED
        assert Assignment.objects.count() == 1, "what was published stays"
        assert LogEntry.objects.filter(event="dispatch.PlanDiscarded").exists()


def test_a_draft_is_its_askers_alone(story, planning, drafted, visitor):
    story.order(**open_for_days(story))
    draft = drafted()
    other = visitor("manager")
    assert other.get(f"/dispatch/plans/{draft.pk}/").status_code == 404
    assert other.get(f"{API}/plans/{draft.pk}").status_code == 404
    assert visitor("quality").get("/dispatch/plans/").status_code == 403


def test_a_program_asks_watches_and_reads_a_plan(story, desk):
    order = story.order(**open_for_days(story))
    asked = desk.post(f"{API}/plans", {"days": 14, "seconds": 1}, content_type="application/json")
    assert asked.status_code == 202, asked.content
    job = asked.json()["job_id"]
    assert desk.get(f"{API}/plans/of/{job}").json()["plan_id"] is None
    run(job_id=job)
    done = desk.get(f"{API}/plans/of/{job}").json()
    assert (done["state"], done["percent"]) == ("done", 100)
    told = desk.get(f"{API}/plans/{done['plan_id']}").json()
    assert [one["order_id"] for one in told["steps"]] == [str(order.pk)]
    assert told["steps"][0]["reasons"]
    assert told["cost_before"]["unserved"] > told["cost_after"]["unserved"] == 0
    assert (told["means_before"]["left_out"], told["means_after"]["left_out"]) == (1, 0)
    assert told["means_after"]["way_h"] > 0
    late = desk.post(f"{API}/plans", {"first": "2020-01-01"}, content_type="application/json")
    assert late.status_code == 422


def test_R17_a_plan_needs_no_reason_for_not_sending_the_first_proposed_but_a_person_does(
    story, planning, drafted
):
    """The plan weighs all orders at once; what it chose is published under its own entry in the log."""
    order = story.order(**open_for_days(story))
    begin = planning.day(story, 2, 9)
    other, hours = (
        story.world.staff["other_engineer"],
        {"starts_at": begin, "ends_at": begin + timedelta(hours=4)},
    )
    with pytest.raises(Refused):
        story.assign(order, who="other_engineer", **hours)
    step = Step(
        new_id(), order.pk, order.version, order.number, other.pk, hours["starts_at"], hours["ends_at"]
    )
    with entered(planning.account.scope()):
        outcome = publish_plan(by=planning.account, draft=drafted(PlanMade(steps=(step,))), at=timezone.now())
    assert outcome.published == (step,)
    with as_system():
        assert LogEntry.objects.filter(event="dispatch.PlanPublished").count() == 1


def test_R38_a_planned_step_is_refused_by_the_rules_of_the_day_even_without_a_reason_asked(
    story, planning, drafted
):
    """Outside the ship's window a person may give a reason; a plan may not."""
    order = story.order(window_until=story.now + timedelta(hours=6))
    begin = planning.day(story, 2, 9)
    step = Step(
        new_id(), order.pk, order.version, order.number, story.world.staff["engineer"].pk, begin, begin + timedelta(hours=4)
    )  # fmt: skip
    with entered(planning.account.scope()):
        outcome = publish_plan(by=planning.account, draft=drafted(PlanMade(steps=(step,))), at=timezone.now())
    assert outcome.published == ()
    ((_step, reasons),) = outcome.refused
    with translation.override("en"):
        assert "outside the ship's window" in str(reasons[0])


def test_a_drafts_cause_names_people_in_the_readers_language(story, planning):
    held = story.assign(story.order())
    kept = sentence("on_leave", who=held.staff.name, first="2026-12-01", last="2026-12-02")
    threat = Threat(held.order_id, held.pk, held.version, held.order.number, kept)
    with as_system():
        type(held.staff).objects.filter(pk=held.staff_id).update(name_en="Cheng Yuanfan")
    draft = PlanDraft(cause=[threat.as_json()])
    with entered(planning.account.scope()), translation.override("en"):
        assert [str(one.why) for one in causes_of(planning.account, draft)] == [
            "Cheng Yuanfan is on leave 2026-12-01 – 2026-12-02."
        ]
    with entered(planning.account.scope()), translation.override("zh-hans"):
        assert held.staff.name in str(causes_of(planning.account, draft)[0].why)
