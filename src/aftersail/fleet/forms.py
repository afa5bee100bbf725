"""Forms of the fleet chapter beyond its plain registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.drawn import LONGEST, DrawnField
from aftersail.core.ids import new_id
from aftersail.fleet.queries.history import Chosen
from aftersail.fleet.states import HandoverPart, OwedBy, TaskLevel, WindowEffect


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
    place = forms.CharField(label=_("place"), required=False, max_length=80)
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
