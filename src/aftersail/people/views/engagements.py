"""Pages of consultants and partners: their papers, their standing, the steps of an engagement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.verdicts import Verdict
from aftersail.people.actions import engagements
from aftersail.people.forms import EngagementForm
from aftersail.people.models import Consultant, Partner, PartnerAgreement, PartnerRate
from aftersail.people.permissions import CONTRACTORS, SEES_TERMS
from aftersail.people.queries.engagements import consultant_facts, partner_facts
from aftersail.people.rules.engagements import may_engage_partner, may_let_in
from aftersail.people.states import ENGAGEMENT


def about_consultant(request: SignedInRequest, consultant: Consultant) -> dict[str, Any]:
    """Return a consultant's papers, whether they may be let in today, and the steps open to this person."""
    today = timezone.localdate()
    return {
        "specialities": consultant.specialities.select_related("skill").order_by("skill__code"),
        "clearances": consultant.clearances.select_related("area"),
        "absences": consultant.absences.filter(last_day__gte=today),
        "today": today,
        "hindrances": _reasons(may_let_in(consultant_facts(consultant), today)),
        **_steps(request, consultant, "people:consultant_move"),
    }


def about_partner(request: SignedInRequest, partner: Partner) -> dict[str, Any]:
    """Return a partner's scope and papers; prices and agreements for those who may read them."""
    account, today = request.user, timezone.localdate()
    reads_terms = account.has_role(*SEES_TERMS)
    rates = PartnerRate.objects.visible_to(account).filter(partner=partner)
    agreements = PartnerAgreement.objects.visible_to(account).filter(partner=partner)
    hindrances = list(_reasons(may_engage_partner(partner_facts(partner), today)))
    return {
        "scopes": partner.scopes.select_related("skill", "area"),
        "qualifications": partner.qualifications.all(),
        "rates": rates if reads_terms else (),
        "agreements": agreements if reads_terms else (),
        "reads_terms": reads_terms,
        "today": today,
        "hindrances": hindrances,
        **_steps(request, partner, "people:partner_move"),
    }


def _reasons(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.reasons


def _steps(request: SignedInRequest, who: Consultant | Partner, url_name: str) -> dict[str, Any]:
    moves = ENGAGEMENT.open_to(who.state, request.user.role_set)
    keeps = request.user.has_role(*CONTRACTORS)
    return {"moves": moves if keeps else [], "move_url": url_name, "keeps": keeps}


@audience(*CONTRACTORS)
@require_http_methods(["GET", "POST"])
def move_consultant(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Engage, suspend or let go a consultant."""
    who = get_object_or_404(Consultant.objects.visible_to(request.user), pk=pk)
    return _move(request, who, "people:consultant", lambda typed: engagements.move_consultant(
        by=request.user, consultant=who, move=typed["move"], reason=typed["reason"], at=timezone.now(), seen=typed["version"]
    ))  # fmt: skip


@audience(*CONTRACTORS)
@require_http_methods(["GET", "POST"])
def move_partner(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Engage, suspend or let go a partner."""
    who = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    return _move(request, who, "people:partner", lambda typed: engagements.move_partner(
        by=request.user, partner=who, move=typed["move"], reason=typed["reason"], at=timezone.now(), seen=typed["version"]
    ))  # fmt: skip


def _move(request: SignedInRequest, who: Consultant | Partner, page: str, call: Any) -> HttpResponse:
    known = {one.name: one for one in ENGAGEMENT}
    wanted = request.POST.get("move") or request.GET.get("move", "")
    form = EngagementForm(request.POST or None, initial={"move": wanted, "version": who.version})
    if wanted not in known or (request.method == "POST" and attempt(form, call) is not None):
        return redirect(page, pk=who.pk)
    context = {"form": form, "who": who, "move": known[wanted], "page": page}
    return render(request, "people/engagement_form.html", context, status=422 if form.errors else 200)
