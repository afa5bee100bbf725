"""What a form widget wears: its class of the house, and words for an empty choice."""

from __future__ import annotations

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    ModelChoiceField,
    RadioSelect,
    Select,
)
from django.utils.translation import gettext as _


def widget_class(widget: object) -> str:
    """Return the house class of a form widget."""
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control file-input" if isinstance(widget, FileInput) else "form-control"


def name_the_blank(bound: BoundField) -> None:
    """Put a word in the place of Django's row of dashes: what to do where a choice is needed, else that there is none."""
    if isinstance(bound.field, ModelChoiceField) and bound.field.empty_label == "---------":
        bound.field.empty_label = _("Choose…") if bound.field.required else "—"
        bound.field.widget.choices = bound.field.choices
