"""The form of what a baseline promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.fleet.models import BaselineServices


class ServicesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The services of one criticality; lists are typed one entry a line."""

    spares = forms.CharField(label=_("spares"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    documents = forms.CharField(
        label=_("documents"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        """Which fields, in order."""

        model = BaselineServices
        fields = (
            "inspection_months", "training_hours", "first_visit_days", "visit_months", "closure_visit_days", "design_visit_months", "spares", "documents",
        )  # fmt: skip

    @staticmethod
    def values_of(row: BaselineServices | None) -> dict[str, Any]:
        """Return what the form starts from."""
        if row is None:
            return {}
        kept = {name: getattr(row, name) for name in ServicesForm.Meta.fields}
        return kept | {"spares": "\n".join(row.spares), "documents": "\n".join(row.documents)}

    def clean_spares(self) -> list[str]:
        """One entry a line."""
        return _lines(self.cleaned_data["spares"])

    def clean_documents(self) -> list[str]:
        """One entry a line."""
        return _lines(self.cleaned_data["documents"])


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any(len(line) > 120 for line in lines):
        raise forms.ValidationError(_("At most 120 characters a line."))
    return lines
