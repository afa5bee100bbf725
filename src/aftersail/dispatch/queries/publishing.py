"""Whether a worker is publishing a plan, for whom, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersail.core.models import Job
from aftersail.core.models.jobs import OPEN
from aftersail.core.scope import as_system
from aftersail.dispatch.models import PlanDraft

PUBLISHING = "dispatch.publish"
"""The kind of the job that publishes."""


@dataclass(frozen=True, slots=True)
class PublishingNow:
    """A plan that is being published: by which job, who asked for it, how much is done."""

    job_id: UUID
    account_id: UUID
    who: str
    percent: int


def publishing_now(draft: PlanDraft) -> PublishingNow | None:
    """Return who is publishing a draft that the reader may read, whoever it is; to be asked outside transactions."""
    with as_system():
        jobs = Job.objects.filter(subject_id=draft.pk, kind=PUBLISHING, state__in=OPEN)
        job = jobs.select_related("account").first()
    if job is None:
        return None
    return PublishingNow(job.pk, job.account_id, str(job.account), job.percent or 0)
