"""The simulator of service baselines as long work: asked for on a page, done by a worker (R74)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.cases.queries.replay import replay
from aftersail.core.jobs import JobKind, Progress
from aftersail.core.models import Account, Job
from aftersail.fleet.models import ServiceBaseline


def _replay(progress: Progress, *, by: Account, baseline: str, first: str, last: str) -> dict[str, Any]:
    edition = ServiceBaseline.objects.get(pk=UUID(baseline))
    found = replay(by, edition, date.fromisoformat(first), date.fromisoformat(last), progress.tell)
    return found.as_json()


def _arrives_at(job: Job) -> str:
    return reverse("cases:replayed", args=[job.subject_id, job.pk])


REPLAY = JobKind("cases.replay", _("Replay under a baseline"), _replay, _arrives_at)
