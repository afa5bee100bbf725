"""Tables out, as XLSX above all: streamed, dates as dates, text that looks like a formula as text, with a sheet of notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftersail.core.tabular.fields import Kind
from aftersail.core.tabular.outgoing import (
    EXCEL_ROWS,
    EXCEL_TEXT,
    FIRST_EXCEL_DAY,
    Heading,
    display_width,
    exact_in_excel,
    plain,
)
from aftersail.core.tabular.write_csv import csv_blocks
from aftersail.core.verdicts import Reason

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEASURED_ROWS = 200
MIN_WIDTH, MAX_WIDTH = 8, 60
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class TooManyRows(ValueError):
    """More rows than an Excel sheet has; export as CSV instead, or filter."""


def new_workbook(target: BinaryIO) -> xlsxwriter.Workbook:
    """A workbook written row by row to disk and packed into ``target`` on close; no text is taken for a formula."""
    import xlsxwriter  # 11 MB, which a web process takes only when somebody exports

    return xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
            # Where the font is missing, Excel, WPS and LibreOffice all put a Chinese sans serif in its place.
            "default_format_properties": {"font_name": "Microsoft YaHei", "font_size": 10},
        },
    )


def write_xlsx(
    target: BinaryIO,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[tuple[Reason, Any]] = (),
    zone: tzinfo = UTC,
) -> int:
    """Write rows as a workbook and return how many there were; nothing is held but the current row.

    ``title`` names the sheet. ``notes`` (filters, time of export, who) fill a second sheet, to which the number
    of rows and of shortened texts is added. Instants are shown in ``zone``. TooManyRows past Excel's end.
    """
    book = new_workbook(target)
    try:
        sheet = book.add_worksheet(sheet_name(title))
        table = TableWriter(book, sheet, headings, zone)
        for row in rows:
            table.add(row)
        table.finish()
        about = [*notes, (pgettext("table file", "Rows"), table.count)]
        if table.cut:
            about.append((_("Texts cut at Excel's limit of 32,767 characters"), table.cut))
        _write_notes(book, about, zone)
    finally:
        book.close()
    return table.count


def write(
    kind: str,
    target: BinaryIO,
    headings: Sequence[Heading | str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[tuple[Reason, Any]] = (),
    zone: tzinfo = UTC,
) -> None:
    """Write a table as "xlsx" or "csv" (which has no room for title and notes); ValueError on any other kind."""
    heads = [heading if isinstance(heading, Heading) else Heading(heading) for heading in headings]
    if kind == "xlsx":
        write_xlsx(target, heads, rows, title=title, notes=notes, zone=zone)
    elif kind == "csv":
        for block in csv_blocks(heads, rows, zone=zone):
            target.write(block)
    else:
        raise ValueError(f"{kind!r} is neither xlsx nor csv")


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet: at most 31 characters, no brackets, slashes, colons; never empty."""
    return _SHEET_NAME.sub(" ", title).strip()[:31].strip() or pgettext("table file", "Data")


class TableWriter:
    """One sheet with a frozen row of headings, filled from the top; ``count`` rows so far, ``cut`` texts shortened."""

    def __init__(
        self, book: xlsxwriter.Workbook, sheet: Worksheet, headings: Sequence[Heading], zone: tzinfo
    ) -> None:
        self.count = 0
        self.cut = 0
        self._sheet = sheet
        self._zone = zone
        self._headings = headings
        self._widths = [display_width(str(heading.label)) + 2 for heading in headings]
        self._formats = Formats(book)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, str(heading.label), self._formats.heading)
        sheet.freeze_panes(1, 0)

    def add(self, row: Sequence[Any]) -> None:
        """Write the next row; ValueError when it is not as wide as the headings."""
        if len(row) != len(self._headings):
            raise ValueError(f"{len(row)} values under {len(self._headings)} headings")
        self.count += 1
        if self.count >= EXCEL_ROWS:
            raise TooManyRows(self.count)
        for column, value in enumerate(row):
            out = plain(value, self._zone)
            if out is None:
                continue
            if self.count <= MEASURED_ROWS:
                self._widths[column] = max(self._widths[column], _wanted_width(out))
            self._write(self.count, column, out)

    def _write(self, row: int, column: int, value: Any) -> None:
        sheet, formats = self._sheet, self._formats
        if isinstance(value, str):
            if len(value) > EXCEL_TEXT:
                value = value[: EXCEL_TEXT - 1] + "…"
                self.cut += 1
            sheet.write_string(row, column, value, formats.wrapped if "\n" in value else None)
        elif isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            if day < FIRST_EXCEL_DAY:
                sheet.write_string(row, column, value.isoformat())
                return
            clock = isinstance(value, datetime) and (
                value.time() != time.min or self._headings[column].kind is Kind.DATETIME
            )
            sheet.write_datetime(row, column, value, formats.moment if clock else formats.day)
        elif isinstance(value, (int, Decimal)) and not exact_in_excel(value):
            sheet.write_string(row, column, str(value))
        else:
            sheet.write_number(row, column, value, self._number_format(value))

    def _number_format(self, value: Any) -> Format | None:
        """Decimals show the places they carry, so that 12.50 does not become 12.5."""
        places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
        return self._formats.places(places) if 0 < places <= 6 else None

    def finish(self) -> None:
        """Set the widths found and offer Excel's filter on the headings."""
        for column, heading in enumerate(self._headings):
            width = heading.width or min(max(self._widths[column], MIN_WIDTH), MAX_WIDTH)
            self._sheet.set_column(column, column, width)
        if self._headings:
            self._sheet.autofilter(0, 0, self.count, len(self._headings) - 1)


def _wanted_width(value: Any) -> int:
    if isinstance(value, datetime):
        return 20
    return 12 if isinstance(value, date) else display_width(str(value)) + 2


class Formats:
    """The few cell formats of the house."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self.heading = book.add_format(
            {"bold": True, "bg_color": "#DCE6F0", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.required = book.add_format(
            {"bold": True, "bg_color": "#FCE4C8", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.text = book.add_format({"num_format": "@"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._places: dict[int, Format] = {}

    def places(self, count: int) -> Format:
        """Numbers with so many decimals."""
        if count not in self._places:
            self._places[count] = self._book.add_format({"num_format": "0." + "0" * count})
        return self._places[count]


def _write_notes(book: xlsxwriter.Workbook, notes: Sequence[tuple[Reason, Any]], zone: tzinfo) -> None:
    name = pgettext("table file", "Notes")
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    sheet = book.add_worksheet(name if name.casefold() not in taken else f"{name} 2")
    table = TableWriter(
        book,
        sheet,
        (
            Heading(pgettext("table file", "Note"), width=30),
            Heading(pgettext("table file", "Value"), width=80),
        ),
        zone,
    )
    for label, value in notes:
        table.add((str(label), value))
    table.finish()
