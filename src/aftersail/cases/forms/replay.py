"""The form of the simulator: which past cases are judged again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id


class ReplayForm(forms.Form):
    """From which day to which day the cases were reported."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    first = DayField(label=_("Reported from"))
    last = DayField(label=_("Reported until"))

    def clean(self) -> dict[str, Any]:
        """The days stand in order."""
        told = self.cleaned_data
        if "first" in told and "last" in told and told["last"] < told["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return told
