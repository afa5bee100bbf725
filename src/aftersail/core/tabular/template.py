"""The empty workbook a person fills in: headings, one example row, drop-down lists, and a sheet that explains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftersail.core.tabular.conversion import Conversion
from aftersail.core.tabular.fields import Field, Kind
from aftersail.core.tabular.issues import Fault
from aftersail.core.tabular.outgoing import Heading, display_width
from aftersail.core.tabular.values import parser
from aftersail.core.tabular.write import MAX_WIDTH, Formats, TableWriter, new_workbook, sheet_name

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

PREPARED_ROWS = 5_000
"""Rows below the headings that get drop-down lists."""


def template_workbook(target: BinaryIO, fields: Sequence[Field], *, title: str, zone: tzinfo = UTC) -> None:
    """Write the template in the language active now.

    The first sheet has the fields' labels as headings (required ones in another colour) and one example row,
    which importing refuses by name when it is left in. ValueError when an example is not a value of its field.
    """
    book = new_workbook(target)
    try:
        formats = Formats(book)
        data = book.add_worksheet(sheet_name(title))
        about = book.add_worksheet(sheet_name(pgettext("table file", "Explanation")))
        lists = book.add_worksheet(sheet_name(pgettext("table file", "Lists")))
        _fill_data(data, fields, formats, zone)
        _fill_explanation(book, about, fields, zone)
        _fill_lists(lists, data, fields)
    finally:
        book.close()


def _fill_data(sheet: Worksheet, fields: Sequence[Field], formats: Formats, zone: tzinfo) -> None:
    by_kind = {Kind.DATE: formats.day, Kind.DATETIME: formats.moment, Kind.TEXT: formats.text,
               Kind.REFERENCE: formats.text}  # fmt: skip
    for column, spec in enumerate(fields):
        heading = str(spec.label)
        width = max(display_width(heading), display_width(spec.example)) + 4
        sheet.set_column(column, column, min(width, MAX_WIDTH), by_kind.get(spec.kind))
        sheet.write_string(0, column, heading, formats.required if spec.required else formats.heading)
    for column, spec in enumerate(fields):
        value = example_value(spec, zone)
        if isinstance(value, datetime):
            value = value.astimezone(zone).replace(tzinfo=None)
        if value is None:
            continue
        if spec.kind in (Kind.DATE, Kind.DATETIME):
            sheet.write_datetime(1, column, value, by_kind[spec.kind])
        elif spec.kind in (Kind.INT, Kind.DECIMAL):
            sheet.write_number(1, column, value)
        else:
            sheet.write_string(1, column, str(_words(spec, value)), by_kind.get(spec.kind))
    sheet.freeze_panes(1, 0)


def example_value(spec: Field, zone: tzinfo = UTC) -> Any:
    """The field's example as a value, None without one; ValueError when it is not one of the field's values."""
    if not spec.example:
        return None
    value = parser(spec, Conversion(), zone)(spec.example)
    if isinstance(value, Fault):
        raise ValueError(f"{spec.name}: the example {spec.example!r} is refused: {value.message}")
    return value


def _words(spec: Field, value: Any) -> Any:
    """A choice by its label, yes and no as words."""
    if spec.kind is Kind.CHOICE:
        return dict(spec.choices)[value]
    if spec.kind is Kind.BOOL:
        return _("Yes") if value else _("No")
    return value


def _fill_explanation(
    book: xlsxwriter.Workbook, sheet: Worksheet, fields: Sequence[Field], zone: tzinfo
) -> None:
    labels = (
        pgettext("table file", "Column"),
        _("Required"),
        _("What it holds"),
        pgettext("table file", "Limits"),
        pgettext("table file", "Example"),
        pgettext("table file", "Explanation"),
    )
    table = TableWriter(book, sheet, [Heading(label) for label in labels], zone)
    for spec in fields:
        value = example_value(spec, zone)
        table.add(
            (
                str(spec.label),
                spec.required,
                _kind_words(spec),
                _limit_words(spec),
                _words(spec, value)
                if spec.kind in (Kind.CHOICE, Kind.BOOL) and value is not None
                else spec.example,
                str(spec.help),
            )
        )
    table.finish()


def _kind_words(spec: Field) -> str:
    words = {
        Kind.TEXT: pgettext("table file", "Text"),
        Kind.INT: _("Whole number"),
        Kind.DECIMAL: pgettext("table file", "Number"),
        Kind.DATE: _("Date, such as 2026-03-31"),
        Kind.DATETIME: _("Date and time, such as 2026-03-31 14:30"),
        Kind.CHOICE: _("One of the list"),
        Kind.BOOL: _("Yes or no"),
        Kind.REFERENCE: _("A record that exists already"),
    }
    named = f" ({spec.reference})" if spec.kind is Kind.REFERENCE and spec.reference else ""
    return words[spec.kind] + named


def _limit_words(spec: Field) -> str:
    words = []
    if spec.max_length:
        words.append(_("at most %(limit)s characters") % {"limit": spec.max_length})
    if spec.kind is Kind.DECIMAL:
        words.append(_("at most %(places)s decimals") % {"places": spec.places})
    if spec.minimum is not None:
        words.append(_("from %(limit)s") % {"limit": spec.minimum})
    if spec.maximum is not None:
        words.append(_("up to %(limit)s") % {"limit": spec.maximum})
    words += [str(label) for _value, label in spec.choices]
    return "; ".join(words)


def _fill_lists(lists: Worksheet, data: Worksheet, fields: Sequence[Field]) -> None:
    """Choices stand on a sheet of their own, since a list inside the cell's rule may have only 255 characters."""
    from xlsxwriter.utility import xl_col_to_name

    columns = [(place, spec, _list_of(spec)) for place, spec in enumerate(fields) if _list_of(spec)]
    for row in range(1 + max((len(words) for _place, _spec, words in columns), default=0)):
        for column, (_place, spec, words) in enumerate(columns):
            if row == 0:
                lists.write_string(0, column, str(spec.label))
            elif row <= len(words):
                lists.write_string(row, column, words[row - 1])
    for column, (place, _spec, words) in enumerate(columns):
        letter = xl_col_to_name(column)
        source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(words) + 1}"
        data.data_validation(1, place, PREPARED_ROWS, place, {"validate": "list", "source": source})
    lists.hide()


def _list_of(spec: Field) -> list[str]:
    if spec.kind is Kind.BOOL:
        return [_("Yes"), _("No")]
    return [str(label) for _value, label in spec.choices]
