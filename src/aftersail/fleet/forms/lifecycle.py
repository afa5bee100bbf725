"""Forms of a hull's life: dates, stages, gates, the user's tasks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.fleet.states import TaskLevel, WindowEffect


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
