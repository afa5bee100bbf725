"""Running a job in a worker, through the eyes of its asker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aftersail.core.jobs.kinds import kind_named
from aftersail.core.jobs.progress import Cancelled, Progress
from aftersail.core.models import Job, JobState
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused


@app.task(name="core.run_job", queue="jobs")
def run(job_id: str) -> str:
    """Do a job that is still wanted and say how it ended; the job of a worker that died is begun anew."""
    with as_system():
        job = Job.objects.select_related("account").get(pk=UUID(job_id))
        open_still = Job.objects.filter(pk=job.pk, state__in=(JobState.WAITING, JobState.RUNNING))
        if not open_still.update(state=JobState.RUNNING, started_at=timezone.now(), done=0):
            return str(job.state)
    try:
        with entered(job.account.scope()), translation.override(job.language):
            result = kind_named(job.kind).work(Progress(job.pk), by=job.account, **job.arguments)
    except Cancelled:
        return _end(job, JobState.CANCELLED)
    except Refused as refusal:
        with translation.override(job.language):
            why = " ".join(str(reason) for reason in refusal.reasons)
        return _end(job, JobState.FAILED, failure=why)
    except Exception:
        with translation.override(job.language):
            _end(
                job, JobState.FAILED, failure=_("Something broke here. What happened is in the worker's log.")
            )
        raise
    return _end(job, JobState.DONE, result=result)


def _end(job: Job, state: JobState, *, failure: str = "", **more: Any) -> str:
    with as_system():
        Job.objects.filter(pk=job.pk).update(
            state=state, ended_at=timezone.now(), failure=failure[:500], **more
        )
    return str(state)
