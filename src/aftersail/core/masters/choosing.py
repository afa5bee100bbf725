"""Form fields that choose a record, called in the reader's language."""

from __future__ import annotations

from typing import Any

from django import forms

from aftersail.core.masters.naming import named


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One record, by its English name for readers of English, where it has one."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what the list says of a record."""
        return named(obj)


class NamedChoicesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several records, each called as in `NamedChoiceField`."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what the list says of a record."""
        return named(obj)
