"""Forms of the fleet chapter beyond its plain registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.fleet.models import BaselineServices
from aftersail.fleet.queries.history import Chosen


class HoursForm(forms.Form):
    """A reading of an hour meter."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    hours = forms.DecimalField(label=_("running hours"), min_value=0, max_digits=9, decimal_places=1)
    read_at = forms.DateTimeField(
        label=_("read at"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=200,
        help_text=_("Only where the hours are fewer than before."),
    )


class HistoryForm(forms.Form):
    """Which maintenance records are meant; everything that is not understood is left out."""

    equipment = forms.UUIDField(required=False)
    vessel = forms.UUIDField(required=False)
    system = forms.CharField(required=False, max_length=80)
    work_type = forms.CharField(required=False, max_length=30)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)

    def chosen(self) -> Chosen:
        """Return what was asked for; a period the wrong way round is turned."""
        self.is_valid()
        found: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if v}
        first, last = found.get("first"), found.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            found["first"], found["last"] = last, first
        return Chosen(**found)


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
