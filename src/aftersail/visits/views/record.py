"""The sections of a visit's record: each saves by itself, and keeps what was typed when refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.visits.actions import closing, findings, photos, recording, supplies
from aftersail.visits.forms import (
    PHOTOS_AT_MOST,
    CostForm,
    FactsForm,
    FindingForm,
    HoursForm,
    LeftoverForm,
    OwedForm,
    PartForm,
    PhotoForm,
    StepForm,
)
from aftersail.visits.models import Visit
from aftersail.visits.permissions import COST_POSTERS, WRITERS
from aftersail.visits.queries.visits import visit_by_id
from aftersail.visits.views.page import back_to, shown, step_row


@audience(*WRITERS)
@require_POST
def facts(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Save what was found, done and tested; asked by the page itself after every change."""
    found = visit_by_id(request.user, visit_id)
    # A form bound to the row itself would write into it before the action compares.
    form = FactsForm(request.POST, instance=Visit(pk=found.pk))
    made = attempt(form, lambda typed: recording.save_facts(
        by=request.user, visit=found, values=form.values(), at=timezone.now(), seen=typed["version"]
    ))  # fmt: skip
    return _saved(request, found, made is not None, form, facts_form=form)


@audience(*WRITERS)
@require_POST
def hours(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Save everybody's hours."""
    found = visit_by_id(request.user, visit_id)
    form = HoursForm(request.POST, visit=found)

    def save(_typed: dict[str, Any]) -> bool:
        recording.save_hours(by=request.user, visit=found, entries=form.entries(), at=timezone.now())
        return True

    return _saved(request, found, bool(attempt(form, save)), form, hours_form=form)


def _saved(request: SignedInRequest, found: Visit, well: bool, form: Any, **forms: Any) -> HttpResponse:
    if "HX-Request" in request.headers:
        context = {"well": well, "form": form, "visit": found, "at": timezone.now()}
        return render(request, "visits/parts/_saved.html", context, status=200 if well else 422)
    return back_to(found, "record") if well else shown(request, found, "record", status=422, **forms)


@audience(*WRITERS)
@require_POST
def step(request: SignedInRequest, visit_id: UUID, step_id: UUID) -> HttpResponse:
    """Settle one step."""
    found = visit_by_id(request.user, visit_id)
    one = get_object_or_404(
        found.steps.select_related("visit__order__case", "done_by", "skip_approved_by"), pk=step_id
    )
    form = StepForm(request.POST, visit=found, auto_id=f"s{one.place}_%s")
    made = attempt(form, lambda typed: recording.record_step(
        by=request.user, step=one, result=typed["result"], reading=typed["reading"], note=typed["note"],
        skip_approved_by=typed["skip_approved_by"], at=timezone.now(), seen=typed["version"],
    ))  # fmt: skip
    if "HX-Request" not in request.headers:
        return back_to(found, "steps") if made else shown(request, found, "steps", status=422, refused=form)
    row = step_row(found, one, None if made else form)
    return render(
        request,
        "visits/parts/_step.html",
        {"row": row, "visit": found, "writes": True},
        status=200 if made else 422,
    )


@audience(*WRITERS)
@require_POST
def finding(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Write a finding."""
    found = visit_by_id(request.user, visit_id)
    form = FindingForm(request.POST, visit=found)
    return _added(
        request,
        found,
        form,
        "findings",
        "finding_form",
        lambda typed: findings.record_finding(by=request.user, visit=found, at=timezone.now(), **typed),
    )


@audience(*WRITERS)
@require_POST
def drop_finding(request: SignedInRequest, visit_id: UUID, finding_id: UUID) -> HttpResponse:
    """Take a finding back."""
    found = visit_by_id(request.user, visit_id)
    one = get_object_or_404(found.findings.select_related("visit__order"), pk=finding_id)
    findings.remove_finding(by=request.user, finding=one, at=timezone.now())
    return back_to(found, "findings")


@audience(*WRITERS)
@require_POST
def part(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Write a part put in or taken out."""
    found = visit_by_id(request.user, visit_id)
    form = PartForm(request.POST, visit=found, auto_id="part_%s")
    return _added(
        request,
        found,
        form,
        "findings",
        "part_form",
        lambda typed: supplies.record_part(by=request.user, visit=found, at=timezone.now(), **typed),
    )


@audience(*WRITERS)
@require_POST
def drop_part(request: SignedInRequest, visit_id: UUID, use_id: UUID) -> HttpResponse:
    """Take a part back."""
    found = visit_by_id(request.user, visit_id)
    use = get_object_or_404(found.parts.select_related("visit__order", "part"), pk=use_id)
    supplies.remove_part(by=request.user, use=use, at=timezone.now())
    return back_to(found, "findings")


@audience(*WRITERS)
@require_POST
def leftover(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Note what is left over."""
    found = visit_by_id(request.user, visit_id)
    form = LeftoverForm(request.POST, auto_id="left_%s")
    return _added(
        request,
        found,
        form,
        "findings",
        "leftover_form",
        lambda typed: recording.leave_over(by=request.user, visit=found, at=timezone.now(), **typed),
    )


@audience(*WRITERS)
@require_POST
def owed(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Note a part that the ship is still to get."""
    found = visit_by_id(request.user, visit_id)
    form = OwedForm(request.POST, visit=found, auto_id="owed_%s")
    return _added(
        request,
        found,
        form,
        "findings",
        "owed_form",
        lambda typed: recording.owe_ship(by=request.user, visit=found, at=timezone.now(), **typed),
    )


@audience(*WRITERS)
@require_POST
def photo(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Keep photos."""
    found = visit_by_id(request.user, visit_id)
    form = PhotoForm(request.POST)

    def save(typed: dict[str, Any]) -> bool:
        for place, upload in enumerate(request.FILES.getlist("photos")[:PHOTOS_AT_MOST]):
            photos.add_photo(
                by=request.user, visit=found, upload=upload, moment=typed["moment"], caption=typed["caption"],
                file_id=typed["id"] if place == 0 else new_id(), at=timezone.now(),
            )  # fmt: skip
        return True

    return _added(request, found, form, "photos", "photo_form", save)


@audience(*COST_POSTERS)
@require_POST
def cost(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Enter a cost line."""
    found = visit_by_id(request.user, visit_id)
    form = CostForm(request.POST)
    return _added(
        request,
        found,
        form,
        "overview",
        "cost_form",
        lambda typed: closing.post_cost(by=request.user, visit=found, at=timezone.now(), **typed),
    )


def _added(
    request: SignedInRequest,
    found: Visit,
    form: Any,
    tab: str,
    name: str,
    call: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    if attempt(form, call) is None:
        return shown(request, visit_by_id(request.user, found.pk), tab, status=422, **{name: form})
    return back_to(found, tab)
