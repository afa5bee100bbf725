"""A hull's dates: moving one with its effect in view, their history, the next stage."""

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
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.milestones import move_hull, move_milestone
from aftersail.fleet.forms.lifecycle import HullMoveForm, MilestoneForm
from aftersail.fleet.models import Milestone, Vessel
from aftersail.fleet.permissions import KEEPERS, VESSEL_READERS, may_keep_vessel
from aftersail.fleet.queries import lifecycle
from aftersail.fleet.queries.effects import effects_of, moved_of
from aftersail.fleet.rules import hull
from aftersail.fleet.states import HULL


@audience(*KEEPERS)
@require_http_methods(["GET", "POST"])
def move_date(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Move a date: the button "Show effect" tells what it touches before anything is saved."""
    found = get_object_or_404(
        Milestone.objects.visible_to(request.user).select_related("vessel__station"), pk=pk
    )
    if not (verdict := may_keep_vessel(request.user, found.vessel)):
        raise Forbidden(verdict.reasons)
    fresh = {
        "version": found.version, "planned_on": found.planned_on, "actual_on": found.actual_on,
    }  # fmt: skip
    form = MilestoneForm(request.POST or None, initial=fresh)
    effects = None
    if request.method == "POST" and "preview" in request.POST:
        if form.is_valid():
            typed = form.cleaned_data
            effects = effects_of(moved_of(found.vessel, found.kind, found.planned_on, typed["planned_on"]))
    elif request.method == "POST":
        done = attempt(
            form,
            lambda typed: move_milestone(
                by=request.user, milestone=found, planned_on=typed["planned_on"], actual_on=typed["actual_on"],
                reason=typed["reason"], at=timezone.now(), seen=typed["version"],
            ),
        )  # fmt: skip
        if done is not None:
            messages.success(request, _told(found))
            return redirect("fleet:vessel", pk=found.vessel_id)
        found = Milestone.objects.select_related("vessel").get(pk=pk)
    history = [
        one for one in lifecycle.history_of_dates(request.user, found.vessel) if one.change.kind == found.kind
    ]
    context = {
        "form": form,
        "milestone": found,
        "vessel": found.vessel,
        "effects": effects,
        "history": history,
    }
    status = 422 if form.errors else 200
    return render(request, "fleet/move_date.html", context, status=status)


def _told(milestone: Milestone) -> str:
    last = milestone.vessel.milestone_changes.filter(kind=milestone.kind).first()
    count = sum(one.get("count", 0) for one in last.effects) if last else 0
    if not count:
        return _("Saved.")
    return ngettext(
        "Saved. %(n)s record is touched; its owners are told.", "Saved. %(n)s records are touched; their owners are told.", count
    ) % {"n": count}  # fmt: skip


@audience(*VESSEL_READERS)
@require_GET
def dates_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """How a hull's dates came to be, on its page; what a change touched is for the house."""
    vessel = _vessel(request, vessel_id)
    changes = lifecycle.history_of_dates(request.user, vessel)
    planned, actual = lifecycle.dates_of(vessel)
    return render(
        request,
        "fleet/parts/_dates.html",
        {
            "changes": changes,
            "is_house": request.user.is_house,
            "windows": hull.service_windows(planned, actual) if vessel.delivered_on is None else (),
        },
    )


@audience(*KEEPERS)
@require_POST
def enter_stage(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Take a hull into its next stage."""
    vessel = _vessel(request, vessel_id)
    form = HullMoveForm(request.POST)
    if not form.is_valid():
        raise Refused([str(reason) for reasons in form.errors.values() for reason in reasons])
    typed = form.cleaned_data
    if typed["move"] not in {one.name for one in HULL}:
        raise Refused([_("Reload the page and try again.")])
    move_hull(
        by=request.user,
        vessel=vessel,
        move=typed["move"],
        on=typed["on"],
        reason=typed["reason"],
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("fleet:vessel", pk=vessel.pk)


def stage_moves(account: Any, vessel: Vessel) -> list[Any]:
    """Return the moves that this account may take the hull through now; those that open by themselves left out."""
    if not may_keep_vessel(account, vessel):
        return []
    return [one for one in HULL.open_to(vessel.stage, account.role_set) if one.name != "serve"]


def _vessel(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    rows = Vessel.objects.visible_to(request.user).select_related("station").prefetch_related("milestones")
    return get_object_or_404(rows, pk=vessel_id)
