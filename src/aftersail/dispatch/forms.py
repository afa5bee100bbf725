"""Forms for sending an engineer and for calling one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import InstantField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField, NamedChoicesField
from aftersail.people.models import Staff


class AssignForm(forms.Form):
    """When, with whom, and why if it is not the engineer proposed first."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    team = NamedChoicesField(
        label=_("Goes along"), queryset=Staff.objects.none(), required=False,
        help_text=_("Hold Ctrl to choose several. Somebody below the level needed may go with one who has it."),
    )  # fmt: skip
    override_reason = forms.CharField(
        label=_("Why this engineer"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when somebody else is proposed first, or outside the ship's window. It is kept in the log."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: dict[str, Staff], lead: Staff, must_explain: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [one.pk for one in people.values() if one.pk != lead.pk]
        near = (
            Staff.objects.filter(pk__in=others).select_related("station").order_by("station__code", "number")
        )
        self.fields["team"].queryset = near  # type: ignore[attr-defined]
        self.fields["override_reason"].required = must_explain


class ReleaseForm(forms.Form):
    """Why an engineer no longer goes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    """Who goes instead, or when instead, and why if the rules ask."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    staff = NamedChoiceField(label=_("Who goes"), queryset=Staff.objects.none())
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when somebody else is proposed first, outside the ship's window, or on a long day."),
    )  # fmt: skip


class LockForm(forms.Form):
    """Why a promise must stay as it is; empty to take the lock off."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it must stay"), max_length=300, required=False)


class OfferForm(forms.Form):
    """When a partner is to work, for how much, and why a partner."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    agreed_cost_cny = forms.DecimalField(
        label=_("Agreed cost (CNY)"), min_value=0, max_digits=12, decimal_places=2
    )
    reason = forms.CharField(
        label=_("Why a partner"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartnerStepForm(forms.Form):
    """A step with a word about it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartnerReportForm(forms.Form):
    """What a partner did."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    report = forms.CharField(
        label=_("Account of the work"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    finished_at = InstantField(label=_("Finished"))
    work_hours = forms.DecimalField(label=_("Hours of work"), min_value=0, max_digits=6, decimal_places=1)
    actual_cost_cny = forms.DecimalField(
        label=_("Actual cost (CNY)"), min_value=0, max_digits=12, decimal_places=2
    )
