"""Signing off, addenda, and the report to read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.roles import HOUSE
from aftersail.core.serving import served
from aftersail.visits.actions import reporting, signing
from aftersail.visits.forms import AddendumForm, SignForm
from aftersail.visits.permissions import READERS, REVIEWERS, WRITERS
from aftersail.visits.queries.report_content import LANGUAGES
from aftersail.visits.queries.visits import visit_by_id
from aftersail.visits.states import SignerRole
from aftersail.visits.views.page import back_to, shown

MOST_EDITIONS = 32_767


@audience(*WRITERS)
@require_POST
def sign(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Close the record with the signatures drawn on the screen."""
    found, form, now = visit_by_id(request.user, visit_id), SignForm(request.POST), timezone.now()
    made = attempt(
        form,
        lambda typed: signing.sign_visit(by=request.user, visit=found, signatures=_drawn(typed, now), at=now),
    )
    if made is None:
        return shown(request, visit_by_id(request.user, visit_id), "sign", status=422, sign_form=form)
    return back_to(found, "sign")


def _drawn(typed: dict[str, Any], at: datetime) -> list[signing.Signed]:
    return [
        signing.Signed(role, typed[f"{role}_name"], typed[f"{role}_image"], at, typed[f"{role}_post"])
        for role in SignerRole.values
        if role != SignerRole.YARD or typed["yard_image"]
    ]


@audience(*WRITERS, *REVIEWERS)
@require_POST
def addendum(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Add a correction to what was signed."""
    found, form = visit_by_id(request.user, visit_id), AddendumForm(request.POST)
    made = attempt(
        form, lambda typed: signing.add_addendum(by=request.user, visit=found, at=timezone.now(), **typed)
    )
    if made is None:
        return shown(request, visit_by_id(request.user, visit_id), "sign", status=422, addendum_form=form)
    return back_to(found, "sign")


@audience(*READERS)
@require_GET
def report(request: SignedInRequest, visit_id: UUID, edition: int, language: str) -> HttpResponse:
    """A frozen edition of the report as PDF; printed now if the background has not come to it."""
    found = visit_by_id(request.user, visit_id)
    if language not in LANGUAGES or edition > MOST_EDITIONS:
        raise NotThere
    frozen = (
        found.reports.filter(edition=edition, language=language).select_related("visit__order__case").first()
    )
    if frozen is None:
        raise NotThere
    return served(request, reporting.print_report(frozen))


@audience(*(READERS & HOUSE))
@require_GET
def draft(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """The report as it would read now, marked as a draft; for the house."""
    found = visit_by_id(request.user, visit_id)
    language = request.GET.get("language") or get_language() or LANGUAGES[0]
    if language not in LANGUAGES:
        raise NotThere
    pdf = reporting.draft_report(found, language, timezone.now())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}-draft.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
