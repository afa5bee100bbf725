"""Pages about how people grow: the timeline of a life, plans drafted from gaps, trainings, certificates that end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import share
from aftersail.people.actions.plans import draft_plan
from aftersail.people.contributed import LifeEntry, life_entries
from aftersail.people.forms import PlanDraftForm
from aftersail.people.models import (
    DevelopmentPlan,
    PlanItem,
    Posting,
    Promotion,
    Staff,
    StaffTraining,
    TrainingSeat,
)
from aftersail.people.permissions import GROWTH_READERS, KEEPERS, READERS, may_keep_staff_of
from aftersail.people.queries.matrix import missing_of
from aftersail.people.queries.papers import endings
from aftersail.people.rules.development import completion
from aftersail.people.views.asking import asked_of

WITHIN = (30, 60, 90)
USUAL = 60
LIFE_SHOWN = 60


@audience(*READERS)
@require_GET
def life(request: SignedInRequest, staff_id: UUID) -> HttpResponse:
    """Fragment of a person's page: everything the person worked at, along the whole chain, newest first (R34)."""
    account = request.user
    staff = get_object_or_404(Staff.objects.visible_to(account), pk=staff_id)
    entries = [*_own_entries(staff), *life_entries(account, staff.pk)]
    entries.sort(key=lambda one: (one.first_day, one.last_day or one.first_day), reverse=True)
    context = {"entries": entries[:LIFE_SHOWN], "more": max(0, len(entries) - LIFE_SHOWN)}
    return render(request, "people/parts/_life.html", context)


def _own_entries(staff: Staff) -> list[LifeEntry]:
    entries = [
        LifeEntry(
            one.first_day, one.last_day, one.get_stage_display(), one.task, one.station or "", icon="transfer"
        )
        for one in Posting.objects.filter(staff=staff).select_related("station")
    ]
    for promotion in Promotion.objects.filter(staff=staff):
        told = _("Promoted to %(grade)s") % {"grade": promotion.get_to_grade_display()}
        entries.append(LifeEntry(promotion.promoted_on, promotion.promoted_on, "", told, icon="trending-up"))
    for seat in TrainingSeat.objects.filter(staff=staff).select_related("training"):
        course = seat.training
        entries.append(
            LifeEntry(
                course.first_day,
                course.last_day,
                "",
                course.title,
                seat.get_result_display(),
                icon="certificate",
            )
        )
    if staff.hired_on:
        entries.append(
            LifeEntry(staff.hired_on, staff.hired_on, "", _("Hired"), staff.get_hire_source_display())
        )
    return entries


@audience(*KEEPERS)
@require_http_methods(["GET", "POST"])
def draft(request: SignedInRequest, staff_id: UUID) -> HttpResponse:
    """Draft a development plan from what the person's station needs and the person lacks (R35)."""
    account = request.user
    staff = get_object_or_404(Staff.objects.visible_to(account).select_related("station"), pk=staff_id)
    today = timezone.localdate()
    initial = {"first_day": today, "last_day": date(today.year + (today.month > 6), 12, 31)}
    form = PlanDraftForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda typed: draft_plan(
            by=account, staff=staff, first_day=typed["first_day"], last_day=typed["last_day"], at=timezone.now(), id=typed["id"]
        ))  # fmt: skip
        if made is not None:
            return redirect("people:plan", pk=made.pk)
    context = {"form": form, "staff": staff, "missing": missing_of(account, staff)}
    return render(
        request, "people/plan_draft.html", context, status=422 if form.is_bound and form.errors else 200
    )


def about_plan(request: SignedInRequest, plan: DevelopmentPlan) -> dict[str, Any]:
    """Return what a plan's page shows besides the facts: its steps and how much is done."""
    items = list(PlanItem.objects.filter(plan=plan).select_related("skill", "task", "mentor"))
    done = sum(item.done_on is not None for item in items)
    account = request.user
    return {
        "items": items,
        "figure": completion(done, len(items)),
        "done": done,
        "today": timezone.localdate(),
        "keeps": account.has_role(*KEEPERS) and bool(may_keep_staff_of(account, plan.staff.station_id)),
    }


def about_training(request: SignedInRequest, course: StaffTraining) -> dict[str, Any]:
    """Return what a training's page shows besides the facts: who came and how it ended."""
    seats = list(TrainingSeat.objects.filter(training=course).select_related("staff__station"))
    judged = [one for one in seats if one.result in {TrainingSeat.Result.PASSED, TrainingSeat.Result.FAILED}]
    passed = sum(one.result == TrainingSeat.Result.PASSED for one in judged)
    return {
        "seats": seats,
        "rate": share(passed, len(judged)),
        "keeps": request.user.has_role(*KEEPERS),
    }


@audience(*GROWTH_READERS)
@require_GET
def ending_papers(request: SignedInRequest) -> HttpResponse:
    """List the certificates that have ended or end soon, without a successor, soonest first."""
    asked = asked_of(request)
    within = next((n for n in WITHIN if str(n) == request.GET.get("within", "")), USUAL)
    found = endings(request.user, timezone.localdate(), within)
    if asked.station:
        found = [one for one in found if one.paper.staff.station_id == asked.station.pk]
    if asked.area:
        found = [one for one in found if one.paper.staff.station.area_id == asked.area.pk]
    return render(request, "people/ending.html", {
        "endings": found,
        "expired": sum(one.days < 0 for one in found),
        "boarding": sum(one.paper.kind.boarding for one in found),
        "filters": [*asked.filters(), {
            "name": "within", "label": _("Ends within"), "all": _("%(n)s days") % {"n": USUAL}, "value": str(within),
            "options": [(str(n), _("%(n)s days") % {"n": n}) for n in WITHIN if n != USUAL],
        }],
    })  # fmt: skip
