"""Facts about jobs in parts: no worker waits, the last part queues the whole, none is lost, and to cancel is to cancel all."""

from __future__ import annotations

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.testing import InMemoryConnector

from aftersail.core.jobs import JobKind, Part, Parts, cancel, kinds, progress, start
from aftersail.core.jobs.parts import percent_of
from aftersail.core.jobs.running import MOST_TRIES, run
from aftersail.core.models import Job, JobState
from aftersail.core.verdicts import Refused
from tests.worker import Worker


@pytest.fixture
def kind(monkeypatch):
    """Counts to each of `to` in a part of its own, breaks where one is nought, and adds up what came of them."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0)

    def count(told, *, by, to):
        for n in range(1, to + 1):
            told.tell(n, to, best=n)
        return {"counted": to, "inverse": 1 / to}

    part = JobKind("core.count_part", "A part", count, lambda job: "/", so_far=(("best", "Best"),))

    def divide(told, *, by, to):
        if not to:
            raise Refused(["Nothing to count."])
        return Parts(tuple(Part(part, f"to {n}", {"to": n}, weight=max(n, 1)) for n in to))

    def add(told, *, by, parts, to):
        done = [one.result["counted"] for one in parts if one.state == JobState.DONE]
        return {"sum": sum(done), "broken": [one.title for one in parts if one.state != JobState.DONE]}

    return JobKind(
        "core.count_parts", "Counting in parts", divide, lambda job: f"/counted/{job.pk}/", finish=add,
        part_says="{title}: {percent} %, best {best}",
    )  # fmt: skip


@pytest.fixture
def asker(world, system_scope):
    return world.accounts["dispatcher"]


def now(job):
    job.refresh_from_db()
    return job


def test_one_worker_gets_through_and_never_waits_in_a_job(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [3, 4]}), Worker()
    assert worker.work(most=1) == [str(job.pk)]
    assert now(job).state == JobState.RUNNING
    first, second = job.parts.order_by("created_at", "id")
    assert worker.work() == [str(first.pk), str(second.pk), str(job.pk)]
    assert (now(job).state, job.result) == (JobState.DONE, {"sum": 7, "broken": []})


def test_whichever_part_ends_last_queues_the_whole_and_only_once(kind, asker):
    job = start(kind, by=asker, arguments={"to": [1, 2, 3]})
    run(job_id=str(job.pk))
    first, second, third = (str(one.pk) for one in job.parts.order_by("created_at", "id"))
    before = len(Worker().waiting())
    for part in (third, first, third, second, second):
        run(job_id=part)
    assert len(Worker().waiting()) == before + 1
    for _again in range(2):
        run(job_id=str(job.pk))
    assert now(job).result == {"sum": 6, "broken": []}


def test_the_whole_begun_anew_while_parts_are_open_neither_ends_nor_makes_more(kind, asker):
    job = start(kind, by=asker, arguments={"to": [1, 2]})
    for _again in range(2):
        run(job_id=str(job.pk))
    assert now(job).state == JobState.RUNNING
    assert job.parts.count() == 2


def test_a_part_that_breaks_costs_its_own_result_only(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [5, 0]}), Worker()
    worker.work()
    assert (now(job).state, job.result) == (JobState.DONE, {"sum": 5, "broken": ["to 0"]})


def test_a_part_whose_worker_was_killed_is_begun_anew(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [5, 6]}), Worker()
    worker.work(most=1)
    killed = job.parts.first()
    Job.objects.filter(pk=killed.pk).update(state=JobState.RUNNING, begun=1, done=2)
    worker.work()
    assert now(job).result == {"sum": 11, "broken": []}
    assert now(killed).begun == 2


def test_a_part_that_kills_every_worker_is_given_up(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [5, 6]}), Worker()
    worker.work(most=1)
    killed = job.parts.order_by("created_at", "id").first()
    Job.objects.filter(pk=killed.pk).update(state=JobState.RUNNING, begun=MOST_TRIES)
    worker.work()
    assert now(job).result == {"sum": 6, "broken": ["to 5"]}
    assert "died" in now(killed).failure


@pytest.mark.parametrize("done", [0, 1, 2])
def test_to_cancel_the_whole_is_to_cancel_every_part(kind, asker, done):
    job, worker = start(kind, by=asker, arguments={"to": [2, 3, 4]}), Worker()
    worker.work(most=1 + done)
    cancel(job, by=asker, at=timezone.now())
    assert now(job).state == JobState.CANCELLED
    worker.work()
    assert now(job).state == JobState.CANCELLED
    states = [one.state for one in job.parts.order_by("created_at", "id")]
    assert states == [JobState.DONE] * done + [JobState.CANCELLED] * (3 - done)


def test_cancelled_while_a_part_runs_the_whole_ends_with_it(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [2, 3]}), Worker()
    worker.work(most=1)
    running = job.parts.first()
    Job.objects.filter(pk=running.pk).update(state=JobState.RUNNING)
    cancel(running, by=asker, at=timezone.now())
    assert now(job).state == JobState.RUNNING
    assert job.cancel_asked_at
    worker.work()
    assert now(job).state == JobState.CANCELLED
    assert now(running).state == JobState.CANCELLED


def test_cancelled_between_the_last_part_and_the_finish_it_is_cancelled(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [2]}), Worker()
    worker.work(most=2)
    cancel(job, by=asker, at=timezone.now())
    worker.work()
    assert (now(job).state, job.result) == (JobState.CANCELLED, None)


def test_cancelled_while_it_divides_no_part_is_made(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [2]}), Worker()
    divide = kind.work

    def called_off(told, **given):
        made = divide(told, **given)
        cancel(Job.objects.get(pk=job.pk), by=asker, at=timezone.now())
        return made

    object.__setattr__(kind, "work", called_off)
    worker.work()
    assert now(job).state == JobState.CANCELLED
    assert not job.parts.exists()


def test_parts_count_as_one_job_of_the_five(kind, asker):
    for _n in range(4):
        start(kind, by=asker, arguments={"to": [1]})
    job = start(kind, by=asker, arguments={"to": [1, 2]})
    run(job_id=str(job.pk))
    with pytest.raises(Refused, match="5 jobs on the way"):
        start(kind, by=asker, arguments={"to": [1]})


def test_progress_is_the_sum_of_the_parts_by_their_weight(kind, asker):
    job, worker = start(kind, by=asker, arguments={"to": [1, 3]}), Worker()
    worker.work(most=2)
    parts = list(job.parts.order_by("created_at", "id"))
    assert percent_of(now(job), parts) == 20
    parts[1].state, parts[1].done, parts[1].whole = JobState.RUNNING, 1, 2
    assert percent_of(job, parts) == 50
    worker.work()
    assert percent_of(now(job), list(job.parts.all())) == 100


def test_its_page_and_the_api_tell_each_part(kind, asker, signed_in):
    job, worker = start(kind, by=asker, arguments={"to": [2, 4, 0]}), Worker()
    worker.work(most=2)
    client = signed_in("dispatcher")
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "to 2: 100 %, best 2" in page
    assert "to 4: 0 %, best –" in page
    listed = client.get("/jobs/").content.decode()
    assert listed.count("Counting in parts") == 1
    assert "A part" not in listed, "parts are told with the whole"
    told = client.get(f"/api/v1/jobs/{job.pk}").json()
    assert [(one["title"], one["percent"]) for one in told["parts"]] == [
        ("to 2", 100),
        ("to 4", 0),
        ("to 0", 0),
    ]
    assert told["percent"] == 80 * 2 // 7
    assert [one["id"] for one in client.get("/api/v1/jobs").json()["items"]] == [str(job.pk)]
    worker.work()
    assert client.get(f"/jobs/{job.pk}/state/").headers["HX-Redirect"] == f"/counted/{job.pk}/"
    assert signed_in("quality").get(f"/jobs/{job.parts.first().pk}/").status_code == 404


def test_parts_are_queued_by_the_transaction_that_makes_them_also_in_a_worker(kind, asker):
    job = start(kind, by=asker, arguments={"to": [1, 2]})
    elsewhere = InMemoryConnector()
    with app.replace_connector(elsewhere):
        run(job_id=str(job.pk))
    assert elsewhere.jobs == {}, "by another connection a worker would look for a part before it is there"
    queued = ProcrastinateJob.objects.filter(task_name=run.name, status="todo").values_list("args", flat=True)
    parts = {str(pk) for pk in Job.objects.filter(parent=job).values_list("pk", flat=True)}
    assert len(parts) == 2
    assert parts <= {args["job_id"] for args in queued}
