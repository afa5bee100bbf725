"""Forms of a handover and of what it leaves over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.drawn import LONGEST, DrawnField
from aftersail.core.ids import new_id
from aftersail.fleet.states import HandoverPart, OwedBy


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
