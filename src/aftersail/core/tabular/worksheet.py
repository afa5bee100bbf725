"""Lines of one worksheet, streamed: values with their dates, formulas and errors kept apart, merged cells refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from aftersail.core.tabular.cells import BadCell, Cell
from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.shape import Line
from aftersail.core.tabular.workbook import Workbook, unescaped
from aftersail.core.tabular.xml import MAX_DEPTH, feed, new_parser

MAX_COLUMN = 16_384
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]+)[\"']")
_LAST_ROW = re.compile(r"(\d+)$")
_OVERLAP = 256


def refuse_merged(blocks: Iterable[bytes], header_row: int) -> None:
    """Drain a sheet's part and refuse its first merged range, named; ranges wholly above ``header_row`` may stay.

    Draining also verifies the part's true size and checksum before a cell of it is believed. The list of
    merged ranges stands after the cells, so reading rows alone would find it too late.
    """
    tail = b""
    for block in blocks:
        window = tail + block
        for match in _MERGE.finditer(window):
            _refuse_range(match[1].decode(), header_row)
        tail = window[-_OVERLAP:]


def _refuse_range(reference: str, header_row: int) -> None:
    last = _LAST_ROW.search(reference)
    if last is None or int(last[1]) >= max(header_row, 1):
        raise FileRefused("xlsx.merged", range=reference)


def sheet_lines(blocks: Iterable[bytes], book: Workbook, header_row: int) -> Iterator[Line]:
    """Every line that has cells, in order; FileRefused when the part is damaged, or on a merged range."""
    reader = _SheetReader(book, header_row)
    for block in blocks:
        feed(reader.parser, block)
        yield from reader.taken()
    feed(reader.parser, b"", final=True)
    yield from reader.taken()


class _SheetReader:
    """Expat's handlers for a worksheet; one flat pass, no tree."""

    def __init__(self, book: Workbook, header_row: int) -> None:
        self._book = book
        self._header_row = header_row
        self._lines: list[Line] = []
        self._cells: list[Cell] = []
        self._row = 0
        self._column = -1
        self._kind: str | None = None
        self._style: str | None = None
        self._formula = False
        self._pieces: list[str] = []
        self._listening = False
        self._aside = False
        self._prefix: str | None = None
        self._depth = 0
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def taken(self) -> list[Line]:
        """The lines finished since the last call."""
        lines, self._lines = self._lines, []
        return lines

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileRefused("xlsx.damaged")
        if self._prefix is None:
            self._prefix = name[: name.rfind(":") + 1]
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v" or name == "t":
            self._listening = not self._aside
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell":
            _refuse_range(attributes.get("ref", "?"), self._header_row)

    def _begin_row(self, number: str | None) -> None:
        known = number is not None and number.isdecimal() and len(number) <= 7
        row = self._row + 1 if number is None else int(number) if known else 0
        if row <= self._row:
            raise FileRefused("xlsx.damaged")
        self._row, self._column, self._cells = row, -1, []

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else _column(reference)
        if not self._column < column < MAX_COLUMN or not self._row:
            raise FileRefused("xlsx.damaged")
        self._column = column
        self._kind = attributes.get("t")
        self._style = attributes.get("s")
        self._formula = False

    def _text(self, data: str) -> None:
        if self._listening:
            self._pieces.append(data)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "v" or name == "t":
            self._listening = False
        elif name == "c":
            if self._pieces or self._formula:
                gap = self._column - len(self._cells)
                if gap:
                    self._cells.extend([None] * gap)
                self._cells.append(self._value("".join(self._pieces)))
                self._pieces.clear()
        elif name == "row":
            if self._cells:
                self._lines.append((self._row, self._cells))
        elif name == "rPh":
            self._aside = False

    def _value(self, text: str) -> Cell:
        kind = self._kind
        try:
            if self._formula:
                return BadCell("formula", text)
            if kind is None or kind == "n":
                return self._number(text)
            if kind == "s":
                return self._book.texts[int(text)]
            if kind == "b":
                return "TRUE" if text.strip() == "1" else "FALSE"
            if kind == "d":
                return datetime.fromisoformat(text).replace(tzinfo=None)
        except (ValueError, IndexError, OverflowError) as error:
            raise FileRefused("xlsx.damaged") from error
        return BadCell("error", text) if kind == "e" else unescaped(text)

    def _number(self, text: str) -> Cell:
        style = self._book.styles[int(self._style)] if self._style and self._book.styles else ""
        number = float(text)
        if not style:
            if number != number or number in (float("inf"), float("-inf")):
                return BadCell("error", text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if style == "time":
            return _clock(number)
        return excel_day(number, self._book.from_1904) or BadCell("error", text)


@lru_cache(maxsize=MAX_COLUMN)
def _column_of(letters: str) -> int:
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise FileRefused("xlsx.damaged")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _column(reference: str) -> int:
    return _column_of(reference.rstrip("0123456789"))


def excel_day(serial: float, from_1904: bool = False) -> datetime | None:
    """A day number as a local time, to the millisecond; None where Excel has no such day.

    Excel's 1900 calendar has a 29 February 1900 that never was, so days before 61 count from one day later.
    Worked: 38169 is 2004-07-01; 1 is 1900-01-01; 60 is None, as are 0 and the negatives.
    """
    if not (0 if from_1904 else 1) <= serial < 2_958_466 or (not from_1904 and 60 <= serial < 61):
        return None
    # Wall times: a workbook does not know where it was filled in.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001
    return first + timedelta(milliseconds=round(serial * 86_400_000))


def _clock(days: float) -> str:
    """A time without a day as HH:MM or HH:MM:SS; spans above a day keep counting hours."""
    seconds = round(days * 86_400)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text
