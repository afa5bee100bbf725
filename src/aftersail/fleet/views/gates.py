"""What must be ready before a hull is delivered, and the gates on the way."""

from __future__ import annotations

from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.roles import Role
from aftersail.core.timeline import timeline
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.gates import answer_point, open_gate, pass_gate, plan_readiness
from aftersail.fleet.forms.lifecycle import PointForm
from aftersail.fleet.models import GateItem, GateQuestion, GateReview, Vessel
from aftersail.fleet.permissions import HOUSE_READERS, KEEPERS
from aftersail.fleet.permissions.handover import HANDOVER_WRITERS, may_keep_handover
from aftersail.fleet.permissions.lifecycle import may_review_gate, may_waive
from aftersail.fleet.queries import lifecycle
from aftersail.fleet.states import GateState, HullStage

REVIEWERS = KEEPERS | {Role.QUALITY}
ANSWERERS = REVIEWERS | {Role.EXECUTIVE}


@audience(*HOUSE_READERS)
@require_GET
def readiness_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The service plan of a hull and its gates, on its page."""
    vessel, account, today = _vessel(request, vessel_id), request.user, timezone.localdate()
    reviews = list(lifecycle.gates_of(account, vessel))
    begun = {one.gate for one in reviews}
    asked = GateQuestion.objects.filter(active=True).values_list("gate", flat=True).distinct()
    waiting = [HullStage(gate) for gate in HullStage if gate in set(asked) - begun]
    context = {
        "vessel": vessel,
        "ready": lifecycle.readiness_of(vessel, today),
        "points": lifecycle.readiness_items(account, vessel),
        "today": today,
        "reviews": reviews,
        "waiting": waiting if vessel.delivered_on is None else [],
        "plans": account.has_role(*HANDOVER_WRITERS) and bool(may_keep_handover(account, vessel)),
        "reviews_gates": account.has_role(*REVIEWERS) and bool(may_review_gate(account, vessel)),
        "new_id": new_id(),
    }
    return render(request, "fleet/parts/_readiness.html", context)


@audience(*HANDOVER_WRITERS)
@require_POST
def plan(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Put the default service plan down for a hull."""
    vessel = _vessel(request, vessel_id)
    made = plan_readiness(by=request.user, vessel=vessel, at=timezone.now())
    told = ngettext("%(n)s point was added.", "%(n)s points were added.", len(made)) % {"n": len(made)}
    messages.success(request, told)
    return redirect("fleet:vessel", pk=vessel.pk)


@audience(*REVIEWERS)
@require_POST
def begin_gate(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Begin the review of a gate."""
    vessel = _vessel(request, vessel_id)
    gate = request.POST.get("gate", "")
    if gate not in HullStage.values:
        raise Refused([_("Choose a gate.")])
    review = open_gate(by=request.user, vessel=vessel, gate=gate, id=_id(request), at=timezone.now())
    return redirect("fleet:gate", gate_id=review.pk)


@audience(*HOUSE_READERS)
@require_GET
def gate(request: SignedInRequest, gate_id: UUID) -> HttpResponse:
    """One gate review with its points."""
    return _page(request, _review(request, gate_id))


def _page(
    request: SignedInRequest, review: GateReview, form: django_forms.Form | None = None
) -> HttpResponse:
    account = request.user
    items = list(review.items.all())
    context = {
        "review": review,
        "vessel": review.vessel,
        "items": items,
        "still": sum(one.mandatory and one.answer == "open" for one in items),
        "reviews_gates": account.has_role(*ANSWERERS) and bool(may_review_gate(account, review.vessel)) and review.state == GateState.OPEN,
        "waives": bool(may_waive(account)) and review.state == GateState.OPEN,
        "timeline": timeline(account, review),
        "refusals": form.non_field_errors() if form is not None else (),
        "typed": form,
    }  # fmt: skip
    return render(request, "fleet/gate.html", context, status=422 if form is not None else 200)


@audience(*ANSWERERS)
@require_POST
def answer(request: SignedInRequest, point_id: UUID) -> HttpResponse:
    """Answer a point of a gate."""
    rows = GateItem.objects.visible_to(request.user).select_related("review__vessel__station")
    item = get_object_or_404(rows, pk=point_id)
    form = PointForm(request.POST)
    done = attempt(
        form,
        lambda typed: answer_point(
            by=request.user, item=item, answer=typed["answer"], evidence=typed["evidence"], signer=typed["signer"],
            reason=typed["reason"], at=timezone.now(), seen=typed["version"],
        ),
    )  # fmt: skip
    if done is None:
        return _page(request, item.review, form)
    return redirect("fleet:gate", gate_id=item.review_id)


@audience(*REVIEWERS)
@require_POST
def let_pass(request: SignedInRequest, gate_id: UUID) -> HttpResponse:
    """Pass a gate."""
    review = _review(request, gate_id)
    form = _Nothing(request.POST)
    done = attempt(form, lambda _typed: pass_gate(by=request.user, review=review, at=timezone.now()))
    if done is None:
        return _page(request, _review(request, gate_id), form)
    messages.success(request, _("The gate is passed."))
    return redirect("fleet:vessel", pk=review.vessel_id)


class _Nothing(django_forms.Form):
    """A step without anything to type."""


def _review(request: SignedInRequest, gate_id: UUID) -> GateReview:
    rows = GateReview.objects.visible_to(request.user).select_related("vessel__station")
    return get_object_or_404(rows, pk=gate_id)


def _vessel(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    rows = Vessel.objects.visible_to(request.user).select_related("station").prefetch_related("milestones")
    return get_object_or_404(rows, pk=vessel_id)


def _id(request: SignedInRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Refused([_("Reload the page and try again.")]) from error
