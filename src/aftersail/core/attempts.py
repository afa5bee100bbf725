"""Trying an action for a form: a refusal goes back onto the form, with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from aftersail.core.verdicts import Refused

Result = TypeVar("Result")


def attempt(form: forms.BaseForm, call: Callable[[dict[str, Any]], Result]) -> Result | None:
    """Validate the form, call the action with its values, and return the result; None when either refused.

    The caller renders the form again with status 422 when None comes back.
    """
    if not form.is_valid():
        return None
    try:
        return call(form.cleaned_data)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, str(reason))
        return None


class InstantField(forms.DateTimeField):
    """A local date and time as the browser's own picker sends it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)


class DayField(forms.DateField):
    """A day as the browser's own picker sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
