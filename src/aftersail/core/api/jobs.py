"""Routes about the caller's own long jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.jobs import asking
from aftersail.core.jobs.parts import percent_of
from aftersail.core.models import Job

router = Router(tags=["jobs"])


class JobLine(Schema):
    """A job in a list. `done` of `whole` steps are done; `whole` is 0 while it is not known."""

    id: UUID
    kind: str
    subject_id: UUID | None
    state: str
    done: int
    whole: int
    failure: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class JobPartOut(JobLine):
    """A part of a job that is done in parts: what it is called, how much of it is done, its best figures so far."""

    title: str
    weight: int
    percent: int
    so_far: dict[str, Any]


class JobOut(JobLine):
    """A job with the best figures so far and, once it is done, its result. `percent` counts its parts, where it has some."""

    arguments: dict[str, Any]
    so_far: dict[str, Any]
    result: dict[str, Any] | None
    percent: int
    parts: list[JobPartOut]


@router.get("/jobs", response=Listing[JobLine], summary="My long jobs")
@audience(*EVERYONE, scope="jobs:read")
def list_jobs(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the caller's jobs, newest first."""
    rows = Job.objects.filter(account=request.user, parent=None)
    return listing(rows, tuple(JobLine.model_fields), paging=paging, order="-created_at")


@router.get("/jobs/{uuid:job_id}", response=JobOut, summary="A long job")
@audience(*EVERYONE, scope="jobs:read")
def read_job(request: SignedInRequest, job_id: UUID) -> dict[str, Any]:
    """Read how far a job is, and its result once there is one."""
    return _told(_mine(request, job_id))


@router.post("/jobs/{uuid:job_id}/cancel", response=JobOut, summary="Cancel a long job")
@audience(*EVERYONE, scope="jobs:write")
def cancel_job(request: SignedInRequest, job_id: UUID) -> dict[str, Any]:
    """Call a job off, with all its parts; one that is over stays as it is."""
    job = _mine(request, job_id)
    asking.cancel(job, by=request.user, at=timezone.now())
    return _told(job)


def _mine(request: SignedInRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.filter(account=request.user), pk=job_id)


def _told(job: Job) -> dict[str, Any]:
    parts = list(job.parts.defer("result", "arguments").order_by("created_at", "id"))
    told = {name: getattr(job, name) for name in JobOut.model_fields if name not in {"percent", "parts"}}
    return told | {
        "percent": percent_of(job, parts),
        "parts": [
            {name: getattr(part, name) for name in JobPartOut.model_fields if name != "percent"}
            | {"percent": percent_of(part, ())}
            for part in parts
        ],
    }
