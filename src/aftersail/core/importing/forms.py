"""Forms of the import wizard: the file, the columns, what else the register wants to know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.importing.declared import Importable, importables
from aftersail.core.models import Account
from aftersail.core.tabular import Feed, Mapping, Sheet
from aftersail.core.verdicts import Refused

CONSTANT, NOTHING = "=", ""


class UploadForm(forms.Form):
    """The register and the file."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    register = forms.ChoiceField(label=_("Register"))
    file = forms.FileField(label=_("File (XLSX, CSV or TSV)"), allow_empty_file=True)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [(one.name, one.label) for one in importables(account)]  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """One choice of column for each field of a register, with a constant beside it."""

    def __init__(
        self, importable: Importable, sheet: Sheet, mapping: Mapping, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._specs, self._mapping = list(importable.fields()), mapping
        columns: list[tuple[str, Any]] = [
            (NOTHING, _("— not in the file —")),
            (CONSTANT, _("the same for every row:")),
        ]
        columns += [(heading, heading) for heading in sheet.headers]
        for spec in self._specs:
            feed = mapping.feeds.get(spec.name)
            now = NOTHING if feed is None else feed.columns[0] if feed.columns else CONSTANT
            constant = "" if feed is None or feed.constant is None else str(feed.constant)
            self.fields[f"column_{spec.name}"] = forms.ChoiceField(
                label=spec.label, choices=columns, required=False, initial=now, help_text=spec.help
            )
            self.fields[f"constant_{spec.name}"] = forms.CharField(
                label=_("constant"),
                required=False,
                initial=constant,
                max_length=500,
                widget=forms.TextInput(attrs={"aria-label": f"{spec.label} · {_('constant')}"}),
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return (field, column control, constant control) in the order of the register."""
        return [(spec, self[f"column_{spec.name}"], self[f"constant_{spec.name}"]) for spec in self._specs]

    def mapping(self) -> Mapping:
        """Return the mapping as chosen; conversions of columns that stay where they were are kept."""
        feeds: dict[str, Feed] = {}
        for spec in self._specs:
            column = self.cleaned_data.get(f"column_{spec.name}", NOTHING)
            constant = self.cleaned_data.get(f"constant_{spec.name}", "")
            before = self._mapping.feeds.get(spec.name, Feed())
            if column == CONSTANT and constant:
                feeds[spec.name] = Feed(constant=constant, how=before.how)
            elif column not in {CONSTANT, NOTHING}:
                several = len(before.columns) > 1 and column == before.columns[0]
                feeds[spec.name] = before if several else Feed(columns=(column,), how=before.how)
        return replace(self._mapping, feeds=feeds)


def reasons_on(form: forms.Form, refusal: Refused) -> None:
    """Show a refusal's reasons above the form."""
    for reason in refusal.reasons:
        form.add_error(None, str(reason))
