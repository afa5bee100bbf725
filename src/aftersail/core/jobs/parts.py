"""Work in parts: the parts of a job are jobs of their own; the last that ends queues the whole again, so that nobody waits in a worker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from aftersail.core.jobs.kinds import Parts, kind_named
from aftersail.core.models import Job, JobState
from aftersail.core.models.jobs import OPEN
from aftersail.core.verdicts import Reason

DEFER = "select procrastinate_defer_jobs_v1(array[row(%s, %s, %s, null, null, %s::jsonb, null)::procrastinate_job_to_defer_v1])"
"""Queues one call of a task, as its `defer` does."""

PARTS_SHARE = 80
"""How many per cent of a job the parts are; what comes after them is the rest."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part as the page of the whole shows it."""

    job: Job
    percent: int
    says: str


def begin_parts(job: Job, parts: Parts) -> None:
    """Queue the parts of a job, each for any worker; none if somebody was faster, or the job is not wanted any more."""
    with transaction.atomic():
        whole = Job.objects.select_for_update().get(pk=job.pk)
        if whole.state != JobState.RUNNING or whole.parts.exists():
            return
        if whole.cancel_asked_at:
            Job.objects.filter(pk=whole.pk).update(state=JobState.CANCELLED, ended_at=timezone.now())
            return
        for part in parts.each:
            row = Job(
                account_id=job.account_id, kind=part.kind.name, parent=whole, subject_id=job.subject_id, title=part.title[:120],
                weight=max(1, part.weight), arguments=part.arguments, language=job.language,
            )  # fmt: skip
            row.save(force_insert=True)
            queue(row)
        Job.objects.filter(pk=whole.pk).update(done=0, whole=0)


def queue(job: Job) -> None:
    """Let a worker take a job up once the transaction under way has come through.

    By the transaction's own connection: a worker defers by one of its own, and another worker would look for the job too early.
    """
    from aftersail.core.jobs.running import run

    asked: list[str | int] = [run.queue, run.name, run.priority, json.dumps({"job_id": str(job.pk)})]
    with connection.cursor() as cursor:
        cursor.execute(DEFER, asked)


def go_on_after(part: Job, at: datetime) -> None:
    """Queue the whole again once no part of it is open; part of the transaction that ends a part and holds the whole."""
    if part.parent is None or part.parent.parts.filter(state__in=OPEN).exists():
        return
    if part.parent.cancel_asked_at:
        Job.objects.filter(pk=part.parent.pk, state=JobState.RUNNING).update(
            state=JobState.CANCELLED, ended_at=at
        )
    elif part.parent.state == JobState.RUNNING:
        queue(part.parent)


def parts_shown(job: Job, parts: Sequence[Job]) -> list[PartShown]:
    """Return the parts of a job with how far each is, in words."""
    return [PartShown(part, percent := percent_of(part, ()), _says(job, part, percent)) for part in parts]


def _says(job: Job, part: Job, percent: int) -> str:
    says: Reason = kind_named(job.kind).part_says
    figures = {name: part.so_far.get(name, "–") for name, _label in kind_named(part.kind).so_far}
    return str(says).format_map({"title": part.title, "percent": percent} | figures)


def percent_of(job: Job, parts: Sequence[Job]) -> int:
    """Return how much of a job is done, 0 to 100: of work in parts four fifths are the parts, by their weight.

    Two parts of weight 3 and 1, the first half done, the second over: 80 · (3 · 50 + 1 · 100) / 4 / 100 = 50.
    """
    if job.is_over:
        return 100 if job.state == JobState.DONE else job.percent or 0
    if not parts:
        return job.percent or 0
    done = sum(one.weight * (100 if one.is_over else one.percent or 0) for one in parts)
    after = (job.percent or 0) if all(one.is_over for one in parts) else 0
    return PARTS_SHARE * done // (100 * sum(one.weight for one in parts)) + (100 - PARTS_SHARE) * after // 100
