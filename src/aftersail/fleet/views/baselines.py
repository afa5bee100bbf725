"""The page of an edition of the baseline: its grid, services, what differs from the one before, its moves, and the gaps."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.masters.pages import record_context
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries, rules
from aftersail.fleet.actions import baselines as acting
from aftersail.fleet.forms.baselines import ServicesForm
from aftersail.fleet.models import ServiceBaseline
from aftersail.fleet.permissions import HOUSE_READERS, PROMISE_KEEPERS
from aftersail.fleet.queries import baselines as reading
from aftersail.fleet.registers import BASELINES
from aftersail.fleet.states import (
    BASELINE,
    BASELINE_REVIEWERS,
    BaselineState,
    Criticality,
    LifecycleStage,
    Severity,
)

KEEPS = PROMISE_KEEPERS | BASELINE_REVIEWERS


def about_baseline(request: SignedInRequest, baseline: ServiceBaseline) -> dict[str, Any]:
    """Return what the page of an edition shows besides its facts."""
    return _context(request, baseline, _criticality(request.GET.get("criticality", "A")))


def _context(
    request: SignedInRequest,
    baseline: ServiceBaseline,
    criticality: str,
    typed: dict[str, str] | None = None,
    services: ServicesForm | None = None,
) -> dict[str, Any]:
    today = timezone.localdate()
    own = reading.targets_of(baseline)
    default = reading.targets_of(reading.house_default(today)) if baseline.family_id else {}
    editable = baseline.state == BaselineState.DRAFT and request.user.has_role(*PROMISE_KEEPERS)
    grid = []
    for stage in LifecycleStage:
        cells = []
        for severity in Severity.values:
            cell = (stage.value, criticality, severity)
            name = "|".join(cell)
            stated = rules.write_target(own.get(cell))
            cells.append({
                "name": name, "value": (typed or {}).get(name, stated), "inherited": rules.write_target(default.get(cell)),
                "label": f"{stage.label} {criticality}-{severity}",
            })  # fmt: skip
        grid.append((stage.label, cells))
    row = reading.services_of(baseline).get(criticality)
    return {
        "grid": grid,
        "severities": Severity.choices,
        "criticalities": Criticality.choices,
        "criticality": criticality,
        "editable": editable,
        "services": row,
        "services_form": services or ServicesForm(initial=ServicesForm.values_of(row)),
        "differences": reading.differences(baseline.based_on, baseline) if baseline.based_on else None,
        "moves": BASELINE.open_to(baseline.state, request.user.role_set),
        "may_draft": request.user.has_role(*PROMISE_KEEPERS) and baseline.state in {"in_force", "superseded"},
        "next_id": new_id(),
        "first_day": baseline.valid_from or today,
        "reasons": [],
    }


def _criticality(text: str) -> str:
    return text if text in Criticality.values else "A"


def _found(pk: UUID) -> ServiceBaseline:
    return get_object_or_404(ServiceBaseline.objects.select_related("family", "based_on"), pk=pk)


def _seen(request: SignedInRequest) -> int | None:
    return int(seen) if (seen := request.POST.get("version", "")).isdigit() else None


def _refused(
    request: SignedInRequest, baseline: ServiceBaseline, refusal: Refused, **given: Any
) -> HttpResponse:
    baseline.refresh_from_db()
    context = record_context(BASELINES, request, baseline)
    context |= _context(request, baseline, **given) | {"reasons": refusal.reasons}
    return render(request, "fleet/baseline.html", context, status=422)


@audience(*PROMISE_KEEPERS)
@require_POST
def fill(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write the grid of a draft; a refused one keeps what was typed."""
    baseline = _found(pk)
    typed = {name: str(value)[:60] for name, value in request.POST.items() if name.count("|") == 2}
    criticality = _criticality(request.POST.get("criticality", "A"))
    known = {
        (stage, criticality, severity) for stage in LifecycleStage.values for severity in Severity.values
    }
    cells = {cell: text for name, text in typed.items() if (cell := _cell(name)) in known}
    try:
        acting.fill_targets(
            by=request.user, baseline=baseline, cells=cells, at=timezone.now(), seen=_seen(request)
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _refused(request, baseline, refusal, criticality=criticality, typed=typed)
    messages.success(request, _("Saved."))
    return redirect(f"{_url(baseline)}?criticality={criticality}")


def _cell(name: str) -> tuple[str, str, str]:
    stage, criticality, severity = name.split("|")
    return stage, criticality, severity


@audience(*PROMISE_KEEPERS)
@require_POST
def services(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write the services of a draft for one criticality."""
    baseline, form = _found(pk), ServicesForm(request.POST)
    criticality = _criticality(request.POST.get("criticality", "A"))
    try:
        if not form.is_valid():
            raise Refused([_("Correct the marked fields of the services.")])
        acting.set_services(
            by=request.user,
            baseline=baseline,
            criticality=criticality,
            values=form.cleaned_data,
            at=timezone.now(),
            seen=_seen(request),
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _refused(request, baseline, refusal, criticality=criticality, services=form)
    messages.success(request, _("Saved."))
    return redirect(f"{_url(baseline)}?criticality={criticality}")


@audience(*PROMISE_KEEPERS)
@require_POST
def draft(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Draft the next edition."""
    try:
        wanted = UUID(request.POST.get("id", ""))
    except ValueError:
        wanted = new_id()
    made = acting.draft_next_edition(by=request.user, baseline=_found(pk), id=wanted, at=timezone.now())
    return redirect(_url(made))


@audience(*KEEPS)
@require_POST
def move(request: SignedInRequest, pk: UUID, name: str) -> HttpResponse:
    """Move an edition on."""
    baseline = _found(pk)
    if name not in {one.name for one in BASELINE}:
        raise NotThere
    try:
        first = date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        first = None
    try:
        acting.move_baseline(
            by=request.user,
            baseline=baseline,
            move=name,
            at=timezone.now(),
            valid_from=first,
            seen=_seen(request),
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _refused(request, baseline, refusal, criticality="A")
    messages.success(request, _("Done."))
    return redirect(_url(baseline))


def _url(baseline: ServiceBaseline) -> str:
    return reverse("fleet:baseline", args=[baseline.pk])


@audience(*HOUSE_READERS)
@require_GET
def gaps(request: SignedInRequest) -> HttpResponse:
    """List the models without an active baseline: their hulls cannot be delivered."""
    found = queries.models_without_baseline(timezone.localdate())
    return render(request, "fleet/baseline_gaps.html", {"found": found})
