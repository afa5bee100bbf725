"""Service consultants of a case: who was invited, inviting one, taking it back, signing for the work."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.cases.actions.consultations import (
    BEST,
    assess_consultation,
    end_consultation,
    invitation_verdict,
    invite_consultant,
    skill_of,
)
from aftersail.cases.models import Case, Consultation
from aftersail.cases.permissions import READERS, may_assess_consultation, may_invite_consultant
from aftersail.cases.queries.finding import case_by_id
from aftersail.cases.states import CARE_ROLES
from aftersail.core.attempts import DayField, attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.roles import HOUSE
from aftersail.people.models import Consultant
from aftersail.people.queries.engagements import consultants

DAYS = 30
"""For so long an invitation lasts unless somebody says otherwise."""
GRADES = [
    (5, _("5 · excellent")), (4, _("4 · good")), (3, _("3 · as expected")), (2, _("2 · weak")), (1, _("1 · poor")),
]  # fmt: skip


class InviteForm(forms.Form):
    """Whom to invite, with what question, until when."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    consultant = forms.ModelChoiceField(
        label=_("Service consultant"), queryset=Consultant.objects.none(), widget=forms.HiddenInput
    )
    question = forms.CharField(
        label=_("What we want to know"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    last_day = DayField(label=_("Last day of access"))
    on_board = forms.BooleanField(label=_("Goes on board"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultant"].queryset = Consultant.objects.all()  # type: ignore[attr-defined]


class AssessForm(forms.Form):
    """What a consultant's work in a case amounted to."""

    hours = forms.DecimalField(
        label=_("Hours worked"), min_value=Decimal("0.5"), max_value=500, decimal_places=1, widget=forms.NumberInput(attrs={"step": "0.5"})
    )  # fmt: skip
    attitude = forms.TypedChoiceField(label=_("Service attitude"), coerce=int, choices=GRADES)
    expertise = forms.TypedChoiceField(label=_("Professional level"), coerce=int, choices=GRADES)


@audience(*(READERS & HOUSE))
@require_GET
def panel(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Fragment of the case page: the consultants invited, past and present."""
    case = case_by_id(request.user, case_id)
    rows = Consultation.objects.visible_to(request.user).filter(case=case).select_related("consultant")
    context = {
        "case": case, "rows": rows, "now": timezone.now(), "may_invite": bool(may_invite_consultant(request.user, case)),
        "may_assess": request.user.has_role(*CARE_ROLES), "best": BEST,
    }  # fmt: skip
    return render(request, "cases/parts/_consultants.html", context)


@audience(*CARE_ROLES)
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Choose from the pool, the fitting first and the others with the reason, and invite."""
    case = case_by_id(request.user, case_id)
    today = timezone.localdate()
    form = InviteForm(
        request.POST or None,
        initial={
            "id": new_id(), "consultant": request.GET.get("consultant"), "last_day": today + timedelta(days=DAYS),
        },
    )  # fmt: skip
    if request.method == "POST":
        made = attempt(form, lambda typed: invite_consultant(
            by=request.user, case=case, at=timezone.now(), **typed
        ))  # fmt: skip
        if made is not None:
            return redirect("cases:case", case_id=case.pk)
    chosen = request.POST.get("consultant") or request.GET.get("consultant", "")
    context = {
        "case": case,
        "form": form,
        "pool": _pool(request, case),
        "chosen": chosen,
        "skill": skill_of(case),
    }
    return render(request, "cases/invite_consultant.html", context, status=422 if form.errors else 200)


def _pool(request: SignedInRequest, case: Case) -> list[dict[str, Any]]:
    """Everybody of the pool with the verdict of today, those who may be invited first."""
    today = timezone.localdate()
    rows = []
    for one in consultants(request.user).exclude(state="ended").prefetch_related("clearances", "absences"):
        verdict = invitation_verdict(case, one, first=today, last=today)
        rows.append({"consultant": one, "pk": str(one.pk), "fits": bool(verdict), "reasons": verdict.reasons})
    return sorted(rows, key=lambda row: not row["fits"])


@audience(*CARE_ROLES)
@require_POST
def end(request: SignedInRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    case = case_by_id(request.user, case_id)
    rows = Consultation.objects.visible_to(request.user).select_related("consultant", "case")
    found = get_object_or_404(rows, pk=consultation_id, case=case)
    end_consultation(by=request.user, consultation=found, at=timezone.now())
    return redirect("cases:case", case_id=case.pk)


@audience(*CARE_ROLES)
@require_http_methods(["GET", "POST"])
def assess(request: SignedInRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Sign for a consultant's hours and grade attitude and expertise (R51)."""
    case = case_by_id(request.user, case_id)
    rows = Consultation.objects.visible_to(request.user).select_related("consultant", "case")
    found = get_object_or_404(rows, pk=consultation_id, case=case)
    known = {"hours": found.hours, "attitude": found.attitude or 4, "expertise": found.expertise or 4}
    form = AssessForm(request.POST or None, initial=known)
    if request.method == "POST":
        made = attempt(form, lambda typed: assess_consultation(
            by=request.user, consultation=found, at=timezone.now(), **typed
        ))  # fmt: skip
        if made is not None:
            return redirect("cases:case", case_id=case.pk)
    context = {
        "case": case,
        "consultation": found,
        "form": form,
        "may": may_assess_consultation(request.user, found),
    }
    return render(request, "cases/assess_consultant.html", context, status=422 if form.errors else 200)
