"""Running a job in a worker, through the eyes of its asker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aftersail.core.jobs.kinds import Parts, kind_named
from aftersail.core.jobs.parts import begin_parts, go_on_after
from aftersail.core.jobs.progress import Cancelled, Progress
from aftersail.core.models import Job, JobState
from aftersail.core.models.jobs import OPEN
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused

MOST_TRIES = 3
"""So often a part is taken up whose workers die; then the whole goes on without it."""


@app.task(name="core.run_job", queue="jobs")
def run(job_id: str) -> str:
    """Do a job that is still wanted and say how it ended; the job of a worker that died is begun anew.

    A job in parts is run twice: it makes the parts, and once they are over it finishes. Between the two no worker is occupied.
    """
    with as_system():
        now = timezone.now()
        open_still = Job.objects.filter(pk=UUID(job_id), state__in=OPEN)
        taken = open_still.update(
            state=JobState.RUNNING, started_at=Coalesce("started_at", now), done=0, begun=F("begun") + 1
        )
        job = Job.objects.select_related("account").get(pk=UUID(job_id))
        parts = list(job.parts.order_by("created_at", "id"))
    if not taken or any(not part.is_over for part in parts):
        return str(job.state)
    if job.cancel_asked_at:
        return _end(job, JobState.CANCELLED)
    if job.parent_id and job.begun > MOST_TRIES:
        with translation.override(job.language):
            return _end(job, JobState.FAILED, failure=_("The worker that did this died, time and again."))
    try:
        with entered(job.account.scope()), translation.override(job.language):
            result = _done(job, parts)
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
    if isinstance(result, Parts):
        with as_system():
            begin_parts(job, result)
            return str(job.state)
    return _end(job, JobState.DONE, result=result)


def _done(job: Job, parts: list[Job]) -> dict[str, Any] | Parts:
    kind, progress = kind_named(job.kind), Progress(job.pk)
    if not parts:
        return kind.work(progress, by=job.account, **job.arguments)
    if kind.finish is None:
        raise LookupError(f"{kind.name} does not say how its parts become one result")
    return kind.finish(progress, by=job.account, parts=parts, **job.arguments)


def _end(job: Job, state: JobState, *, failure: str = "", **more: Any) -> str:
    with as_system(), transaction.atomic():
        if job.parent_id:  # parts that end at the same moment are counted one after the other
            job.parent = Job.objects.select_for_update().get(pk=job.parent_id)
        now = timezone.now()
        ended = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
            state=state, ended_at=now, failure=failure[:500], **more
        )
        if ended:
            go_on_after(job, now)
    return str(state)
