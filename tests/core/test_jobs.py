"""Facts about long jobs: they are watched, called off, taken over, and never lost or shown to somebody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.jobs import JobKind, cancel, kinds, progress, start
from aftersail.core.jobs.running import run
from aftersail.core.models import Job, JobState
from aftersail.core.verdicts import Refused


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[JobKind]:
    """A kind of work that counts to `to`, and cancels itself at `stop`."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0)

    def count(told, *, by, to, stop=None, refuse="", broken=False):
        for n in range(1, to + 1):
            if n == stop:
                cancel(Job.objects.get(account=by), by=by, at=timezone.now())
            told.tell(n, to, best=n * n)
        if refuse:
            raise Refused([refuse])
        if broken:
            raise ZeroDivisionError
        return {"counted": to}

    return JobKind(
        "core.count", "Counting", count, lambda job: f"/counted/{job.pk}/", so_far=(("best", "Best so far"),)
    )


@pytest.fixture
def asker(world, system_scope):
    return world.accounts["dispatcher"]


def ended(job: Job) -> Job:
    run(job_id=str(job.pk))
    job.refresh_from_db()
    return job


def test_a_job_tells_how_far_it_is_and_keeps_its_result(kind, asker):
    job = ended(start(kind, by=asker, arguments={"to": 4}))
    assert (job.state, job.done, job.whole, job.percent) == (JobState.DONE, 4, 4, 100)
    assert (job.result, job.so_far) == ({"counted": 4}, {"best": 16})
    assert job.started_at <= job.ended_at


def test_asked_for_twice_by_a_double_click_it_is_one_job(kind, asker):
    wanted = new_id()
    first, second = (start(kind, by=asker, arguments={"to": 1}, job_id=wanted) for _click in range(2))
    assert first.pk == second.pk
    assert Job.objects.count() == 1


def test_one_that_waits_is_cancelled_at_once_and_never_runs(kind, asker):
    job = start(kind, by=asker, arguments={"to": 3})
    cancel(job, by=asker, at=timezone.now())
    assert job.state == JobState.CANCELLED
    assert ended(job).state == JobState.CANCELLED
    assert job.result is None


def test_one_that_runs_ends_at_its_next_step(kind, asker):
    job = ended(start(kind, by=asker, arguments={"to": 9, "stop": 5}))
    assert (job.state, job.done, job.result) == (JobState.CANCELLED, 5, None)


def test_one_that_is_over_stays_as_it_is(kind, asker):
    job = ended(start(kind, by=asker, arguments={"to": 1}))
    cancel(job, by=asker, at=timezone.now())
    assert job.state == JobState.DONE
    run(job_id=str(job.pk))
    assert Job.objects.get(pk=job.pk).result == {"counted": 1}


def test_a_refusal_ends_it_with_the_reason(kind, asker):
    job = ended(start(kind, by=asker, arguments={"to": 1, "refuse": "No cases lie in this time."}))
    assert (job.state, job.failure) == (JobState.FAILED, "No cases lie in this time.")


def test_what_breaks_is_told_to_the_asker_and_to_the_log_of_the_worker(kind, asker):
    job = start(kind, by=asker, arguments={"to": 1, "broken": True})
    with pytest.raises(ZeroDivisionError):
        run(job_id=str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "broke" in job.failure


def test_the_job_of_a_worker_that_died_is_begun_anew(kind, asker):
    job = start(kind, by=asker, arguments={"to": 2})
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=1)
    assert ended(job).result == {"counted": 2}


def test_nobody_has_more_than_five_on_the_way(kind, asker, world):
    for _n in range(5):
        start(kind, by=asker, arguments={"to": 1})
    with pytest.raises(Refused, match="5 jobs on the way"):
        start(kind, by=asker, arguments={"to": 1})
    start(kind, by=world.accounts["quality"], arguments={"to": 1})


def test_its_page_follows_it_and_leads_to_the_result(kind, asker, signed_in):
    job, client = start(kind, by=asker, arguments={"to": 2}), signed_in("dispatcher")
    assert "Cancel" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert "HX-Redirect" not in client.get(f"/jobs/{job.pk}/state/").headers
    ended(job)
    assert client.get(f"/jobs/{job.pk}/state/").headers["HX-Redirect"] == f"/counted/{job.pk}/"
    assert "See the result" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert "Counting" in client.get("/jobs/").content.decode()
    for page in (f"/jobs/{job.pk}/", f"/jobs/{job.pk}/state/", f"/api/v1/jobs/{job.pk}"):
        assert signed_in("quality").get(page).status_code == 404
    assert signed_in("quality").post(f"/jobs/{job.pk}/cancel/").status_code == 404
