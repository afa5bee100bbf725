"""Asking for long work, and calling it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs.kinds import JobKind
from aftersail.core.models import Account, Job, JobState
from aftersail.core.once import made_before
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused

MOST_AT_ONCE = 5


def start(
    kind: JobKind,
    *,
    by: Account,
    arguments: dict[str, Any],
    subject_id: UUID | None = None,
    job_id: UUID | None = None,
) -> Job:
    """Queue a job; with an id that exists already, return that job. Refused while the asker has five on the way."""
    from aftersail.core.jobs.running import run

    with as_system(), transaction.atomic():
        if job_id and (known := made_before(Job, job_id)):
            return known
        Account.objects.select_for_update().get(
            pk=by.pk
        )  # two clicks at once are counted one after the other
        under_way = Job.objects.filter(account=by, state__in=(JobState.WAITING, JobState.RUNNING)).count()
        if under_way >= MOST_AT_ONCE:
            raise Refused(
                [_("You have %(n)s jobs on the way. Wait for one, or cancel it.") % {"n": under_way}]
            )
        job = Job(
            account=by, kind=kind.name, subject_id=subject_id, arguments=arguments, language=get_language() or "zh-hans"
        )  # fmt: skip
        if job_id:
            job.id = job_id
        job.save(force_insert=True)
        run.defer(job_id=str(job.pk))
    return job


def cancel(job: Job, *, by: Account, at: datetime) -> None:
    """Call a job off: one that waits never starts, one that runs ends at its next step. One that is over stays as it is."""
    if job.account_id != by.pk:
        raise Refused([_("Only the person who asked for a job may cancel it.")])
    with as_system(), transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
        if not waiting.update(state=JobState.CANCELLED, cancel_asked_at=at, ended_at=at):
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked_at=at)
    job.refresh_from_db()
