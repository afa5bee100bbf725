"""Pages of policy and duties: the edition in force, its steps, acknowledgement, the matrix, paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import reads_english
from aftersail.core.roles import HOUSE
from aftersail.people.actions import editions
from aftersail.people.forms import DutiesForm, VersionForm
from aftersail.people.models import DutyActivity, DutyChart, PolicyAcknowledgement, ServicePolicy
from aftersail.people.models.duties import HOUSE_ROLES
from aftersail.people.permissions import RULE_WRITERS, may_keep_edition
from aftersail.people.printing.render import Sheet, render_edition
from aftersail.people.queries import policy as queries
from aftersail.people.queries.policy import Holder
from aftersail.people.states import EditionState

FONTS = (settings.WEB / "fonts",)


def about_policy(request: SignedInRequest, policy: ServicePolicy) -> dict[str, Any]:
    """Return what a policy's page shows: text and promises, who has read it, and what this person may do."""
    account = request.user
    mine = PolicyAcknowledgement.objects.filter(policy=policy, staff__account=account).first()
    read = PolicyAcknowledgement.objects.filter(policy=policy).select_related("staff__station")
    return {
        "promises": policy.promises.all(),
        "english": reads_english(),
        "share": queries.acknowledged_share(policy) if policy.state == EditionState.IN_FORCE else None,
        "waiting": queries.unacknowledged(policy) if policy.state == EditionState.IN_FORCE else (),
        "read": read.order_by("-acknowledged_at"),
        "mine": mine,
        "may_acknowledge": mine is None and queries.policy_to_acknowledge(account) == policy,
        **_steps(request, policy, policy.state),
    }


def about_chart(request: SignedInRequest, chart: DutyChart) -> dict[str, Any]:
    """Return the matrix of a chart, and what this person may do with it."""
    return {"matrix": queries.duty_matrix(chart), **_steps(request, chart, chart.state)}


def about_activity(request: SignedInRequest, activity: DutyActivity) -> dict[str, Any]:
    """Return who does what in an activity."""
    matrix = [(holder, queries.cells_of(activity).get(holder.key)) for holder in _holders(activity)]
    return {
        "cells": [(holder, said) for holder, said in matrix if said],
        "keeps": bool(may_keep_edition(request.user, activity.chart.state)),
    }


def _steps(request: SignedInRequest, edition: Any, state: str) -> dict[str, Any]:
    writes = request.user.has_role(*RULE_WRITERS)
    return {
        "may_publish": writes and state == EditionState.DRAFT,
        "may_draft": writes and state != EditionState.DRAFT,
        "keeps": bool(may_keep_edition(request.user, state)),
    }


@audience(*HOUSE)
@require_GET
def policy_now(request: SignedInRequest) -> HttpResponse:
    """Open the policy in force, or the list where none is."""
    policy = queries.policy_in_force()
    return redirect("people:policy", pk=policy.pk) if policy else redirect("people:policies")


@audience(*HOUSE)
@require_GET
def duties_now(request: SignedInRequest) -> HttpResponse:
    """Open the chart of duties in force, or the list where none is."""
    chart = queries.chart_in_force()
    return redirect("people:chart", pk=chart.pk) if chart else redirect("people:charts")


@audience(*HOUSE)
@require_POST
def acknowledge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that one has read the policy."""
    policy = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    editions.acknowledge_policy(by=request.user, policy=policy, at=timezone.now())
    messages.success(request, _("Thank you. Your acknowledgement is on record."))
    return redirect("people:policy", pk=policy.pk)


@audience(*RULE_WRITERS)
@require_POST
def publish_policy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Put a policy in force."""
    policy = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    form = VersionForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    editions.put_policy_in_force(by=request.user, policy=policy, at=timezone.now(), seen=seen)
    return redirect("people:policy", pk=policy.pk)


@audience(*RULE_WRITERS)
@require_POST
def draft_policy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin a new edition of the policy."""
    source = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    made = editions.draft_policy(by=request.user, source=source, at=timezone.now())
    return redirect("people:policy", pk=made.pk)


@audience(*RULE_WRITERS)
@require_POST
def publish_chart(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Put a chart of duties in force."""
    chart = get_object_or_404(DutyChart.objects.visible_to(request.user), pk=pk)
    form = VersionForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    editions.put_chart_in_force(by=request.user, chart=chart, at=timezone.now(), seen=seen)
    return redirect("people:chart", pk=chart.pk)


@audience(*RULE_WRITERS)
@require_POST
def draft_chart(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin a new edition of the duties."""
    source = get_object_or_404(DutyChart.objects.visible_to(request.user), pk=pk)
    made = editions.draft_chart(by=request.user, source=source, at=timezone.now())
    return redirect("people:chart", pk=made.pk)


@audience(*RULE_WRITERS)
@require_http_methods(["GET", "POST"])
def state_duties(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Set who does what in an activity: exactly one A."""
    rows = DutyActivity.objects.visible_to(request.user).select_related("chart", "accountable_person")
    activity = get_object_or_404(rows, pk=pk)
    form = DutiesForm(
        request.POST or None, holders=_holders(activity), cells=queries.cells_of(activity),
        initial={"version": activity.version},
    )  # fmt: skip
    if request.method == "POST":
        made = attempt(form, lambda typed: editions.state_duties(
            by=request.user, activity=activity, cells=form.cells(), at=timezone.now(), seen=typed["version"]
        ))  # fmt: skip
        if made is not None:
            return redirect("people:chart", pk=activity.chart_id)
    context = {"form": form, "activity": activity, "back": reverse("people:chart", args=[activity.chart_id])}
    return render(request, "people/duties_form.html", context, status=422 if form.errors else 200)


def _holders(activity: DutyActivity) -> list[Holder]:
    """Every role of the house, and the persons who have something in this activity."""
    roles = [Holder(f"role:{code}", label) for code, label in HOUSE_ROLES]
    people = {mark.person for mark in activity.marks.select_related("person") if mark.person}
    if activity.accountable_person:
        people.add(activity.accountable_person)
    return [*roles, *(Holder(f"person:{p.pk}", p.name, p) for p in sorted(people, key=lambda p: p.number))]


@audience(*HOUSE)
@require_GET
def print_policy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with the policy as a PDF, in the reader's language."""
    policy = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    english = reads_english()
    rows = tuple(
        (str(p.position), p.text_en if english else p.text, f"{p.number.normalize():f} {p.measure_en if english else p.measure}")
        for p in policy.promises.all()
    )  # fmt: skip
    text = policy.text_en if english else policy.text
    sheet = Sheet(
        title=policy.title_en if english else policy.title,
        subtitle=_subtitle(policy),
        paragraphs=tuple(filter(None, (line.strip() for line in text.splitlines()))),
        heads=(_("No."), _("We promise"), _("Measured by")),
        rows=rows,
        foot=settings.HOUSE_NAME,
    )
    return _pdf(sheet, f"policy-{policy.edition}")


@audience(*HOUSE)
@require_GET
def print_chart(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with the matrix of duties as a PDF."""
    chart = get_object_or_404(DutyChart.objects.visible_to(request.user), pk=pk)
    matrix = queries.duty_matrix(chart)
    english = reads_english()
    rows = tuple(
        ((row.activity.name_en if english else "") or row.activity.name, *row.cells) for row in matrix.rows
    )
    sheet = Sheet(
        title=(chart.name_en if english else "") or chart.name,
        subtitle=_subtitle(chart),
        paragraphs=(
            _("A answers for it (exactly one), R does the work, C is asked first, I is told afterwards."),
        ),
        heads=(_("Duty"), *(str(holder.label) for holder in matrix.holders)),
        rows=rows,
        foot=settings.HOUSE_NAME,
        wide=True,
    )
    return _pdf(sheet, f"duties-{chart.edition}")


def _subtitle(edition: ServicePolicy | DutyChart) -> str:
    told = _("Edition %(edition)s · %(state)s") % {
        "edition": edition.edition,
        "state": edition.get_state_display(),
    }
    return f"{told} · {edition.in_force_from.isoformat()}" if edition.in_force_from else told


def _pdf(sheet: Sheet, name: str) -> HttpResponse:
    now = timezone.now()
    pdf = render_edition(sheet, language=get_language() or "zh-hans", at=now, font_paths=FONTS)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
