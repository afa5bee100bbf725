"""Forms on paper, blank or as they stand; a signed one must still be what was signed."""

from __future__ import annotations

from django.conf import settings

from aftersail.visits.form_paper.canonical import content_hash
from aftersail.visits.form_paper.render import render_form
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.visits.queries.form_sheets import blank_sheet, filled_sheet, photos_on
from aftersail.visits.states import FilledState

FONTS = (settings.WEB / "fonts",)


class SignedContentChanged(Exception):
    """The form no longer has the hash that was stored when it was signed."""


def print_blank(edition: FormEdition) -> bytes:
    """Return a blank form as PDF."""
    sheet = blank_sheet(edition)
    drawn = [b""] * len(sheet["signatures"])
    return render_form(
        sheet, drawn=drawn, photos=[], at=edition.active_from or edition.created_at, font_paths=FONTS
    )


def print_filled(form: FilledForm) -> bytes:
    """Return a filled form as PDF; raises `SignedContentChanged` where a signed one is not what was signed."""
    if form.state == FilledState.SIGNED and content_hash(form) != form.content_hash:
        raise SignedContentChanged(f"{form.number}: signed as {form.content_hash}")
    sheet, drawn = filled_sheet(form)
    return render_form(
        sheet, drawn=drawn, photos=photos_on(form), at=form.signed_at or form.begun_at, font_paths=FONTS
    )
