"""Forms of the people chapter beyond the plain registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.core.masters.naming import named
from aftersail.people.models import Leave, Staff
from aftersail.people.models.staff import LEVELS
from aftersail.people.queries.policy import Holder
from aftersail.people.rules.editions import CELLS


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


class VersionForm(forms.Form):
    """A step that only needs to know which version was seen."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class EngagementForm(VersionForm):
    """A step of an engagement; all but engaging need a reason."""

    move = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class DutiesForm(VersionForm):
    """Who does what in an activity: one choice for each role and person, and one further person."""

    def __init__(self, data: Any, *, holders: Iterable[Holder], cells: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.holders = {holder.key: holder for holder in holders}
        for key, holder in self.holders.items():
            self.fields[key] = forms.ChoiceField(
                label=holder.label, choices=CELLS, required=False, initial=cells.get(key, "")
            )
        people = forms.ModelChoiceField(
            label=_("One more person"), queryset=Staff.objects.filter(active=True), required=False
        )
        people.empty_label = _("— none —")
        people.label_from_instance = named  # type: ignore[assignment,method-assign]
        self.fields["person"] = people
        self.fields["letters"] = forms.ChoiceField(label=_("has"), choices=CELLS, required=False)

    def cells(self) -> dict[str, tuple[Holder, str]]:
        """Return what was chosen, by holder key."""
        typed = self.cleaned_data
        found = {key: (holder, typed[key]) for key, holder in self.holders.items()}
        person, letters = typed.get("person"), typed.get("letters")
        if person is not None and letters:
            key = f"person:{person.pk}"
            found[key] = (Holder(key, person.name, person), letters)
        return found

    def shown_fields(self) -> list[Any]:
        """Return the fields of roles and persons."""
        return [self[key] for key in self.holders]
