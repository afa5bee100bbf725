"""The designer: forms with their editions, one edition with its lines, its preview, its publication (R65)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.verdicts import Refused
from aftersail.visits.actions import form_editions
from aftersail.visits.forms import (
    FillForm,
    FormFileForm,
    HeadingForm,
    LineForm,
    NewFormForm,
    PublishForm,
)
from aftersail.visits.models import FormDefinition, FormEdition
from aftersail.visits.permissions import FORM_DESIGNERS, FORM_READERS, may_design
from aftersail.visits.queries.forms import edition_before, edition_by_id
from aftersail.visits.rules import designing as rules
from aftersail.visits.rules.filling import visible_lines
from aftersail.visits.rules.form_mistakes import mistakes_in
from aftersail.visits.states import EditionState, FieldKind

LARGEST_FILE = 1_000_000


@audience(*FORM_READERS)
@require_GET
def designs(request: SignedInRequest) -> HttpResponse:
    """Every form of the house with its editions."""
    return _designs(request)


def _designs(request: SignedInRequest, status: int = 200, **forms: Any) -> HttpResponse:
    rows = (
        FormDefinition.objects.prefetch_related("editions").select_related("family").order_by("kind", "code")
    )
    context = {
        "forms": rows,
        "designs": bool(may_design(request.user)),
        "new_form": NewFormForm(),
        "file_form": FormFileForm(auto_id="file_%s"),
    }
    return render(request, "visits/forms/designs.html", context | forms, status=status)


@audience(*FORM_DESIGNERS)
@require_POST
def new_design(request: SignedInRequest) -> HttpResponse:
    """Begin a form that the house does not have."""
    form = NewFormForm(request.POST)
    made = attempt(form, lambda typed: form_editions.draft_form(by=request.user, at=timezone.now(), **typed))
    return redirect("visits:design", made.pk) if made else _designs(request, 422, new_form=form)


@audience(*FORM_DESIGNERS)
@require_POST
def take_design(request: SignedInRequest) -> HttpResponse:
    """Take a form in from a JSON file."""
    form = FormFileForm(request.POST, request.FILES, auto_id="file_%s")

    def take(typed: dict[str, Any]) -> FormEdition:
        content = typed["file"].read(LARGEST_FILE + 1)
        try:
            document = json.loads(content) if len(content) <= LARGEST_FILE else None
        except (ValueError, RecursionError) as wrong:
            raise Refused([_("The file is not JSON.")]) from wrong
        return form_editions.import_edition(
            by=request.user, id=typed["id"], document=document, at=timezone.now()
        )

    made = attempt(form, take)
    return redirect("visits:design", made.pk) if made else _designs(request, 422, file_form=form)


@audience(*FORM_READERS)
@require_GET
def design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """One edition: its lines, its preview, what it changes."""
    return show_design(request, edition_by_id(edition_id))


def show_design(
    request: SignedInRequest, edition: FormEdition, status: int = 200, **forms: Any
) -> HttpResponse:
    """Render the page of an edition, with the forms that were refused as they were typed."""
    definition, before = edition.definition, edition_before(edition)
    edits = bool(may_design(request.user)) and edition.state == EditionState.DRAFT
    context = {
        "edition": edition, "definition": definition, "edits": edits, "designs": bool(may_design(request.user)),
        "mistakes": mistakes_in(definition) if edition.state == EditionState.DRAFT else (),
        "changes": rules.changes_between(before.definition if before else None, definition),
        "before": before, "kinds": dict(FieldKind.choices),
        "line_form": LineForm(definition=definition, auto_id="line_%s"), "heading_form": HeadingForm(auto_id="heading_%s"),
        "publish_form": PublishForm(initial={"version": edition.version}, auto_id="publish_%s"),
        "draft": edition.form.editions.filter(state=EditionState.DRAFT).exclude(pk=edition.pk).first(), "open": "",
    }  # fmt: skip
    template = (
        "visits/forms/parts/_designer.html" if "HX-Request" in request.headers else "visits/forms/design.html"
    )
    return render(request, template, context | forms, status=status)


@audience(*FORM_READERS)
@require_GET
def preview(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """A form as people will see it, to try; nothing is kept."""
    edition = edition_by_id(edition_id)
    definition = edition.definition
    typed = FillForm(
        request.GET,
        definition=definition,
        lines=tuple(definition.lines),
        kept={},
        skipped={},
        witnessed={},
        family=None,
    )
    typed.is_valid()
    tried = {key: value for key, value in typed.values().items() if value is not None} if request.GET else {}
    lines = visible_lines(definition, tried)
    form = FillForm(definition=definition, lines=lines, kept=tried, skipped={}, witnessed={}, family=None)
    rows = {
        one.key: {"field": one, "bound": [form[name] for name in form.rows.get(one.key, ())]} for one in lines
    }
    sections = [(one, [rows[f.key] for f in one.fields if f.key in rows]) for one in definition.sections]
    context = {
        "edition": edition,
        "sections": sections,
        "signatures": [one for one in definition.fields if one.kind == "signature"],
    }
    return render(request, "visits/forms/preview.html", context)


@audience(*FORM_READERS)
@require_GET
def export_design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """An edition as a JSON file."""
    edition = edition_by_id(edition_id)
    answer = HttpResponse(
        json.dumps(edition.schema, ensure_ascii=False, indent=2), content_type="application/schema+json"
    )
    answer["Content-Disposition"] = f'attachment; filename="{edition.form.code}-v{edition.number}.json"'
    return answer


@audience(*FORM_DESIGNERS)
@require_POST
def copy_design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Copy an edition as a new draft."""
    edition, form = edition_by_id(edition_id), django_forms.Form({})
    made = attempt(
        form,
        lambda _t: form_editions.draft_next_edition(
            by=request.user, edition=edition, id=new_id(), at=timezone.now()
        ),
    )
    return redirect("visits:design", made.pk) if made else show_design(request, edition, 422, refused=form)


@audience(*FORM_DESIGNERS)
@require_POST
def publish_design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Publish a draft."""
    edition, form = edition_by_id(edition_id), PublishForm(request.POST, auto_id="publish_%s")
    made = attempt(form, lambda typed: form_editions.publish_edition(
        by=request.user, edition=edition, note=typed["note"], at=timezone.now(), seen=typed["version"]
    ))  # fmt: skip
    return (
        redirect("visits:design", edition.pk)
        if made
        else show_design(request, edition_by_id(edition_id), 422, publish_form=form)
    )


@audience(*FORM_DESIGNERS)
@require_POST
def retire_design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Retire the active edition."""
    edition, form = edition_by_id(edition_id), django_forms.Form({})
    made = attempt(
        form, lambda _t: form_editions.retire_edition(by=request.user, edition=edition, at=timezone.now())
    )
    return (
        redirect("visits:design", edition.pk)
        if made
        else show_design(request, edition_by_id(edition_id), 422, refused=form)
    )


@audience(*FORM_DESIGNERS)
@require_POST
def drop_design(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    edition, form = edition_by_id(edition_id), django_forms.Form({})

    def drop(_typed: dict[str, Any]) -> bool:
        form_editions.drop_draft(by=request.user, edition=edition, at=timezone.now())
        return True

    return (
        redirect("visits:designs")
        if attempt(form, drop)
        else show_design(request, edition_by_id(edition_id), 422, refused=form)
    )
