"""Forms of technical states: changes, corrections, freezing, comparing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.models import Account
from aftersail.fleet.models import Equipment, ProductModel, ProductVersion
from aftersail.fleet.states import ChangeKind, StateKind, Whereto


class PlanChangeForm(forms.Form):
    """A change to a unit aboard."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is done"), choices=ChangeKind.choices)
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Fault, bulletin or wish behind it."),
    )
    reference = forms.CharField(
        label=_("reference"), max_length=60, required=False, help_text=_("Case, change order or bulletin")
    )
    planned_on = DayField(label=_("planned for"), required=False)
    new_serial = forms.CharField(
        label=_("new serial number"),
        max_length=60,
        required=False,
        help_text=_("Of a swap; may be given at installation."),
    )
    new_model = forms.ModelChoiceField(
        label=_("new model"),
        queryset=ProductModel.objects.none(),
        required=False,
        help_text=_("Of a swap, if it is another one."),
    )
    new_version = forms.ModelChoiceField(
        label=_("new version"),
        queryset=ProductVersion.objects.none(),
        required=False,
        help_text=_("Of a retrofit or swap."),
    )
    new_software = forms.CharField(label=_("new software version"), max_length=30, required=False)
    parts_stay = forms.BooleanField(
        label=_("its parts stay and go onto the new unit"), required=False, initial=True
    )

    def __init__(self, unit: Equipment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = unit.model.family_id
        models = ProductModel.objects.filter(family=family).order_by("code")
        versions = ProductVersion.objects.filter(model__family=family).order_by("model__code", "code")
        self.fields["new_model"].queryset = models  # type: ignore[attr-defined]
        self.fields["new_version"].queryset = versions  # type: ignore[attr-defined]


class InstallForm(forms.Form):
    """That a change was carried out aboard."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    installed_on = DayField(label=_("installed"))
    new_serial = forms.CharField(label=_("new serial number"), max_length=60, required=False)
    new_software = forms.CharField(label=_("new software version"), max_length=30, required=False)
    whereto = forms.ChoiceField(
        label=_("the old unit went"), choices=[("", "—"), *Whereto.choices], required=False
    )


class VerifyForm(forms.Form):
    """That an installed change was verified."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    signer = forms.CharField(
        label=_("person aboard who confirms"),
        max_length=60,
        required=False,
        help_text=_("Only where the house writes it down for the user."),
    )


class NoteForm(forms.Form):
    """A step with a reason."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = forms.CharField(label=_("reason"), max_length=300, required=False)


class CorrectForm(forms.Form):
    """What the technical state of a unit should say."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    serial_number = forms.CharField(label=_("serial number"), max_length=60)
    product_version = forms.ModelChoiceField(
        label=_("product version"), queryset=ProductVersion.objects.none(), required=False
    )
    software_version = forms.CharField(label=_("software version"), max_length=30, required=False)
    reason = forms.CharField(label=_("reason"), max_length=300)

    def __init__(self, unit: Equipment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = ProductVersion.objects.filter(model=unit.model).order_by("code")
        self.fields["product_version"].queryset = versions  # type: ignore[attr-defined]


class FreezeForm(forms.Form):
    """Which state of a hull is frozen, and on which day it counts."""

    kind = forms.ChoiceField(
        label=_("state"),
        choices=[(k, StateKind(k).label) for k in (StateKind.AS_BUILT, StateKind.AS_DELIVERED)],
    )
    on = DayField(label=_("state on"), required=False)


class CompareForm(forms.Form):
    """Which two states are compared; what is not understood falls back to delivered against maintained today."""

    left = forms.ChoiceField(choices=StateKind.choices, required=False)
    right = forms.ChoiceField(choices=StateKind.choices, required=False)
    left_on = DayField(required=False)
    right_on = DayField(required=False)
    unit = forms.UUIDField(required=False)
    all = forms.BooleanField(required=False)

    def asked(self, account: Account, vessel_id: Any, today: date) -> dict[str, Any]:
        """Return both states with their days, the unit meant, and whether every place is wanted."""
        self.is_valid()
        got = self.cleaned_data
        unit = None
        if got.get("unit"):
            unit = (
                Equipment.objects.visible_to(account).select_related("model").filter(pk=got["unit"]).first()
            )
        left, right = got.get("left") or StateKind.AS_DELIVERED, got.get("right") or StateKind.AS_MAINTAINED
        return {
            "left": (StateKind(left), got.get("left_on") or today),
            "right": (StateKind(right), got.get("right_on") or today),
            "unit": unit,
            "everything": bool(got.get("all")),
        }
