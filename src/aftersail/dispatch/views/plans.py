"""Planning on the desk: asking for a plan, the difference before it is published, publishing and discarding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.models import Job, JobState
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.planning import PLAN, PlanWish, ask_for_plan
from aftersail.dispatch.actions.publishing import discard_plan
from aftersail.dispatch.actions.publishing_large import publish_or_queue
from aftersail.dispatch.actions.replanning import REPLAN, ask_for_replan
from aftersail.dispatch.forms import PlanForm, PublishForm, ReplanForm
from aftersail.dispatch.models import DraftState
from aftersail.dispatch.permissions import PLANNERS
from aftersail.dispatch.queries.plan_drafts import causes_of, draft_by_id, drafts_of, shown, steps_of
from aftersail.dispatch.queries.publishing import publishing_now
from aftersail.dispatch.queries.threats import open_replans, threatened
from aftersail.dispatch.rules.plans import cost_rows, means_rows
from aftersail.dispatch.rules.threats import told_of
from aftersail.people.views.asking import id_asked

SHOWN = 20
PLANNING = (PLAN.name, REPLAN.name)


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for a plan of some days; below it one's own drafts and what is being planned."""
    initial = {
        "first": timezone.localdate(), "station": id_asked(request, "station"), "area": id_asked(request, "area"),
    }  # fmt: skip
    form = PlanForm(request.POST or None, account=request.user, initial=initial)
    if request.method == "POST":
        job = attempt(form, lambda typed: ask_for_plan(by=request.user, wish=_wish(typed), id=typed["id"]))
        if job is not None:
            return redirect("core:job", job_id=job.pk)
    under_way = Job.objects.filter(
        account=request.user, kind__in=PLANNING, state__in=(JobState.WAITING, JobState.RUNNING)
    )
    context = {
        "form": form,
        "drafts": drafts_of(request.user)[:SHOWN],
        "under_way": under_way.defer("result"),
    } | _threats(request)  # fmt: skip
    return render(request, "dispatch/plans.html", context, status=422 if form.errors else 200)


@audience(*PLANNERS)
@require_GET
def threats(request: SignedInRequest) -> HttpResponse:
    """What cannot be kept, and drafts that answer it: the part that the board shows, folded, above its rows."""
    return render(request, "dispatch/parts/_threats_folded.html", _threats(request))


def _threats(request: SignedInRequest) -> dict[str, Any]:
    return {
        "threats": threatened(request.user, timezone.now()),
        "replans": [(one, told_of(causes_of(request.user, one))) for one in open_replans(request.user)],
        "replan_id": new_id(),
    }


def _wish(typed: dict[str, Any]) -> PlanWish:
    station, area = typed["station"], typed["area"]
    return PlanWish(
        typed["first"],
        typed["days"],
        typed["seconds"],
        station.pk if station else None,
        area.pk if area else None,
        typed["by_area"],
        partners=typed.get("partners", True),
    )


@audience(*PLANNERS)
@require_POST
def replan(request: SignedInRequest) -> HttpResponse:
    """Ask for a draft of what cannot be kept; the same page asked twice plans once."""
    form = ReplanForm(request.POST)
    job = attempt(form, lambda typed: ask_for_replan(by=request.user, id=typed["id"]))
    if job is None:
        for told in form.errors.values():
            messages.error(request, " ".join(map(str, told)))
        return redirect("dispatch:plans")
    return redirect("core:job", job_id=job.pk)


@audience(*PLANNERS)
@require_GET
def of_job(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Lead from the work that planned to the draft that came of it."""
    job = get_object_or_404(Job.objects.filter(account=request.user), pk=job_id)
    if job.kind not in PLANNING or job.state != JobState.DONE or job.result is None:
        return redirect("core:job", job_id=job.pk)
    if job.result["draft"] is None:
        messages.success(request, _("Every promise can be kept. There is nothing to plan anew."))
        return redirect("dispatch:plans")
    return redirect("dispatch:plan_draft", draft_id=job.result["draft"])


@audience(*PLANNERS)
@require_GET
def draft(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Show the difference before publishing: every step with its reason, the cost, what is left out."""
    found = shown(request.user, draft_by_id(request.user, draft_id))
    kept = found.draft
    costs = cost_rows(kept.cost_before, kept.cost_after)
    return render(request, "dispatch/plan_draft.html", {
        "found": found, "draft": kept, "open": kept.state == DraftState.OPEN, "costs": costs,
        "means": means_rows(kept.means_before, kept.means_after), "publish_id": new_id(),
        "publishing": publishing_now(kept),
    })  # fmt: skip


@audience(*PLANNERS)
@require_GET
def publishing(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Answer the page that follows publishing: how far it is, or that the page is to be read anew."""
    kept = draft_by_id(request.user, draft_id)
    now = publishing_now(kept)
    answer = render(request, "dispatch/parts/_plan_publishing.html", {"draft": kept, "publishing": now})
    if now is None:
        answer["HX-Refresh"] = "true"
    return answer


@audience(*PLANNERS)
@require_POST
def publish(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Publish all steps of a draft, or those chosen; the page then says which were refused and why."""
    kept = draft_by_id(request.user, draft_id)
    form = PublishForm(request.POST, steps=[step.id for step in steps_of(kept)])
    if not form.is_valid():
        raise Refused([_("The page is out of date. Reload it, then try again.")])
    try:
        outcome = publish_or_queue(
            by=request.user, draft=kept, chosen=form.chosen, id=form.cleaned_data["id"] or new_id()
        )
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, str(reason))
        return redirect("dispatch:plan_draft", draft_id=kept.pk)
    if isinstance(outcome, Job):
        return redirect("dispatch:plan_draft", draft_id=kept.pk)
    done, refusals = len(outcome.published), len(outcome.refused)
    if done:
        told = ngettext("%(n)s step is published; whoever it concerns is told.", "%(n)s steps are published; whoever they concern is told.", done)  # fmt: skip
        messages.success(request, told % {"n": done})
    if refusals:
        told = ngettext("%(n)s step was refused; its reason stands beside it.", "%(n)s steps were refused; their reasons stand beside them.", refusals)  # fmt: skip
        messages.warning(request, told % {"n": refusals})
    return redirect("dispatch:plan_draft", draft_id=kept.pk)


@audience(*PLANNERS)
@require_POST
def discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    kept = draft_by_id(request.user, draft_id)
    discard_plan(by=request.user, draft=kept, at=timezone.now())
    messages.success(request, _("Discarded. Nothing of it was promised."))
    return redirect("dispatch:plans")
