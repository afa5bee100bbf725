"""Pages of the return visits: the list, one visit, its steps, panels on ships and cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.care import actions, queries, rules
from aftersail.care.forms import AssignForm, CloseForm, RecordForm
from aftersail.care.models import ReturnVisit
from aftersail.care.permissions import READERS
from aftersail.care.registers import RETURN_VISITS
from aftersail.care.states import CALLERS, RETURN_VISIT
from aftersail.cases.queries.finding import case_by_id
from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.timeline import timeline
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Vessel

CLOSERS = RETURN_VISIT.named("close").roles
LOOKS_BACK = {"state", "kind", "q", "due_from", "due_to", "format"}
PANEL_DAYS = timedelta(days=400)


@audience(*READERS)
@require_GET
def return_visits(request: SignedInRequest) -> HttpResponseBase:
    """The register of return visits: what is still to be made, the most urgent first, until something else is asked for."""
    rows = queries.return_visits_for(request.user)
    if not request.GET.keys() & LOOKS_BACK:
        rows = rows.filter(state__in=queries.NOT_DONE)
    return lists.page(request, RETURN_VISITS, rows, title=_("Return visits"))


@audience(*READERS)
@require_GET
def return_visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """One return visit: why, what was said, what can be done next."""
    found = queries.return_visit_by_id(request.user, visit_id)
    return _page(request, found)


def _page(
    request: SignedInRequest, found: ReturnVisit, form: django_forms.Form | None = None
) -> HttpResponse:
    roles = request.user.role_set
    fresh = {"version": found.version}
    context = {
        "visit": found,
        "moves": {move.name for move in RETURN_VISIT.open_to(found.state, roles)},
        "why": rules.reason_for(found.kind),
        "overdue": rules.is_overdue(
            due_on=found.due_on, done=found.done_at is not None, today=timezone.localdate()
        ),
        "most": rules.MOST_ATTEMPTS,
        "may_try": found.attempts < rules.MOST_ATTEMPTS
        and bool(RETURN_VISIT.may("miss", found.state, roles)),
        "timeline": timeline(request.user, found),
        "assign_form": form if isinstance(form, AssignForm) else AssignForm(initial=fresh),
        "close_form": form if isinstance(form, CloseForm) else CloseForm(initial=fresh),
        "refusals": form.non_field_errors() if form is not None else (),
    }
    return render(request, "care/return_visit.html", context, status=422 if form is not None else 200)


@audience(*CALLERS)
@require_http_methods(["GET", "POST"])
def record_visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Write down what the customer said."""
    found = queries.return_visit_by_id(request.user, visit_id)
    form = RecordForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST":
        done = attempt(
            form,
            lambda typed: actions.record_return_visit(
                by=request.user, visit=found, at=timezone.now(), **_seen(typed)
            ),
        )
        if done is not None:
            return redirect("care:return_visit", visit_id=found.pk)
    return render(
        request,
        "care/record.html",
        {"form": form, "visit": found, "why": rules.reason_for(found.kind)},
        status=422 if form.errors else 200,
    )


@audience(*CALLERS)
@require_POST
def assign(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Name who makes the call."""
    found = queries.return_visit_by_id(request.user, visit_id)
    form = AssignForm(request.POST)
    done = attempt(
        form,
        lambda typed: actions.assign_return_visit(
            by=request.user, visit=found, at=timezone.now(), **_seen(typed)
        ),
    )
    return _page(request, found, form) if done is None else redirect("care:return_visit", visit_id=found.pk)


@audience(*CALLERS)
@require_POST
def not_reached(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Note a try without an answer."""
    found = queries.return_visit_by_id(request.user, visit_id)
    wanted = request.POST.get("version", "")
    if not wanted.isdecimal():
        raise Refused([_("Reload the page and try again.")])
    actions.note_not_reached(by=request.user, visit=found, at=timezone.now(), seen=int(wanted))
    return redirect("care:return_visit", visit_id=found.pk)


@audience(*CLOSERS)
@require_POST
def close(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Close a recorded visit."""
    found = queries.return_visit_by_id(request.user, visit_id)
    form = CloseForm(request.POST)
    done = attempt(
        form,
        lambda typed: actions.close_return_visit(
            by=request.user, visit=found, at=timezone.now(), **_seen(typed)
        ),
    )
    return _page(request, found, form) if done is None else redirect("care:return_visit", visit_id=found.pk)


@audience(*READERS)
@require_GET
def vessel_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The return visits of a ship, on the ship's page."""
    vessel = _vessel(request, vessel_id)
    since = timezone.localdate() - PANEL_DAYS
    shown = (
        queries.return_visits_for(request.user)
        .filter(vessel=vessel, due_on__gte=since)
        .select_related("assignee")
        .order_by("-due_on")[:12]
    )
    kept = any(visit.kind == "delivery" for visit in shown)
    plan_wanted = (
        vessel.delivered_on is not None
        and vessel.delivered_on >= since
        and not kept
        and request.user.has_role(*CALLERS)
    )
    return _panel(request, shown, vessel=vessel, plan_wanted=plan_wanted)


@audience(*CALLERS)
@require_POST
def plan(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Plan the calls after a delivery that came before this system, or without a word to it."""
    vessel = _vessel(request, vessel_id)
    if vessel.delivered_on is None:
        raise Refused([_("The ship has not been delivered yet.")])
    actions.plan_after_delivery(
        by=request.user, vessel=vessel, delivered_on=vessel.delivered_on, at=timezone.now()
    )
    return redirect("care:return_visits")


@audience(*READERS)
@require_GET
def case_panel(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """The return visits owed after a case, on the case's page."""
    case = case_by_id(request.user, case_id)
    shown = queries.return_visits_for(request.user).filter(case=case).select_related("assignee")
    return _panel(request, shown, case=case)


def _panel(request: SignedInRequest, shown: Any, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    rows = [(v, rules.is_overdue(due_on=v.due_on, done=v.done_at is not None, today=today)) for v in shown]
    return render(request, "care/parts/_panel.html", {"rows": rows, **more})


def _vessel(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    found: Vessel | None = Vessel.objects.visible_to(request.user).filter(pk=vessel_id).first()
    if found is None:
        raise NotThere
    return found


def _seen(typed: dict[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in typed.items() if name != "version"}, "seen": typed["version"]}
