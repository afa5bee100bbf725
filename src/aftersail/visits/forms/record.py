"""Forms of a visit's record, one per section that saves by itself, and of its signatures, review and cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField, InstantField
from aftersail.core.drawn import DrawnField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.fleet.states import CodeKind
from aftersail.people.models import Staff
from aftersail.supply.models import Part, Tool
from aftersail.visits.models import HoursEntry, Visit
from aftersail.visits.queries.record import (
    approvers,
    codes_for,
    family_of,
    parts_on_offer,
    people_on,
    units_aboard,
)
from aftersail.visits.states import CostKind, HoursKind, WaitReason

PHOTOS_AT_MOST = 12


class MomentForm(forms.Form):
    """When a step was taken, if not just now."""

    at = InstantField(label=_("When, if not now"), required=False)


class WaitForm(MomentForm):
    """What work on board waits for."""

    reason = forms.ChoiceField(label=_("Waiting for"), choices=WaitReason.choices, widget=forms.RadioSelect)


class ExpectedForm(forms.Form):
    """When the work on board will be finished."""

    until = InstantField(label=_("Finish expected at"))


class ReasonForm(forms.Form):
    """Why something is not done, or is sent back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was found, done and tested, in words, and what came of it."""

    class Meta:
        """The fields of the record that are words and figures."""

        model = Visit
        fields = (
            "running_hours",
            "environment",
            "diagnosis",
            "work_done",
            "software_change",
            "test_result",
            "restored",
            "permanent_due_on",
            "user_opinion",
        )
        widgets = {
            "running_hours": forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1", "min": "0"}),
            "diagnosis": forms.Textarea(attrs={"rows": 3}),
            "work_done": forms.Textarea(attrs={"rows": 4}),
            "test_result": forms.Textarea(attrs={"rows": 2}),
            "user_opinion": forms.Textarea(attrs={"rows": 2}),
            "restored": forms.RadioSelect,
        }
        field_classes = {"permanent_due_on": DayField}

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "facts-version"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permanent_due_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["restored"].choices = [c for c in self.fields["restored"].choices if c[0]]  # type: ignore[attr-defined]
        self.fields["permanent_due_on"].help_text = _(
            "Only after a temporary repair: the day agreed with the user."
        )

    def values(self) -> dict[str, Any]:
        """Return the fields of the record that were sent."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StepForm(forms.Form):
    """The result of one step; the button pressed is the result."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.CharField(required=False, max_length=8)
    reading = forms.DecimalField(
        label=_("Reading"),
        required=False,
        max_digits=12,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    skip_approved_by = NamedChoiceField(
        label=_("Skipping approved by"), queryset=Staff.objects.none(), required=False
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skip_approved_by"].queryset = approvers(visit)  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """Hours by person and kind, a row for each engineer who went along."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people_on(visit).order_by("number"))
        known = {(row.staff_id, row.kind): row.hours for row in HoursEntry.objects.filter(visit=visit)}
        for staff in self.people:
            for kind, label in HoursKind.choices:
                field = forms.DecimalField(
                    label=label, required=False, min_value=Decimal(0), max_value=Decimal(500), max_digits=5, decimal_places=1,
                    initial=known.get((staff.pk, kind)), widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1", "min": "0"}),
                )  # fmt: skip
                self.fields[f"{kind}_{staff.pk}"] = field

    def rows(self) -> list[dict[str, Any]]:
        """Return each person with their fields, for the page."""
        return [
            {"staff": staff, "fields": [self[f"{kind}_{staff.pk}"] for kind in HoursKind.values]}
            for staff in self.people
        ]

    def entries(self) -> list[tuple[Staff, str, Decimal]]:
        """Return what was entered as (person, kind, hours)."""
        return [
            (staff, kind, hours)
            for staff in self.people
            for kind in HoursKind.values
            if (hours := self.cleaned_data.get(f"{kind}_{staff.pk}"))
        ]


class FindingForm(forms.Form):
    """A finding and its codes; only codes that fit the product are offered."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=_("What was found"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    equipment = NamedChoiceField(label=_("Equipment"), queryset=Equipment.objects.none(), required=False)
    item = forms.CharField(label=_("Part of the unit"), max_length=120, required=False)
    mode = NamedChoiceField(label=_("Failure mode"), queryset=FailureCode.objects.none())
    mechanism = NamedChoiceField(
        label=_("Failure mechanism"), queryset=FailureCode.objects.none(), required=False
    )
    cause = NamedChoiceField(label=_("Failure cause"), queryset=FailureCode.objects.none(), required=False)
    activity = NamedChoiceField(label=_("Activity"), queryset=FailureCode.objects.none(), required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = family_of(visit)
        for name in (CodeKind.MODE, CodeKind.MECHANISM, CodeKind.CAUSE, CodeKind.ACTIVITY):
            self.fields[name].queryset = codes_for(family, name)  # type: ignore[attr-defined]
        self.fields["equipment"].queryset = units_aboard(visit)  # type: ignore[attr-defined]
        self.fields["equipment"].initial = visit.order.case.equipment_id


class PartForm(forms.Form):
    """A part put in or taken out."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    part = NamedChoiceField(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    serial_in = forms.CharField(label=_("Serial number put in"), max_length=60, required=False)
    serial_out = forms.CharField(label=_("Serial number taken out"), max_length=60, required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts_on_offer(visit)  # type: ignore[attr-defined]


class ToolForm(forms.Form):
    """A tool that the work is done with."""

    tool = NamedChoiceField(label=_("Tool"), queryset=Tool.objects.none())
    note = forms.CharField(label=_("What for"), max_length=200, required=False)

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].queryset = choices  # type: ignore[attr-defined]


class LeftoverForm(forms.Form):
    """What stays to be done, who owes it, by when."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("What is left over"), max_length=300)
    party = forms.CharField(label=_("Who owes it"), max_length=120, required=False)
    due_on = DayField(label=_("Due"), required=False)


class OwedForm(forms.Form):
    """A part that the ship is still to get."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    part = NamedChoiceField(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=999, initial=1)
    due_on = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts_on_offer(visit)  # type: ignore[attr-defined]


class PhotoForm(forms.Form):
    """What photos show; photos of before and after with one caption print side by side."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    moment = forms.ChoiceField(
        label=_("Shows"),
        choices=[
            ("before", _("Before the work")),
            ("during", _("During the work")),
            ("after", _("After the work")),
        ],
        widget=forms.RadioSelect,
        initial="before",
    )
    caption = forms.CharField(
        label=_("Caption"),
        max_length=200,
        required=False,
        help_text=_("The same caption before and after makes a pair in the report."),
    )


class SignForm(forms.Form):
    """Names, posts and drawn signatures of engineer and user; the yard may sign too."""

    user_name = forms.CharField(label=_("User's name"), max_length=60)
    user_post = forms.CharField(label=_("User's post"), max_length=60, required=False)
    user_image = DrawnField(required=False, max_length=3_000_000)
    engineer_name = forms.CharField(label=_("Engineer's name"), max_length=60)
    engineer_post = forms.CharField(label=_("Engineer's post"), max_length=60, required=False)
    engineer_image = DrawnField(required=False, max_length=3_000_000)
    yard_name = forms.CharField(label=_("Yard's name"), max_length=60, required=False)
    yard_post = forms.CharField(label=_("Yard's post"), max_length=60, required=False)
    yard_image = DrawnField(required=False, max_length=3_000_000)


class AddendumForm(forms.Form):
    """A correction beside what was signed."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("Correction"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class CostForm(forms.Form):
    """A cost line."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("Kind"), choices=CostKind.choices)
    amount_cny = forms.DecimalField(
        label=_("Amount (CNY)"), max_digits=12, decimal_places=2, min_value=Decimal(0)
    )
    hq_reference_cny = forms.DecimalField(
        label=_("From headquarters it would have been (CNY)"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
