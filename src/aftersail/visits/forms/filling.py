"""Forms of the house as they are filled in on a page: built from what an edition asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField, InstantField
from aftersail.core.drawn import DrawnField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.core.masters.naming import bare_name
from aftersail.fleet.models import Equipment, FailureCode, ProductFamily, Vessel
from aftersail.fleet.states import CodeKind
from aftersail.people.models import Station
from aftersail.visits.actions.filling import Skip, Witness
from aftersail.visits.queries.record import approvers_of_skips, codes_for
from aftersail.visits.rules.definitions import Definition, Field
from aftersail.visits.states import FieldKind, FormPoint

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
PART_CELLS = ("part", "quantity", "serial_in", "serial_out")
MOST_PARTS = 12
PARTS_OF = {"mode": CodeKind.MODE, "mechanism": CodeKind.MECHANISM, "cause": CodeKind.CAUSE}


class FillForm(forms.Form):
    """The lines of a form that show; `values` returns what was answered as the actions keep it."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "fill-version"}))

    def __init__(
        self, *args: Any, definition: Definition, lines: tuple[Field, ...], kept: Mapping[str, Any], skipped: Mapping[str, Any],
        witnessed: Mapping[str, Any],
        family: ProductFamily | None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.lines = [field for field in lines if field.kind != FieldKind.PHOTO]
        self.rows: dict[str, list[str]] = {}
        approvers = approvers_of_skips()
        for field in self.lines:
            added = MAKERS[field.kind](field, kept.get(field.key), family)
            if field.step and field.point != FormPoint.HOLD:
                past = skipped.get(field.key, {})
                added["skip"] = forms.CharField(
                    label=_("Skipped because"), max_length=300, required=False, initial=past.get("reason")
                )
                added["by"] = NamedChoiceField(
                    label=_("Skipping approved by"),
                    queryset=approvers.order_by("number"),
                    required=False,
                    initial=past.get("staff_id"),
                )
            if field.point == FormPoint.WITNESS:
                seen = witnessed.get(field.key, {})
                added["seen"] = forms.CharField(
                    label=_("Witnessed by"), max_length=60, required=False, initial=seen.get("name")
                )
                added["absent"] = forms.CharField(
                    label=_("Told, did not come because"),
                    max_length=300,
                    required=False,
                    initial=seen.get("absent"),
                )
            self.rows[field.key] = []
            for name, made in added.items():
                full = named(field) if name == "" else f"{named(field)}__{name}"
                made.required = False
                self.fields[full] = made
                self.rows[field.key].append(full)

    def values(self) -> dict[str, Any]:
        """Return every line that stood on the page with its answer; None for one left empty."""
        return {field.key: READERS[field.kind](named(field), self.cleaned_data) for field in self.lines}

    def skips(self) -> dict[str, Skip | None]:
        """Return the lines that are skipped, with reason and approver; None for those that are not."""
        data = self.cleaned_data
        return {
            field.key: Skip(data[f"{named(field)}__skip"], data.get(f"{named(field)}__by"))
            if data[f"{named(field)}__skip"]
            else None
            for field in self.lines
            if f"{named(field)}__skip" in data
        }

    def witnesses(self) -> dict[str, Witness | None]:
        """Return who saw which witness point; None where nobody is named."""
        data = self.cleaned_data
        return {
            field.key: _witness(data[f"{named(field)}__seen"], data[f"{named(field)}__absent"])
            for field in self.lines
            if f"{named(field)}__seen" in data
        }


def _witness(name: str, absent: str) -> Witness | None:
    return Witness(name, absent) if name or absent else None


def named(field: Field) -> str:
    """Return the name of a line's input, which no input of the page itself has."""
    return f"line_{field.key}"


Made = dict[str, forms.Field]


def _text(field: Field, kept: Any, _family: Any) -> Made:
    return {
        "": forms.CharField(
            label=str(field.label), max_length=4000, initial=kept, widget=forms.Textarea(attrs={"rows": 2})
        )
    }


def _decimal(field: Field, kept: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
    return forms.DecimalField(
        label=str(field.label), max_digits=15, decimal_places=6, initial=kept, widget=widget
    )


def _number(field: Field, kept: Any, _family: Any) -> Made:
    return {"": _decimal(field, kept)}


def _gauge(field: Field, kept: Any, _family: Any) -> Made:
    kept = kept or {}
    gauge = forms.CharField(label=_("Gauge"), max_length=120, initial=kept.get("gauge"))
    return {"": _decimal(field, kept.get("value")), "gauge": gauge}


def _radio(field: Field, kept: Any, choices: list[tuple[str, Any]]) -> Made:
    return {
        "": forms.ChoiceField(label=str(field.label), choices=choices, initial=kept, widget=forms.RadioSelect)
    }


def _choice(field: Field, kept: Any, _family: Any) -> Made:
    return _radio(field, kept, [(one.code, str(one.label)) for one in field.options])


def _yes_no(field: Field, kept: Any, _family: Any) -> Made:
    return _radio(field, {True: "yes", False: "no"}.get(kept), YES_NO)  # type: ignore[arg-type]


def _date(field: Field, kept: Any, _family: Any) -> Made:
    return {"": DayField(label=str(field.label), initial=kept)}


def _datetime(field: Field, kept: Any, _family: Any) -> Made:
    return {"": InstantField(label=str(field.label), initial=datetime.fromisoformat(kept) if kept else None)}


def _parts(field: Field, kept: Any, _family: Any) -> Made:
    rows = list(kept or [])
    made: Made = {}
    for number in range(min(len(rows) + 2, MOST_PARTS)):
        row = rows[number] if number < len(rows) else {}
        made[f"{number}_part"] = forms.CharField(
            label=_("Part number"), max_length=120, initial=row.get("part")
        )
        made[f"{number}_quantity"] = forms.IntegerField(
            label=_("Quantity"), min_value=1, max_value=999, initial=row.get("quantity", 1)
        )
        made[f"{number}_serial_in"] = forms.CharField(
            label=_("Serial number put in"), max_length=120, initial=row.get("serial_in")
        )
        made[f"{number}_serial_out"] = forms.CharField(
            label=_("Serial number taken out"), max_length=120, initial=row.get("serial_out")
        )
    return made


def _tools(field: Field, kept: Any, _family: Any) -> Made:
    widget = forms.Textarea(attrs={"rows": 2})
    help_text = _("One tool a line, by its asset number.")
    return {
        "": forms.CharField(
            label=str(field.label), initial="\n".join(kept or []), widget=widget, help_text=help_text
        )
    }


def _failure(_f: Field, kept: Any, family: ProductFamily | None) -> Made:
    kept = kept or {}
    labels = {"mode": _("Failure mode"), "mechanism": _("Failure mechanism"), "cause": _("Failure cause")}

    def codes(kind: str) -> list[tuple[str, str]]:
        rows: list[FailureCode] = list(codes_for(family, CodeKind(kind)))
        return [("", "—"), *((one.code, f"{one.code} {bare_name(one)}") for one in rows)]

    return {
        name: forms.ChoiceField(label=labels[name], choices=codes(PARTS_OF[name]), initial=kept.get(name))
        for name in PARTS_OF
    }


MAKERS: dict[str, Any] = {
    FieldKind.TEXT: _text, FieldKind.NUMBER: _number, FieldKind.GAUGE: _gauge, FieldKind.CHOICE: _choice, FieldKind.YES_NO: _yes_no,
    FieldKind.DATE: _date, FieldKind.DATETIME: _datetime, FieldKind.PART: _parts, FieldKind.TOOL: _tools, FieldKind.FAILURE: _failure,
}  # fmt: skip


def _plain_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _read_gauge(key: str, data: Mapping[str, Any]) -> Any:
    value = _plain_number(data.get(key))
    gauge = data.get(f"{key}__gauge", "")
    return None if value is None else {"value": value} | ({"gauge": gauge} if gauge else {})


def _read_parts(key: str, data: Mapping[str, Any]) -> Any:
    rows = []
    for number in range(MOST_PARTS):
        row = {name: data.get(f"{key}__{number}_{name}") for name in PART_CELLS}
        if row["part"]:
            rows.append({name: value for name, value in row.items() if value})
    return rows or None


def _read_failure(key: str, data: Mapping[str, Any]) -> Any:
    return {name: code for name in PARTS_OF if (code := data.get(f"{key}__{name}"))} or None


READERS: dict[str, Any] = {
    FieldKind.TEXT: lambda key, data: data.get(key) or None,
    FieldKind.NUMBER: lambda key, data: _plain_number(data.get(key)),
    FieldKind.GAUGE: _read_gauge,
    FieldKind.CHOICE: lambda key, data: data.get(key) or None,
    FieldKind.YES_NO: lambda key, data: {"yes": True, "no": False}.get(data.get(key) or ""),
    FieldKind.DATE: lambda key, data: data[key].isoformat() if data.get(key) else None,
    FieldKind.DATETIME: lambda key, data: data[key].isoformat() if data.get(key) else None,
    FieldKind.PART: _read_parts,
    FieldKind.TOOL: lambda key, data: (
        [one.strip() for one in (data.get(key) or "").splitlines() if one.strip()] or None
    ),
    FieldKind.FAILURE: _read_failure,
}


class BeginForm(forms.Form):
    """What a form is filled in for."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    vessel = NamedChoiceField(label=_("Vessel"), queryset=Vessel.objects.none(), required=False)
    equipment = NamedChoiceField(label=_("Equipment"), queryset=Equipment.objects.none(), required=False)
    station = NamedChoiceField(label=_("Station"), queryset=Station.objects.none(), required=False)
    day = DayField(label=_("Day"), required=False)

    def __init__(
        self, *args: Any, vessels: Any, units: Any, stations: Any, daily: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("vessel", vessels), ("equipment", units), ("station", stations)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name in ("vessel", "equipment") if daily else ("day",):
            del self.fields[name]


class HeadForm(forms.Form):
    """The head of a form that is not among its lines."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "head-version"}))
    security_label = forms.CharField(label=_("Security mark"), max_length=20, required=False)
    software_version = forms.CharField(label=_("Software version"), max_length=60, required=False)


class FormSignForm(forms.Form):
    """One side's signature under a form."""

    role = forms.ChoiceField(label=_("Signs as"))
    name = forms.CharField(label=_("Name of who signs"), max_length=60)
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    image = DrawnField(required=False, max_length=3_000_000)

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """How a to-do was settled."""

    note = forms.CharField(label=_("How it was settled"), max_length=300)
