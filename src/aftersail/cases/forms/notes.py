"""Forms for what is said, stated and owed in a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.forms.moves import owners
from aftersail.cases.models import Case
from aftersail.cases.states import ContactMeans
from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.core.models import Organisation
from aftersail.fleet.models import FailureCode
from aftersail.fleet.states import WarrantyStatus
from aftersail.people.models import Staff
from aftersail.supply.models import Part


class CommentForm(forms.Form):
    """Something to say."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    internal = forms.BooleanField(label=_("Internal: the customer does not see it"), required=False)


class ContactForm(forms.Form):
    """A call or message to the customer."""

    means = forms.ChoiceField(label=_("Means"), choices=ContactMeans.choices)
    person = forms.CharField(label=_("Spoken to"), max_length=60, required=False)
    reached = forms.BooleanField(label=_("Reached"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class OwnerForm(forms.Form):
    """Another owner."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    owner = NamedChoiceField(label=_("Owner"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class WarrantyForm(forms.Form):
    """Another verdict on the warranty, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Warranty"), choices=WarrantyStatus.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CodesForm(forms.Form):
    """Mode, mechanism and cause, from what is valid for the unit."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    mode = NamedChoiceField(label=_("Failure mode"), queryset=FailureCode.objects.none(), required=False)
    mechanism = NamedChoiceField(
        label=_("Failure mechanism"), queryset=FailureCode.objects.none(), required=False
    )
    cause = NamedChoiceField(label=_("Failure cause"), queryset=FailureCode.objects.none(), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = case.equipment.model.family_id if case.equipment else None
        fits = Q(families=None) | Q(families=family)
        for kind in ("mode", "mechanism", "cause"):
            self.fields[kind].queryset = FailureCode.objects.filter(fits, kind=kind, active=True).distinct()  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """A task for one party."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    party = NamedChoiceField(label=_("Party"), queryset=Organisation.objects.none())
    text = forms.CharField(label=_("Task"), max_length=300)
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties_of(case)  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What came of a task."""

    outcome = forms.CharField(label=_("Outcome"), max_length=300)


class OwedPartForm(forms.Form):
    """A part the ship is still to get."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    part = NamedChoiceField(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, initial=1)
    due_on = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = case.equipment.model.family_id if case.equipment else None
        parts = Part.objects.filter(active=True)
        self.fields["part"].queryset = parts.filter(Q(family=family) | Q(family=None)) if family else parts  # type: ignore[attr-defined]


class LeftoverForm(forms.Form):
    """Work that is left over."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("Item"), max_length=300)
    party = forms.CharField(label=_("Party"), max_length=120, required=False)
    due_on = DayField(label=_("Due"), required=False)


def parties_of(case: Case) -> Any:
    """Return the organisations that have to do with a case: the house, its customer, its yard, suppliers."""
    named = [case.customer.organisation_id, case.open_to_yard.organisation_id if case.open_to_yard else None]
    return Organisation.objects.filter(
        Q(kind__in=["house", "supplier"]) | Q(pk__in=[one for one in named if one])
    )
