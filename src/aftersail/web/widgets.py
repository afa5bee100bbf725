"""Which class of the house a form widget wears."""

from __future__ import annotations

from django.forms import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select


def widget_class(widget: object) -> str:
    """Return the house class of a form widget."""
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control file-input" if isinstance(widget, FileInput) else "form-control"
