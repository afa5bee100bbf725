"""Asking for long work, and calling it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs.kinds import JobKind
from aftersail.core.jobs.parts import queue
from aftersail.core.models import Account, Job, JobState
from aftersail.core.models.jobs import OPEN
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
    with as_system(), transaction.atomic():
        if job_id and (known := made_before(Job, job_id)):
            return known
        Account.objects.select_for_update().get(
            pk=by.pk
        )  # two clicks at once are counted one after the other
        under_way = Job.objects.filter(account=by, parent=None, state__in=OPEN).count()
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
        queue(job)
    return job


def cancel(job: Job, *, by: Account, at: datetime) -> None:
    """Call a job off: one that waits never starts, one that runs ends at its next step. One that is over stays as it is.

    With a job in parts all parts are called off; to call off a part is to call off the whole.
    """
    if job.account_id != by.pk:
        raise Refused([_("Only the person who asked for a job may cancel it.")])
    with as_system(), transaction.atomic():
        whole = Job.objects.select_for_update().get(pk=job.parent_id or job.pk)
        under_way = whole.parts.filter(state__in=OPEN).exists()
        _call_off(Job.objects.filter(parent=whole), at)
        if under_way and not whole.parts.filter(state__in=OPEN).exists():
            _over(Job.objects.filter(pk=whole.pk, state__in=OPEN), at)
        _call_off(Job.objects.filter(pk=whole.pk), at)
    job.refresh_from_db()


def _call_off(jobs: QuerySet[Job], at: datetime) -> None:
    _over(jobs.filter(state=JobState.WAITING), at)
    jobs.filter(state=JobState.RUNNING, cancel_asked_at=None).update(cancel_asked_at=at)


def _over(jobs: QuerySet[Job], at: datetime) -> None:
    jobs.update(state=JobState.CANCELLED, cancel_asked_at=at, ended_at=at)
