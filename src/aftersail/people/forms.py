"""Forms of the people chapter beyond the plain registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.people.models import Leave
from aftersail.people.models.staff import LEVELS


class LeaveForm(forms.Form):
    """Days off that a person asks for."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class LeaveMoveForm(forms.Form):
    """An answer to a request, or none."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("Answer"), max_length=200, required=False)


class LevelForm(forms.Form):
    """How well a person commands a skill for a kind of task, and on what grounds."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, widget=forms.RadioSelect,
        choices=[(n, f"{n}") for n in range(5)],
    )  # fmt: skip
    basis = forms.CharField(
        label=_("On what grounds"), max_length=200,
        help_text=_("An examination, work watched on board, a course: it stays in the history."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(n, f"{n} · {word}") for n, word in enumerate(LEVELS)]  # type: ignore[attr-defined]


class PlanDraftForm(forms.Form):
    """The days of a plan that is drafted from gaps."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
