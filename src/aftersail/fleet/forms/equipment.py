"""Forms of a unit: its hour meter, and which records of its history are meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
