"""Cells of a list as HTML: plain kinds painted here, kinds with a look registered by the house that has it.

Eighty rows of nine cells are painted in one loop without a template, which would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftersail.core.lists.spec import Column

Painter = Callable[[Any, Any, int], str]
"""A function of (value, label, places) that returns safe HTML; the label is the choice's, or the value's text."""

Row = Sequence[Any]
NUMERIC = frozenset({"number", "money", "hours", "percent", "duration"})
WHOLE = frozenset({"day", "moment", "whole"})
"""Kinds that are never broken over two lines."""

ANY_ID = UUID(int=0)

_painters: dict[str, Painter] = {}


def register(kind: str, painter: Painter) -> None:
    """Add a kind of cell, or give one a better look; called from an app's `ready`."""
    _painters[kind] = painter


@lru_cache(maxsize=256)
def address_parts(url_name: str) -> tuple[str, str]:
    """Return what stands before and after the id in an address; reversing it for each row would be slow."""
    before, after = reverse(url_name, args=[ANY_ID]).split(str(ANY_ID))
    return before, after


def painted(kind: str, value: Any, label: Any = "", places: int = 0) -> str:
    """Return one value as a kind of cell shows it, for fragments that are painted as lists are."""
    return _painters[kind](value, label if label != "" else value, places)


def painted_rows(columns: Sequence[Column], paths: Sequence[str], rows: Sequence[Row]) -> SafeString:
    """Return the `<tr>`s of a list."""
    painters = [cell_painter(column, paths) for column in columns]
    return mark_safe("".join("<tr>" + "".join([paint(row) for paint in painters]) + "</tr>" for row in rows))


def cell_painter(column: Column, paths: Sequence[str]) -> Callable[[Row], str]:
    """Return the function that paints a column's cell of a row of the query."""
    read, content = reader(column, paths), _content(column, paths)
    classes = " ".join(filter(None, (
        "row-title" if column.title else "", "num" if column.kind in NUMERIC else "", "" if column.phone else "phone-hide",
        "text-nowrap" if column.kind in WHOLE else "", "list-words" if column.kind == "text" and not column.title and not column.paint else "",
    )))  # fmt: skip
    opened = (
        f'<td class="{classes}" data-label="{escape(str(column.label))}">'
        if classes
        else f'<td data-label="{escape(str(column.label))}">'
    )
    if not column.link:
        return lambda row: f"{opened}{content(read(row), row)}</td>"
    before, after = (str(escape(part)) for part in address_parts(column.link))
    at = paths.index(column.link_id)

    def linked(row: Row) -> str:
        inner = content(read(row), row)
        return (
            f"{opened}{inner}</td>"
            if row[at] is None
            else f'{opened}<a href="{before}{row[at]}{after}">{inner}</a></td>'
        )

    return linked


def reader(column: Column, paths: Sequence[str]) -> Callable[[Row], Any]:
    """Return the function that takes a column's value out of a row, in the reader's language."""
    at = paths.index(column.value_path)
    if column.english and (get_language() or "").startswith("en"):
        other = paths.index(column.english)
        return lambda row: row[other] or row[at]
    return lambda row: row[at]


def _content(column: Column, paths: Sequence[str]) -> Callable[[Any, Row], str]:
    labels = labels_of(column)
    if column.paint is not None:
        paint, more = column.paint, [paths.index(path) for path in column.also]
        return lambda value, row: conditional_escape(paint(value, *[row[i] for i in more]))
    painter = _painters.get(column.kind, _plain)
    places = column.places
    empty = '<span class="no-data">—</span>'

    def content(value: Any, _row: Row) -> str:
        if value is None or value == "":
            return empty
        return painter(value, labels.get(value, value), places)

    return content


def labels_of(column: Column) -> dict[Any, str]:
    """Return the labels of a column's stored values in the reader's language."""
    return {value: str(label) for value, label in column.choices}


def _plain(value: Any, label: Any, _places: int) -> str:
    return escape(str(label))


def _moment(value: datetime, _label: Any, _places: int) -> str:
    return value.astimezone(get_default_timezone()).isoformat(" ", "minutes")[:16]


def _day(value: date, _label: Any, _places: int) -> str:
    local = value.astimezone(get_default_timezone()) if isinstance(value, datetime) else value
    return local.isoformat()[:10]


def _number(value: Any, _label: Any, places: int) -> str:
    return f"{value:,.{places}f}"


def _yes(value: Any, _label: Any, _places: int) -> str:
    return escape(_("yes") if value else _("no"))


for _kind, _painter in {
    "moment": _moment,
    "day": _day,
    "number": _number,
    "money": _number,
    "yes": _yes,
}.items():
    register(_kind, _painter)
