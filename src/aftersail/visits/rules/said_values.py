"""How an answer reads, for people: with its unit, its label, its place in a sentence."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftersail.core.masters.naming import listed
from aftersail.visits.rules.definitions import Field, Words, shown_number
from aftersail.visits.rules.filling import is_filled
from aftersail.visits.states import FieldKind

SHOWN_IN = ZoneInfo("Asia/Shanghai")
YES, NO = Words("是", "Yes"), Words("否", "No")


def said_value(field: Field, value: Any, *, both: bool = False) -> str:
    """Return an answer in the reader's language, or in both where it goes on paper; empty for none."""
    if not is_filled(value):
        return ""

    def word(words: Words) -> str:
        return words.both if both else str(words)

    if field.kind == FieldKind.YES_NO:
        return word(YES if value else NO)
    if field.kind == FieldKind.CHOICE:
        return next((word(one.label) for one in field.options if one.code == value), str(value))
    if field.kind == FieldKind.NUMBER:
        return _measured(value, field.unit)
    if field.kind == FieldKind.GAUGE:
        gauge = value.get("gauge", "")
        return _measured(value["value"], field.unit) + (f" ({gauge})" if gauge else "")
    if field.kind == FieldKind.DATETIME:
        return f"{datetime.fromisoformat(value).astimezone(SHOWN_IN):%Y-%m-%d %H:%M}"
    if field.kind == FieldKind.PART:
        return "; ".join(map(_part, value))
    if field.kind == FieldKind.FAILURE:
        return " / ".join(value[name] for name in ("mode", "mechanism", "cause") if value.get(name))
    if field.kind == FieldKind.PHOTO:
        piles = value if isinstance(value, dict) else {"": value}
        return ", ".join(str(len(files)) for files in piles.values())
    return listed(value) if isinstance(value, list) else str(value)


def _measured(value: Any, unit: str) -> str:
    shown = shown_number(Decimal(str(value)))
    return shown if unit in {"", "1"} else f"{shown} {unit}"


def _part(row: dict[str, Any]) -> str:
    serials = [
        f"{mark} {row[name]}"
        for name, mark in (("serial_in", _("in")), ("serial_out", _("out")))
        if row.get(name)
    ]
    return " ".join([str(row["part"]), f"× {row.get('quantity', 1)}", *serials])
