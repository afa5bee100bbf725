"""Moving a case: one dialog per move, from the transition table; and drops on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.cases.actions import judging, moving, orders
from aftersail.cases.forms import moves as forms
from aftersail.cases.models import Case
from aftersail.cases.permissions import READERS, may_move
from aftersail.cases.queries.board import wip_limits
from aftersail.cases.queries.finding import case_by_id, cases_for
from aftersail.cases.states import CASE, COLUMN_OF, BoardColumn
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused, require


@dataclass(frozen=True, slots=True)
class Step:
    """How a move is asked for: its form, and the action that makes it."""

    form: type[forms.MoveForm]
    action: Callable[..., Any]
    asks: bool = True


STEPS: dict[str, Step] = {
    "acknowledge": Step(forms.MoveForm, moving.acknowledge_case, asks=False),
    "triage": Step(forms.TriageForm, judging.triage_case),
    "diagnose": Step(forms.MoveForm, moving.diagnose_case, asks=False),
    "resolve_remotely": Step(forms.RemoteForm, moving.resolve_remotely),
    "plan": Step(forms.OrderForm, orders.draft_order),
    "restore_temporarily": Step(forms.TemporaryForm, moving.restore_temporarily),
    "restore": Step(forms.RestoreForm, moving.restore_case),
    "confirm": Step(forms.MoveForm, moving.ask_confirmation, asks=False),
    "close": Step(forms.MoveForm, moving.close_case, asks=False),
    "suspend": Step(forms.SuspendForm, moving.suspend_case),
    "resume": Step(forms.MoveForm, moving.resume_case, asks=False),
    "merge": Step(forms.MergeForm, moving.merge_case),
    "reject": Step(forms.ReasonForm, moving.reject_case),
    "cancel": Step(forms.ReasonForm, moving.cancel_case),
    "reopen": Step(forms.ReopenForm, moving.reopen_case),
}
"""Moves made from the case page; dispatching, arriving and going back to planning follow from orders and visits."""


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, case_id: UUID, name: str) -> HttpResponse:
    """Ask for what a move needs, in a dialog, and make it."""
    found = case_by_id(request.user, case_id)
    step = STEPS.get(name)
    if step is None:
        raise NotThere
    require(may_move(request.user, found, name))
    form = step.form(request.POST or None, case=found, account=request.user)
    if request.method == "POST":
        done = attempt(
            form,
            lambda typed: step.action(
                by=request.user, case=found, at=timezone.now(), **_arguments(name, typed)
            ),
        )
        if done is not None:
            return moved(request, found)
    template = "cases/parts/_move.html" if request.headers.get("HX-Request") else "cases/move.html"
    context = {"case": found, "form": form, "transition": CASE.named(name)}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _arguments(name: str, typed: dict[str, Any]) -> dict[str, Any]:
    if name == "plan":
        typed = {key: value for key, value in typed.items() if key != "seen"}
    return typed


def moved(request: SignedInRequest, found: Case) -> HttpResponse:
    """Answer a move that was made: the dialog closes and the page is loaded anew."""
    address = reverse("cases:case", args=[found.pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@audience(*READERS)
@require_POST
def drop(request: SignedInRequest) -> HttpResponse:
    """A card was dropped on another column: make the one move that leads there, or say why not."""
    try:
        found = case_by_id(request.user, UUID(request.POST.get("id", "")))
        target = BoardColumn(request.POST.get("to", ""))
    except ValueError:
        raise NotThere from None
    _require_room(request, found, target)
    fitting = [
        t
        for t in CASE.open_to(found.state, request.user.role_set)
        if t.name in STEPS and COLUMN_OF.get(t.target) == target
    ]
    if not fitting:
        raise Refused(
            [
                _(
                    "No step leads from “%(state)s” to that column for your role. Open the card to see what is possible."
                )
                % {"state": found.get_state_display()}
            ]
        )
    chosen = next((t for t in fitting if t.primary), fitting[0])
    step = STEPS[chosen.name]
    if step.asks:
        return _asks_first(found, chosen.name)
    seen = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else None
    step.action(by=request.user, case=found, at=timezone.now(), seen=seen)
    return JsonResponse({"version": found.version})


def _require_room(request: SignedInRequest, found: Case, target: BoardColumn) -> None:
    limit = wip_limits(found.station_id).get(target)
    if limit is None or COLUMN_OF.get(found.state) == target:
        return
    there = [state for state, column in COLUMN_OF.items() if column == target]
    count = cases_for(request.user).filter(station=found.station, state__in=there).count()
    if count >= limit:
        told = _(
            "This column is full (%(count)s of %(limit)s at this station). Finish something there first."
        )
        raise Refused([told % {"count": count, "limit": limit}])


def _asks_first(found: Case, name: str) -> HttpResponse:
    body = {
        "title": str(CASE.named(name).label),
        "status": 422,
        "detail": _("This step needs some details first."),
        "form_url": reverse("cases:move", args=[found.pk, name]),
    }
    return JsonResponse(body, status=422, content_type="application/problem+json")
