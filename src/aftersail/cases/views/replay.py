"""The simulator: past cases under a draft of the baseline, asked for, watched, read as a page and as a file."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.cases.actions.replaying import REPLAY
from aftersail.cases.forms.replay import ReplayForm
from aftersail.cases.permissions import IDENTITY_MASKED, READERS
from aftersail.cases.queries.clocks import CLOCK_NAMES
from aftersail.cases.queries.replayed import CLOCKS, Replay, from_json, labelled
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.forms import add_reasons
from aftersail.core.jobs import start
from aftersail.core.models import Job, JobState
from aftersail.core.roles import DESK
from aftersail.core.tabular import Heading, write_xlsx
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import ServiceBaseline
from aftersail.fleet.states import LifecycleStage, Severity

REPLAYERS = (DESK & READERS) - IDENTITY_MASKED
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN, RUNS_SHOWN = 500, 20


@require_http_methods(["GET", "POST"])
@audience(*REPLAYERS)
def replay_baseline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask for a replay of past cases under an edition; a worker does it."""
    baseline = get_object_or_404(ServiceBaseline, pk=pk)
    today = timezone.localdate()
    form = ReplayForm(request.POST or None, initial={"first": today - timedelta(days=365), "last": today})
    if request.method == "POST" and form.is_valid():
        wanted = {
            "baseline": str(baseline.pk), "first": form.cleaned_data["first"].isoformat(),
            "last": form.cleaned_data["last"].isoformat(),
        }  # fmt: skip
        try:
            job = start(
                REPLAY,
                by=request.user,
                arguments=wanted,
                subject_id=baseline.pk,
                job_id=form.cleaned_data["id"],
            )
        except Refused as refused:
            add_reasons(form, refused)
        else:
            return redirect("core:job", job_id=job.pk)
    runs = _runs(request, baseline)[:RUNS_SHOWN]
    context = {"baseline": baseline, "form": form, "runs": [(run, *_time(run)) for run in runs]}
    return render(request, "cases/replay.html", context, status=422 if form.errors else 200)


@require_GET
@audience(*REPLAYERS)
def replayed(request: SignedInRequest, pk: UUID, job_id: UUID) -> HttpResponse:
    """Show what a replay found; every flip opens its case."""
    job = get_object_or_404(_runs(request, get_object_or_404(ServiceBaseline, pk=pk)), pk=job_id)
    if job.state != JobState.DONE or job.result is None:
        messages.info(request, _("This replay has no result yet."))
        return redirect("core:job", job_id=job.pk)
    baseline, found = ServiceBaseline.objects.get(pk=pk), from_json(job.result)
    if request.GET.get("format") == "xlsx":
        return _file(baseline, found)
    groups = (
        (_("All cases"), [("", found.whole)]),
        (_("Severity"), labelled(found.by_severity, Severity.choices)),
        (_("Stage"), labelled(found.by_stage, LifecycleStage.choices)),
        (_("Area"), labelled(found.by_area)),
    )
    first, last = _time(job)
    context = {
        "baseline": baseline, "job": job, "first": first, "last": last, "found": found, "groups": groups,
        "flips": [(flip, CLOCK_NAMES[flip.clock], LifecycleStage(flip.stage).label) for flip in found.flips[:MOST_SHOWN]],
        "clocks": [CLOCK_NAMES[kind] for kind in CLOCKS],
    }  # fmt: skip
    return render(request, "cases/replayed.html", context)


@require_GET
@audience(*REPLAYERS)
def replay_panel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Offer the simulator on the page of an edition."""
    baseline = get_object_or_404(ServiceBaseline, pk=pk)
    return render(request, "cases/parts/_replay_panel.html", {"baseline": baseline})


def _runs(request: SignedInRequest, baseline: ServiceBaseline) -> QuerySet[Job]:
    return Job.objects.filter(account=request.user, kind=REPLAY.name, subject_id=baseline.pk)


def _time(job: Job) -> tuple[date, date]:
    return date.fromisoformat(job.arguments["first"]), date.fromisoformat(job.arguments["last"])


def _file(baseline: ServiceBaseline, found: Replay) -> HttpResponse:
    names = _("Case"), _("Title"), _("Clock"), _("before"), _("after"), _("Stage"), _("Severity"), _("Area")
    rows = (
        [f.number, f.title, str(CLOCK_NAMES[f.clock]), f.before, f.after, str(LifecycleStage(f.stage).label), f.severity, f.area]
        for f in found.flips
    )  # fmt: skip
    file = BytesIO()
    headings = [Heading(name) for name in names]
    write_xlsx(file, headings, rows, title=baseline.code, notes=[], zone=timezone.get_current_timezone())
    name = f'attachment; filename="replay-{baseline.edition}.xlsx"'
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": name})
