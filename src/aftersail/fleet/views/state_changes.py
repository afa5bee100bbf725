"""Changes to a technical state: planned on a unit's page, installed aboard, verified by quality and user."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.core.timeline import timeline
from aftersail.fleet import queries
from aftersail.fleet.actions import state_changes as actions
from aftersail.fleet.forms.technical_state import (
    CorrectForm,
    InstallForm,
    NoteForm,
    PlanChangeForm,
    VerifyForm,
)
from aftersail.fleet.lists.technical import CHANGES
from aftersail.fleet.models import StateChange
from aftersail.fleet.permissions.technical_state import (
    CORRECTORS,
    PLANNERS,
    STATE_READERS,
    VERIFIERS,
    may_move_change,
    verifying_side,
)
from aftersail.fleet.queries import ledger
from aftersail.fleet.states import FITTERS, STATE_CHANGE

ENDERS = STATE_CHANGE.named("cancel").roles
RETURNERS = STATE_CHANGE.named("return").roles


@audience(*STATE_READERS)
@require_GET
def changes(request: SignedInRequest) -> HttpResponseBase:
    """The register of changes."""
    return lists.page(
        request, CHANGES, ledger.state_changes(request.user), title=_("Technical state changes")
    )


@audience(*STATE_READERS)
@require_GET
def change(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """One change: what, why, how far, and what can be done next."""
    return _page(request, _seen_change(request, change_id))


def _seen_change(request: SignedInRequest, change_id: UUID) -> StateChange:
    rows = ledger.state_changes(request.user).select_related(
        "vessel", "vessel__station", "equipment", "equipment__model", "equipment__product_version", "equipment__parent",
        "equipment__vessel", "new_model", "new_version", "successor",
    )  # fmt: skip
    found: StateChange | None = rows.filter(pk=change_id).first()
    if found is None:
        raise NotThere
    return found


def _page(
    request: SignedInRequest, found: StateChange, form: django_forms.Form | None = None
) -> HttpResponse:
    account, fresh = request.user, {"version": found.version}
    moves = {move.name for move in STATE_CHANGE if may_move_change(account, found, move.name)}
    side = verifying_side(account)
    done = found.quality_at if side == "quality" else found.user_at
    installing = fresh | {
        "installed_on": timezone.localdate(), "new_serial": found.new_serial, "new_software": found.new_software,
    }  # fmt: skip
    context = {
        "change": found, "moves": moves, "verifies": "verify" in moves and not done, "for_user": side == "user" and not account.is_customer,
        "install_form": form if isinstance(form, InstallForm) else InstallForm(initial=installing),
        "verify_form": form if isinstance(form, VerifyForm) else VerifyForm(initial=fresh),
        "note_form": form if isinstance(form, NoteForm) else NoteForm(initial=fresh),
        "timeline": timeline(account, found), "refusals": form.non_field_errors() if form is not None else (),
    }  # fmt: skip
    return render(request, "fleet/state_change.html", context, status=422 if form is not None else 200)


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """Plan a change to a unit."""
    unit = _unit(request, equipment_id)
    initial = {"id": new_id(), "kind": request.GET.get("kind", "swap"), "parts_stay": True}
    form = PlanChangeForm(unit, request.POST or None, initial=initial)
    if request.method == "POST":
        made = attempt(
            form,
            lambda typed: actions.plan_change(by=request.user, equipment=unit, at=timezone.now(), **typed),
        )
        if made is not None:
            messages.success(
                request, _("The change is planned. It counts once it is installed and verified.")
            )
            return redirect("fleet:state_change", change_id=made.pk)
    return render(
        request, "fleet/plan_change.html", {"form": form, "unit": unit}, status=422 if form.is_bound else 200
    )


@audience(*CORRECTORS)
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """Put right what the technical state says of a unit."""
    unit = _unit(request, equipment_id)
    initial = {
        "version": unit.version, "serial_number": unit.serial_number, "product_version": unit.product_version_id,
        "software_version": unit.software_version,
    }  # fmt: skip
    form = CorrectForm(unit, request.POST or None, initial=initial)
    if request.method == "POST":
        done = attempt(
            form,
            lambda typed: actions.correct_state(
                by=request.user, equipment=unit, at=timezone.now(), **_seen(typed)
            ),
        )
        if done is not None:
            messages.success(request, _("The technical state is corrected."))
            return redirect("fleet:equipment", unit.pk)
    return render(
        request,
        "fleet/correct_state.html",
        {"form": form, "unit": unit},
        status=422 if form.is_bound else 200,
    )


@audience(*FITTERS)
@require_POST
def install(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """Record that a change was carried out aboard."""
    found = _seen_change(request, change_id)
    form = InstallForm(request.POST)
    done = attempt(
        form,
        lambda typed: actions.install_change(
            by=request.user, change=found, at=timezone.now(), **_seen(typed)
        ),
    )
    return _page(request, found, form) if done is None else redirect("fleet:state_change", change_id=found.pk)


@audience(*VERIFIERS)
@require_POST
def verify(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """Verify an installed change, for quality or for the user."""
    found = _seen_change(request, change_id)
    form = VerifyForm(request.POST)
    done = attempt(
        form,
        lambda typed: actions.verify_change(by=request.user, change=found, at=timezone.now(), **_seen(typed)),
    )
    return _page(request, found, form) if done is None else redirect("fleet:state_change", change_id=found.pk)


@audience(*RETURNERS)
@require_POST
def send_back(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """Return a change to its installer."""
    return _ended(request, change_id, "return")


@audience(*ENDERS)
@require_POST
def cancel(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """Cancel a change that has not been installed."""
    return _ended(request, change_id, "cancel")


def _ended(request: SignedInRequest, change_id: UUID, move: str) -> HttpResponse:
    found = _seen_change(request, change_id)
    form = NoteForm(request.POST)
    done = attempt(
        form,
        lambda typed: actions.end_change(
            by=request.user, change=found, move=move, at=timezone.now(), **_seen(typed)
        ),
    )
    return _page(request, found, form) if done is None else redirect("fleet:state_change", change_id=found.pk)


def _unit(request: SignedInRequest, equipment_id: UUID) -> Any:
    rows = queries.equipment(request.user).select_related("product_version", "vessel__station")
    return get_object_or_404(rows, pk=equipment_id)


def _seen(typed: dict[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in typed.items() if name != "version"}, "seen": typed["version"]}
