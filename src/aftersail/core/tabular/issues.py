"""What can be wrong with a file, a mapping or a cell, and the sentence that tells a person what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import lazy

from aftersail.core.tabular.messages import MESSAGES
from aftersail.core.verdicts import Reason, Refused

SHOWN_VALUE_CHARS = 80


def message(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code in the language active now; KeyError when the code is unknown."""
    return str(MESSAGES[code]) % dict(params or {})


def lazy_message(code: str, params: Mapping[str, Any] | None = None) -> Reason:
    """The same sentence, put into words only when it is shown; KeyError at once when the code is unknown."""
    MESSAGES[code]
    reason: Reason = lazy(message, str)(code, dict(params or {}))
    return reason


def column_letter(index: int) -> str:
    """The spreadsheet's letter of a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: object) -> str:
    """A value as it is quoted to a person: one line, at most 80 characters."""
    text = " ".join(str(value).split()) if value is not None else ""
    return text if len(text) <= SHOWN_VALUE_CHARS else text[: SHOWN_VALUE_CHARS - 1] + "…"


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """Why a value or a row is not accepted, before it is known where it stands.

    ``code`` is a key of MESSAGES; a register's own rule may use a code of its own with ``text`` set.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    text: Reason | None = None

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language active now."""
        return str(self.text) if self.text is not None else message(self.code, self.params)


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """One fault at one place of the file: the row's number and the column's heading and letter as Excel shows them.

    ``column`` and ``letter`` are empty when the whole row is meant.
    """

    row: int
    column: str
    letter: str
    value: str
    fault: Fault

    @property
    def code(self) -> str:
        """The stable name of the fault, for programs."""
        return self.fault.code

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language active now."""
        return self.fault.message

    def as_json(self) -> dict[str, Any]:
        """The issue as plain data, worded in the language active now; code and params give it in another."""
        return {
            "row": self.row,
            "column": self.column,
            "letter": self.letter,
            "value": self.value,
            "code": self.code,
            "params": {name: str(value) for name, value in self.fault.params.items()},
            "message": self.message,
        }


class FileRefused(Refused):
    """The file as a whole cannot be read safely or surely; nothing of it was taken."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__([lazy_message(code, params)])


class MappingRefused(Refused):
    """A mapping that contradicts itself, its register or the file; ``faults`` lists everything found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__([f.text if f.text is not None else lazy_message(f.code, f.params) for f in faults])
