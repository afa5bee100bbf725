"""Forms of the fleet chapter beyond its plain registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.drawn import LONGEST, DrawnField
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.fleet.models import BaselineServices, Equipment, ProductModel, ProductVersion
from aftersail.fleet.queries.history import Chosen
from aftersail.fleet.states import (
    ChangeKind,
    HandoverPart,
    OwedBy,
    StateKind,
    TaskLevel,
    Whereto,
    WindowEffect,
)


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


class MilestoneForm(forms.Form):
    """A date of a hull, planned and reached."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    planned_on = DayField(label=_("planned"), required=False)
    actual_on = DayField(label=_("actual"), required=False)
    reason = forms.CharField(
        label=_("reason"), required=False, max_length=200, help_text=_("Needed when a planned date moves.")
    )


class HullMoveForm(forms.Form):
    """The next stage of a hull and the day on which it began."""

    move = forms.CharField(max_length=20, widget=forms.HiddenInput)
    on = DayField(label=_("On"))
    reason = forms.CharField(label=_("reason"), required=False, max_length=200)


class PointForm(forms.Form):
    """The answer to a point of a gate; a waiver bears a name and a reason."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=8)
    evidence = forms.CharField(label=_("evidence"), required=False, max_length=200)
    signer = forms.CharField(label=_("waived by"), required=False, max_length=60)
    reason = forms.CharField(label=_("reason of the waiver"), required=False, max_length=300)


class ParticularsForm(forms.Form):
    """Day and place of a handover, and a remark."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    delivered_on = DayField(label=_("delivered"), required=False)
    place = forms.CharField(label=_("place of handover"), required=False, max_length=80)
    note = forms.CharField(
        label=_("note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ItemForm(forms.Form):
    """A further item of a handover."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    part = forms.ChoiceField(label=_("kind"), choices=HandoverPart.choices)
    title = forms.CharField(label=_("item"), max_length=160)
    identifier = forms.CharField(label=_("serial or document number"), required=False, max_length=80)
    quantity = forms.IntegerField(label=_("quantity"), min_value=1, max_value=9999, initial=1)


class CheckForm(forms.Form):
    """What the check of an item found; what is missing is owed by a side until a day."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    result = forms.CharField(max_length=8)
    identifier = forms.CharField(label=_("serial or document number"), required=False, max_length=80)
    note = forms.CharField(label=_("note"), required=False, max_length=200)
    owed_by = forms.ChoiceField(label=_("responsible side"), choices=OwedBy.choices, required=False)
    party = forms.CharField(label=_("responsible person or firm"), required=False, max_length=120)
    due_on = DayField(label=_("to be put right by"), required=False)


class LeftoverForm(forms.Form):
    """A further leftover of a hull."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("item"), max_length=300)
    location = forms.CharField(label=_("location"), required=False, max_length=80)
    owed_by = forms.ChoiceField(label=_("responsible side"), choices=OwedBy.choices)
    party = forms.CharField(label=_("responsible person or firm"), required=False, max_length=120)
    due_on = DayField(label=_("to be put right by"))


class SideForm(forms.Form):
    """One side's signature."""

    name = forms.CharField(label=_("name"), max_length=60)
    post = forms.CharField(label=_("post"), required=False, max_length=60)
    image = DrawnField(required=False, max_length=LONGEST)


class AcceptForm(forms.Form):
    """The last step of a handover."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    unready_reason = forms.CharField(
        label=_("why delivered before everything was ready"), required=False, max_length=300
    )
    late_reason = forms.CharField(label=_("why the conversion was late"), required=False, max_length=300)


class WhyForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(label=_("reason"), max_length=300)


class CorrectionForm(forms.Form):
    """A correction beside an accepted handover."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("correction"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class TaskForm(forms.Form):
    """A task of the user."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("title"), max_length=120)
    level = forms.ChoiceField(label=_("level"), choices=TaskLevel.choices, initial=TaskLevel.VESSEL)
    first_day = DayField(label=_("first day"))
    last_day = DayField(label=_("last day"))
    effect = forms.ChoiceField(
        label=_("effect on service"), choices=WindowEffect.choices, initial=WindowEffect.BLOCKS
    )
    text = forms.CharField(
        label=_("content"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the owner's fleet manager and the ship's own service manager read this."),
    )  # fmt: skip


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
