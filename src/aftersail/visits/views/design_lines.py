"""The designer's steps: sections and lines of a draft added, changed, moved, removed (R65)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.visits.actions import form_editions
from aftersail.visits.forms import HeadingForm, LineForm, initial_of
from aftersail.visits.models import FormEdition
from aftersail.visits.permissions import FORM_DESIGNERS
from aftersail.visits.queries.forms import edition_by_id
from aftersail.visits.rules import designing as rules
from aftersail.visits.views.designing import show_design

MOVES = {"up": -1, "down": 1}


@audience(*FORM_DESIGNERS)
@require_POST
def add_section(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Add a section."""
    edition, form = edition_by_id(edition_id), HeadingForm(request.POST, auto_id="heading_%s")
    return _changed(
        request,
        edition,
        form,
        "heading_form",
        lambda typed: lambda one: rules.with_section(one, form.label_words, typed["party"]),
    )


@audience(*FORM_DESIGNERS)
@require_http_methods(["GET", "POST"])
def edit_section(request: SignedInRequest, edition_id: UUID, section: str) -> HttpResponse:
    """Name a section anew."""
    edition = edition_by_id(edition_id)
    known = next((one for one in edition.definition.sections if one.key == section), None)
    if known is None:
        raise NotThere
    initial = {"zh": known.label.zh, "en": known.label.en, "party": known.party}
    form = HeadingForm(request.POST or None, initial=initial)
    if request.method == "POST" and _apply(
        request,
        edition,
        form,
        lambda typed: lambda one: rules.with_heading(one, section, form.label_words, typed["party"]),
    ):
        return redirect(f"{reverse('visits:design', args=[edition.pk])}#section-{section}")
    context = {"edition": edition, "form": form, "title": str(known.label)}
    return render(request, "visits/forms/edit.html", context, status=422 if form.errors else 200)


@audience(*FORM_DESIGNERS)
@require_POST
def add_line(request: SignedInRequest, edition_id: UUID, section: str) -> HttpResponse:
    """Add a line at the end of a section."""
    edition = edition_by_id(edition_id)
    form = LineForm(request.POST, definition=edition.definition, auto_id=f"{section}_%s")
    return _changed(
        request,
        edition,
        form,
        "line_form",
        lambda _t: lambda one: rules.with_field(one, section, form.line()),
        open=section,
    )


@audience(*FORM_DESIGNERS)
@require_http_methods(["GET", "POST"])
def edit_line(request: SignedInRequest, edition_id: UUID, line: str) -> HttpResponse:
    """Change one line."""
    edition = edition_by_id(edition_id)
    known = edition.definition.field(line)
    if known is None:
        raise NotThere
    form = LineForm(request.POST or None, definition=edition.definition, key=line, initial=initial_of(known))
    if request.method == "POST" and _apply(
        request, edition, form, lambda _t: lambda one: rules.with_changed_field(one, line, form.line())
    ):
        return redirect(f"{reverse('visits:design', args=[edition.pk])}#line-{line}")
    context = {"edition": edition, "form": form, "title": str(known.label), "line": known}
    return render(request, "visits/forms/edit.html", context, status=422 if form.errors else 200)


@audience(*FORM_DESIGNERS)
@require_POST
def change_line(request: SignedInRequest, edition_id: UUID, line: str, change: str) -> HttpResponse:
    """Move a line up or down, or remove it."""
    edition = edition_by_id(edition_id)
    if change not in {*MOVES, "remove"}:
        raise NotThere

    def step(_typed: dict[str, Any]) -> form_editions.Change:
        return lambda one: (
            rules.without_field(one, line)
            if change == "remove"
            else rules.moved_field(one, line, MOVES[change])
        )

    return _changed(request, edition, django_forms.Form({}), "refused", step)


@audience(*FORM_DESIGNERS)
@require_POST
def change_section(request: SignedInRequest, edition_id: UUID, section: str, change: str) -> HttpResponse:
    """Move a section up or down, or remove it with its lines."""
    edition = edition_by_id(edition_id)
    if change not in {*MOVES, "remove"}:
        raise NotThere

    def step(_typed: dict[str, Any]) -> form_editions.Change:
        return lambda one: (
            rules.without_section(one, section)
            if change == "remove"
            else rules.moved_section(one, section, MOVES[change])
        )

    return _changed(request, edition, django_forms.Form({}), "refused", step)


def _apply(request: SignedInRequest, edition: FormEdition, form: Any, make: Any) -> Any:
    return attempt(form, lambda typed: form_editions.change_edition(
        by=request.user, edition=edition, change=make(typed), at=timezone.now(), seen=edition.version
    ))  # fmt: skip


def _changed(
    request: SignedInRequest, edition: FormEdition, form: Any, name: str, make: Any, **more: Any
) -> HttpResponse:
    if _apply(request, edition, form, make) is None:
        return show_design(request, edition_by_id(edition.pk), 422, **{name: form}, **more)
    if "HX-Request" in request.headers:
        return show_design(request, edition_by_id(edition.pk))
    return redirect("visits:design", edition.pk)
