"""One's own long jobs: how far they are, what came of them, calling them off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.jobs import asking, kind_named
from aftersail.core.jobs.parts import parts_shown, percent_of
from aftersail.core.models import Job, JobState

SHOWN = 100


@never_cache
@require_GET
@audience(*EVERYONE)
def jobs(request: SignedInRequest) -> HttpResponse:
    """List one's own jobs, newest first."""
    mine = Job.objects.filter(account=request.user, parent=None).order_by("-created_at")
    return render(
        request,
        "core/jobs.html",
        {"jobs": [(job, kind_named(job.kind).label) for job in mine.defer("result")[:SHOWN]]},
    )


@never_cache
@require_GET
@audience(*EVERYONE)
def job(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is; the page follows it by itself, and leads on to its result."""
    return render(request, "core/job.html", _told(_mine(request, job_id)))


@never_cache
@require_GET
@audience(*EVERYONE)
def job_state(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Answer the page that follows a job: its state anew, and where to go once it is done."""
    found = _mine(request, job_id)
    answer = render(request, "core/parts/_job.html", _told(found))
    if found.state == JobState.DONE:
        answer["HX-Redirect"] = kind_named(found.kind).arrives_at(found)
    return answer


@require_POST
@audience(*EVERYONE)
def job_cancel(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Call a job off."""
    found = _mine(request, job_id)
    asking.cancel(found, by=request.user, at=timezone.now())
    if found.state == JobState.RUNNING:
        messages.info(request, _("The job ends at its next step."))
    return redirect("core:job", job_id=found.pk)


def _mine(request: SignedInRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.filter(account=request.user).defer("result"), pk=job_id)


def _told(job: Job) -> dict[str, Any]:
    kind = kind_named(job.kind)
    figures = [(label, job.so_far[name]) for name, label in kind.so_far if name in job.so_far]
    arrives_at = kind.arrives_at(job) if job.state == JobState.DONE else ""
    parts = list(job.parts.defer("result", "arguments").order_by("created_at", "id"))
    return {
        "job": job, "label": kind.label, "figures": figures, "arrives_at": arrives_at, "parts": parts_shown(job, parts),
        "percent": percent_of(job, parts), "measured": bool(job.whole or parts),
    }  # fmt: skip
