"""What every route of the chapter does: begin a record, or take a step with one, by the form of the page."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.utils import timezone

from aftersail.core.audience import SignedInRequest
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused
from aftersail.supply.api.shapes import SupplyBegin, SupplyMove, Value
from aftersail.supply.forms.steps import Step


def _reasons(form: Form) -> Refused:
    told = [
        f"{form.fields[name].label or name}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]
    return Refused(told)


def take_step(
    request: SignedInRequest, steps: dict[str, Step], name: str, record: Any, data: SupplyMove
) -> dict[str, Any]:
    """Take the step of that name with the record, by its form; a refusal names the fields."""
    if name not in steps:
        raise NotThere
    form = steps[name].bound(_texts(data.values) | {"version": str(data.version)}, record, request.user)
    if not form.is_valid():
        raise _reasons(form)
    steps[name].call(request.user, record, form.typed(), timezone.now())
    record.refresh_from_db()
    return {
        "id": record.pk,
        "version": record.version,
        "state": getattr(record, "state", "") or getattr(record, "verdict", ""),
    }


def _texts(values: dict[str, Value]) -> dict[str, Any]:
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in values.items()}


def begin_record(request: SignedInRequest, form: Any, action: Any, data: SupplyBegin) -> Any:
    """Return what the action makes of the values, as the form reads them; a refusal names the fields."""
    bound = form(_texts(data.values) | {"id": str(data.id)}, account=request.user)
    if not bound.is_valid():
        raise _reasons(bound)
    return action(by=request.user, at=timezone.now(), **bound.cleaned_data)
