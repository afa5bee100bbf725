"""What a register takes in: its fields, with their kind, limits and the words people use for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from aftersail.core.verdicts import Reason

_NAME = re.compile(r"[a-z][a-z0-9_]*$")
Bound: TypeAlias = "int | Decimal | date"


class Kind(StrEnum):
    """What a field's values are, in Python: str, int, Decimal, date, aware datetime, str, bool, what the register finds."""

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    BOOL = "bool"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field that a file can feed; ValueError when the description contradicts itself.

    ``label`` heads its column in templates and exports and is recognised on import, as are ``aliases`` in any
    language. ``minimum`` and ``maximum`` are inclusive. ``places`` is the number of decimals kept by a DECIMAL.
    ``choices`` are (value, label). ``reference`` says in words what a REFERENCE names. ``fold_width`` turns
    full-width letters and digits of a TEXT into ordinary ones (NFKC); numbers and dates always accept both.
    """

    name: str
    label: Reason
    kind: Kind = Kind.TEXT
    required: bool = False
    max_length: int = 0
    minimum: Bound | None = None
    maximum: Bound | None = None
    places: int = 2
    choices: Sequence[tuple[str, Reason]] = ()
    reference: Reason = ""
    fold_width: bool = False
    help: Reason = ""
    example: str = ""
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ValueError(f"{self.name!r} is not a field name")
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.name}: choices belong to a choice, and a choice needs them")
        if self.max_length and self.kind is not Kind.TEXT:
            raise ValueError(f"{self.name}: only text has a greatest length")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:  # type: ignore[operator]
            raise ValueError(f"{self.name}: minimum above maximum")


def field_named(fields: Sequence[Field], name: str) -> Field | None:
    """The field of that name, or None."""
    return next((f for f in fields if f.name == name), None)
