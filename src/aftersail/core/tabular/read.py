"""Open a CSV, TSV or XLSX of unknown manners as one Sheet: headings, and numbered rows as often as wanted."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from aftersail.core.tabular.cells import Row
from aftersail.core.tabular.delimited import DELIMITERS, delimited_lines, find_delimiter
from aftersail.core.tabular.encoding import find_encoding
from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.limits import Limits
from aftersail.core.tabular.package import Package
from aftersail.core.tabular.shape import Line, split_headings, table_rows
from aftersail.core.tabular.source import ZIP_MAGIC, FileLike, Source, take
from aftersail.core.tabular.workbook import Tab, Workbook, read_workbook
from aftersail.core.tabular.worksheet import refuse_merged, sheet_lines

NO_LIMITS_GIVEN = Limits()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read where it does not say so itself; empty values mean "find out".

    ``header_row`` counts from 1; 0 is the first line that is not blank.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0

    def __post_init__(self) -> None:
        if self.delimiter and self.delimiter not in DELIMITERS:
            raise ValueError(f"delimiter must be one of {DELIMITERS}")
        if self.header_row < 0:
            raise ValueError("header_row counts from 1; 0 means the first line that is not blank")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. ``encoding``, ``delimiter`` describe a text, ``sheet``, ``sheets`` a workbook."""

    headers: tuple[str, ...]
    header_row: int
    format: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    size: int
    _source: Source = field(repr=False)
    _limits: Limits = field(repr=False)
    _book: Workbook | None = field(repr=False)

    def rows(self) -> Generator[Row, None, None]:
        """Every row that is not blank as (number, cells, fault or None), read afresh from the file.

        ``cells`` has one entry a heading. FileRefused when the file turns out malformed or has too many rows.
        """
        width, sparse = len(self.headers), self._book is not None
        with closing(self._lines()) as lines:
            for number, _ in lines:
                if number == self.header_row:
                    break
            yield from table_rows(lines, width, self._limits, sparse=sparse)

    def preview(self, count: int = 20) -> list[Row]:
        """The first rows, for a person to look at."""
        with closing(self.rows()) as rows:
            return list(islice(rows, count))

    def _lines(self) -> Generator[Line, None, None]:
        if self._book is None:
            return delimited_lines(self._source.open(), self.encoding, self.delimiter, self._limits)
        return _workbook_lines(self._source, self._limits, self._book, self.sheet, self.header_row)


def open_sheet(file: FileLike, *, reading: Reading | None = None, limits: Limits = NO_LIMITS_GIVEN) -> Sheet:
    """Open a file given as bytes, path or binary stream; its name and extension are not believed, its bytes are.

    FileRefused, with a sentence saying what to do, when the file is too large, locked, damaged, dangerous, not a
    table, in no encoding that fits, or has unusable headings.
    """
    reading = reading or Reading()
    source = take(file, limits)
    if source.head(4) == ZIP_MAGIC:
        return _open_workbook(source, reading, limits)
    return _open_text(source, reading, limits)


def _open_text(source: Source, reading: Reading, limits: Limits) -> Sheet:
    codec = find_encoding(source.open, reading.encoding)
    delimiter = reading.delimiter or find_delimiter(source.open(), codec)
    with closing(delimited_lines(source.open(), codec, delimiter, limits)) as lines:
        header_row, headers = split_headings(lines, reading.header_row, limits)
    return Sheet(
        headers=headers,
        header_row=header_row,
        format="tsv" if delimiter == "\t" else "csv",
        encoding=codec,
        delimiter=delimiter,
        sheet="",
        sheets=(),
        size=source.size,
        _source=source,
        _limits=limits,
        _book=None,
    )


def _open_workbook(source: Source, reading: Reading, limits: Limits) -> Sheet:
    with source.open() as stream:
        package = Package(stream, limits)
        book = read_workbook(package)
        tab = _chosen(book, reading.sheet)
        refuse_merged(package.blocks(tab.part), reading.header_row)
    with closing(_workbook_lines(source, limits, book, tab.name, reading.header_row)) as lines:
        header_row, headers = split_headings(lines, reading.header_row, limits)
    return Sheet(
        headers=headers,
        header_row=header_row,
        format="xlsx",
        encoding="",
        delimiter="",
        sheet=tab.name,
        sheets=tuple(tab.name for tab in book.tabs),
        size=source.size,
        _source=source,
        _limits=limits,
        _book=book,
    )


def _chosen(book: Workbook, name: str) -> Tab:
    """The tab of that name, or the first that a person sees."""
    for tab in book.tabs:
        if tab.name == name or (not name and tab.visible):
            return tab
    if not name:
        return book.tabs[0]
    raise FileRefused("xlsx.no_such_sheet", name=name, known=", ".join(tab.name for tab in book.tabs))


def _workbook_lines(
    source: Source, limits: Limits, book: Workbook, name: str, header_row: int
) -> Generator[Line, None, None]:
    part = next(tab.part for tab in book.tabs if tab.name == name)
    with source.open() as stream:
        blocks = Package(stream, limits).blocks(part)
        yield from sheet_lines(blocks, book, header_row)
