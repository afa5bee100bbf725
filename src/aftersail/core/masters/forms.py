"""The form of a register: its fields, choices limited to what the person may see, dates picked from a calendar."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.translation import gettext as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.declared import Master, master_named
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.core.verdicts import Refused


class MasterForm(forms.ModelForm):  # type: ignore[type-arg]
    """Fields of one register, with the record's client-made id and the version that the person saw."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    master: Master

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _limit(field, account)
            elif isinstance(field, forms.TypedChoiceField):
                _say_none(field)

    @property
    def seen(self) -> int | None:
        """The version of the record that the person had in front of them."""
        version: int | None = self.cleaned_data.get("version")
        return version

    @property
    def wanted_id(self) -> UUID | None:
        """The id that the page made for the new record."""
        wanted: UUID | None = self.cleaned_data.get("id")
        return wanted

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by field, related records as records."""
        return {name: self.cleaned_data[name] for name in self.master.fields if name in self.cleaned_data}

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal's reasons above the form, which keeps what was typed."""
        for reason in refusal.reasons:
            self.add_error(NON_FIELD_ERRORS, str(reason))

    def shown_fields(self) -> list[Any]:
        """Return the fields to lay out: all but the hidden ones."""
        return self.visible_fields()


def form_for(
    master: Master, account: Account, request: SignedInRequest, record: Record | None = None
) -> MasterForm:
    """Return the form of a register for a request: bound when it was sent, prefilled from the address when new."""
    kind = _form_class(master.name)
    data = request.POST if request.method == "POST" else None
    if record is not None:
        return kind(account, data, instance=record, initial={"version": record.version})
    from aftersail.core.ids import new_id

    initial = {name: request.GET[name] for name in master.fields if name in request.GET}
    return kind(account, data, initial={**initial, "id": new_id()})


@cache
def _form_class(name: str) -> type[MasterForm]:
    master = master_named(name)
    made: Any = forms.modelform_factory(
        master.model, form=MasterForm, fields=list(master.fields), formfield_callback=_form_field
    )
    made.master = master
    form: type[MasterForm] = made
    return form


def _form_field(field: Any, **kwargs: Any) -> Any:
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif isinstance(field, models.ManyToManyField):
        kwargs["widget"] = forms.CheckboxSelectMultiple
    return field.formfield(**kwargs)


def _say_none(field: Any) -> None:
    """A choice is left open in words, not with Django's dashes."""
    words = _("— none chosen —") if field.required else _("— none —")
    field.choices = [("", words) if not key else (key, text) for key, text in field.choices]


def _limit(field: forms.ModelChoiceField[Any], account: Account) -> None:
    queryset = field.queryset
    if queryset is not None and hasattr(queryset, "visible_to"):
        field.queryset = queryset.visible_to(account)
    if not isinstance(field, forms.ModelMultipleChoiceField) and field.empty_label is not None:
        field.empty_label = _("— none chosen —") if field.required else _("— none —")
    field.label_from_instance = named  # type: ignore[assignment,method-assign]
