"""What a cell of a file can hold, before anybody has said what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from aftersail.core.tabular.issues import Fault

INVISIBLE = "\u200b\u2060\ufeff"
"""Zero-width characters that web pages and spreadsheets leave at the ends of copied text."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no value of its own: ``kind`` is "formula" or "error", ``text`` what it shows."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


# No booleans: True == 1 would share a cache entry with the number, so a workbook's booleans arrive as text.
Cell: TypeAlias = "str | int | float | datetime | BadCell | None"
Row: TypeAlias = "tuple[int, list[Cell], Fault | None]"
"""Row number as Excel shows it (1 is the first line), one cell a heading, and what is wrong with the row as a whole."""


def stripped(text: str) -> str:
    """Text without white space (ideographic and no-break too) and zero-width characters at its ends."""
    text = text.strip()
    if text and (text[0] in INVISIBLE or text[-1] in INVISIBLE):
        text = text.strip(INVISIBLE).strip()
    return text


def is_blank(cell: Cell) -> bool:
    """Nothing, or only white space."""
    return cell is None or (isinstance(cell, str) and not stripped(cell))


def cell_text(cell: Cell) -> str:
    """The cell as one text whatever the file's format: 407.4 from CSV and from XLSX give the same text.

    Whole numbers lose ".0", others keep the 15 digits that Excel shows, a day without a time is YYYY-MM-DD.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return stripped(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.min.time() else cell.isoformat(" ")
    return str(cell)
