"""A step that somebody takes with a record: its form and its action, the same for a page and for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account

Call = Callable[[Account, Any, dict[str, Any], datetime], Any]
"""An action with who, the record, what was typed (with `seen`), and when."""


class StepForm(forms.Form):
    """The version that the person saw; steps that ask for more add their fields."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, record: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.account = record, account
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the record or the account."""

    def typed(self) -> dict[str, Any]:
        """Return what was typed, the version as `seen`."""
        values = dict(self.cleaned_data)
        return {"seen": values.pop("version"), **values}


@dataclass(frozen=True)
class Step:
    """One step: the action, and the form for what it asks."""

    call: Call
    form: type[StepForm] = StepForm

    def bound(self, data: Mapping[str, Any], record: Any, account: Account, files: Any = None) -> StepForm:
        """Return the form with what was sent."""
        return self.form(data, files, record=record, account=account)

    def empty(self, record: Any, account: Account) -> StepForm:
        """Return the form to be filled."""
        return self.form(
            initial={"version": record.version}, record=record, account=account, auto_id=f"{id(self)}_%s"
        )


class ReasonForm(StepForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class NoteForm(StepForm):
    """A remark."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class QuantityForm(StepForm):
    """How many."""

    quantity = forms.IntegerField(label=_("Quantity"), min_value=0, max_value=100_000)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class SerialsForm(StepForm):
    """Which pieces, one serial number to a line."""

    serials = forms.CharField(
        label=_("Serial numbers"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One to a line; a hand scanner types them.")
    )  # fmt: skip

    def prepare(self) -> None:
        """Ask only where the part has serial numbers."""
        if not self.record.part.serialised:
            self.fields["serials"].widget = forms.HiddenInput()

    def typed(self) -> dict[str, Any]:
        """Return the numbers as a list."""
        values = super().typed()
        return values | {"serials": [line.strip() for line in values["serials"].splitlines() if line.strip()]}


def plain(action: Callable[..., Any], name: str) -> Call:
    """Return the call of an action that takes the record under a name and everything typed."""

    def call(by: Account, record: Any, typed: dict[str, Any], at: datetime) -> Any:
        return action(by=by, at=at, **{name: record}, **typed)

    return call
