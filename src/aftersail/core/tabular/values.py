"""From a cell to a field's value, or to the fault that says what to type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.translation import override

from aftersail.core.tabular.cells import BadCell, Cell, cell_text
from aftersail.core.tabular.conversion import Conversion, Read, folded
from aftersail.core.tabular.fields import Field, Kind
from aftersail.core.tabular.issues import Fault
from aftersail.core.tabular.moments import read_date, read_datetime
from aftersail.core.tabular.numbers import read_decimal, read_int

MAX_TEXT = 32_767
Parse: TypeAlias = "Callable[[Cell], Any]"
"""Cell → value, None for empty, or a Fault."""

# C0 and C1 controls but tab and line ends, and lone surrogates: PostgreSQL and UTF-8 cannot hold some, people see none.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_YES = frozenset(["true", "yes", "y", "1", "是", "有", "对", "√", "✓", "✔"])
_NO = frozenset(["false", "no", "n", "0", "否", "无", "没有", "错", "×"])


def parser(spec: Field, how: Conversion, zone: tzinfo = UTC) -> Parse:
    """The function that reads one column into ``spec``; ``zone`` is where times without an offset were written.

    Empty cells give None, or the fault "value.required" when the field is required.
    """
    make = _MAKERS[spec.kind]
    inner = make(spec, how, zone)
    missing = Fault("value.required") if spec.required else None
    empty = how.empty | {""}

    def parse(cell: Cell) -> Any:
        text = cell_text(cell)
        if isinstance(cell, BadCell) and (cell.kind == "formula" or text not in empty):
            return Fault("value.formula" if cell.kind == "formula" else "value.excel_error")
        if text in empty:
            return missing
        if how.table or how.otherwise is not None:
            if text in how.table:
                cell = text = how.table[text]
            elif how.otherwise is not None:
                cell = text = how.otherwise
            elif not how.keep and not _is_choice(spec, text):
                return Fault("value.not_in_table", {"known": _listed(how.table)})
            if not text:
                return missing
        return inner(cell, text)

    return parse


def _is_choice(spec: Field, text: str) -> bool:
    return any(text == value for value, _ in spec.choices)


def _listed(values: Any) -> str:
    shown = [str(value) for value in values]
    return ", ".join(shown[:12]) + (", …" if len(shown) > 12 else "")


def _text(spec: Field, how: Conversion, _: tzinfo) -> Read:
    longest = spec.max_length or MAX_TEXT
    fold = spec.fold_width or how.fold_width

    def parse(_: Cell, text: str) -> str | Fault:
        if fold:
            text = folded(text)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > longest:
            return Fault("value.too_long", {"have": len(text), "limit": longest})
        if not text.isprintable() and _CONTROL.search(text):
            return Fault("value.control_character")
        return text

    return parse


def _choice(spec: Field, how: Conversion, _: tzinfo) -> Read:
    known: dict[str, str] = {}
    for value, label in spec.choices:
        for word in (*in_every_language(label), value):
            known[folded(word).casefold()] = value

    def parse(_: Cell, text: str) -> str | Fault:
        found = known.get(folded(text).casefold())
        if found is None:
            return Fault("value.not_a_choice", {"known": _listed(label for _, label in spec.choices)})
        return found

    return parse


def in_every_language(label: object) -> Sequence[str]:
    """A label as it is worded now and in every language of the installation."""
    words = [str(label)]
    for code, _ in settings.LANGUAGES:
        with override(code):
            words.append(str(label))
    return words


def _bool(spec: Field, how: Conversion, _: tzinfo) -> Read:
    def parse(_: Cell, text: str) -> bool | Fault:
        word = folded(text).casefold()
        if word in _YES:
            return True
        return False if word in _NO else Fault("value.not_yes_or_no")

    return parse


def _reference(spec: Field, how: Conversion, zone: tzinfo) -> Read:
    """The text that names the record; the register finds it for all rows at once."""
    return _text(spec, how, zone)


_MAKERS: dict[Kind, Callable[[Field, Conversion, tzinfo], Read]] = {
    Kind.TEXT: _text,
    Kind.INT: read_int,
    Kind.DECIMAL: read_decimal,
    Kind.DATE: read_date,
    Kind.DATETIME: read_datetime,
    Kind.CHOICE: _choice,
    Kind.BOOL: _bool,
    Kind.REFERENCE: _reference,
}
