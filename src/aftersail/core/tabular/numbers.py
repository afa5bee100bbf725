"""Numbers from cells: grouped, with units, with another decimal mark, full-width; exact, never through a float."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from aftersail.core.tabular.cells import Cell
from aftersail.core.tabular.conversion import Conversion, Read, folded, outside
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.issues import Fault

MAX_DIGITS = 30
_WHOLE = re.compile(r"[+-]?\d+\Z", re.ASCII)


def _number(how: Conversion) -> Callable[[str], Decimal | Fault]:
    fault = Fault("value.not_a_number", {"example": f"1234{how.decimal}5"})
    thousands = re.escape(how.thousands)
    grouped = re.compile(
        rf"[+-]?\d{{1,3}}(?:{thousands}\d{{3}})+(?:{re.escape(how.decimal)}\d+)?\Z", re.ASCII
    )

    def parse(text: str) -> Decimal | Fault:
        text = folded(text)
        for unit in how.strip:
            text = text.removeprefix(unit).removesuffix(unit).strip()
        if how.thousands and grouped.match(text):
            text = text.replace(how.thousands, "")
        if how.decimal != ".":
            text = "?" if "." in text else text.replace(how.decimal, ".")
        text = text.replace("−", "-")
        if "_" in text or len(text) > MAX_DIGITS:
            return fault
        try:
            number = Decimal(text)
        except InvalidOperation:
            return fault
        # Exponents are bounded before any arithmetic: 1e999999999 is short to write and long to expand.
        return number if number.is_finite() and abs(number.adjusted()) <= MAX_DIGITS else fault

    return parse


def _plain_number(cell: Cell, text: str, read: Callable[[str], Decimal | Fault]) -> Decimal | Fault:
    """A workbook's number needs no marks; everything else is read as text."""
    return Decimal(text) if isinstance(cell, (int, float)) else read(text)


def read_int(spec: Field, how: Conversion, _: tzinfo) -> Read:
    """Whole numbers as int; 5.0 is one, 5.5 is a fault."""
    read = _number(how)

    def parse(cell: Cell, text: str) -> Any:
        if _WHOLE.match(text) and len(text) < 19:
            number = int(text)
        else:
            found = _plain_number(cell, text, read)
            if isinstance(found, Fault):
                return found
            if found != found.to_integral_value():
                return Fault("value.not_whole")
            number = int(found)
        return outside(spec, number) or number

    return parse


def read_decimal(spec: Field, how: Conversion, _: tzinfo) -> Read:
    """Decimals with exactly the field's places."""
    read = _number(how)
    step = Decimal(1).scaleb(-spec.places)

    def parse(cell: Cell, text: str) -> Any:
        found = _plain_number(cell, text, read)
        if isinstance(found, Fault):
            return found
        try:
            rounded = found.quantize(step)
        except InvalidOperation:
            return Fault("value.too_many_digits", {"places": spec.places})
        if rounded != found and not how.round_off:
            return Fault("value.too_many_decimals", {"places": spec.places})
        return outside(spec, rounded) or rounded

    return parse
