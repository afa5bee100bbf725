"""What a form is made of: sections and lines, each in two languages, with limits, conditions and stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aftersail.core.masters.naming import reads_english
from aftersail.visits.states import FieldKind, FormKind

MEASURED = frozenset({FieldKind.NUMBER, FieldKind.GAUGE})
DECIDING = frozenset({FieldKind.CHOICE, FieldKind.YES_NO})
"""Kinds of lines that may decide whether another line shows."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and English; as text, those of the reader."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return (self.en or self.zh) if reads_english() else (self.zh or self.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    @property
    def both(self) -> str:
        """The Chinese and the English, once where they are the same."""
        return " ".join(dict.fromkeys(part for part in (self.zh, self.en) if part))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `fails` marks the line as failed."""

    code: str
    label: Words
    fails: bool = False


@dataclass(frozen=True, slots=True)
class ShowIf:
    """A line shows only where an earlier line's answer passes this test."""

    field: str
    test: str
    values: tuple[str | bool, ...]

    def holds(self, answer: Any) -> bool:
        """Whether an answer passes; a line not answered yet decides nothing."""
        if answer is None or answer == "":
            return False
        same = any(type(answer) is type(value) and answer == value for value in self.values)
        return not same if self.test == "not" else same


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    required: from which stage on it must be filled in, empty for never. expects: the answer of a yes/no line that
    passes. step: it is worked off in order. point: it stops the work until passed (hold) or seen (witness). pair: photos
    of before and after. follow_up: a failed line raises a to-do.
    """

    key: str
    kind: str
    label: Words
    hint: Words = Words()
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    options: tuple[Option, ...] = ()
    expects: bool | None = None
    required: str = ""
    show_if: ShowIf | None = None
    step: bool = False
    point: str = ""
    role: str = ""
    pair: bool = False
    follow_up: bool = False

    @property
    def can_fail(self) -> bool:
        """Whether some answer to this line is a failure."""
        limited = self.kind in MEASURED and (self.low is not None or self.high is not None)
        judged = self.kind == FieldKind.YES_NO and self.expects is not None
        return limited or judged or any(option.fails for option in self.options)

    @property
    def limits(self) -> str:
        """The limits as people write them: `22.8 – 25.2 V`, `≥ 1 MΩ`, `≤ 60 °C`."""
        low, high = shown_number(self.low), shown_number(self.high)
        text = f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
        return f"{text} {self.unit}".strip() if text else ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `party` is the role that answers for them and signs them alone."""

    key: str
    label: Words
    fields: tuple[Field, ...] = ()
    party: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form. phase: the user's activity that it serves, empty for any."""

    code: str
    kind: str = FormKind.RECORD
    label: Words = Words()
    phase: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def fields(self) -> Iterator[Field]:
        """Every line in order."""
        return (field for section in self.sections for field in section.fields)

    @property
    def lines(self) -> Iterator[Field]:
        """Every line that takes a value: signatures are apart."""
        return (field for field in self.fields if field.kind != FieldKind.SIGNATURE)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that sign, in order."""
        return tuple(field.role for field in self.fields if field.kind == FieldKind.SIGNATURE)

    def field(self, key: str) -> Field | None:
        """Return the line with a key."""
        return next((field for field in self.fields if field.key == key), None)

    def section_of(self, key: str) -> Section | None:
        """Return the section that holds a line."""
        return next((one for one in self.sections if any(field.key == key for field in one.fields)), None)


def shown_number(value: Decimal | None) -> str:
    """Return a number without trailing zeros; empty for none."""
    return "" if value is None else f"{value.normalize():f}"
