"""Forms of a return visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.people.models import Staff


class RecordForm(forms.Form):
    """What the customer said."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    interviewee = forms.CharField(label=_("Person interviewed"), max_length=60, help_text=_("Name and post"))
    condition = forms.CharField(
        label=_("How does the equipment run?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    problems = forms.CharField(
        label=_("Problems"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Each problem becomes a request afterwards; the page offers it."),
    )
    suggestions = forms.CharField(
        label=_("Suggestions"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(forms.Form):
    """Who makes the call."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = NamedChoiceField(label=_("Goes to"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_the_desk = Staff.objects.filter(active=True).exclude(account=None).order_by("name")
        self.fields["person"].queryset = at_the_desk  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """How the problems told were taken up."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
