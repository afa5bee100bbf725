"""From numbered lines of cells to a table: the heading line, blank lines skipped, every row as wide as the headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from aftersail.core.tabular.cells import BadCell, Cell, Row, cell_text, is_blank
from aftersail.core.tabular.issues import Fault, FileRefused, column_letter, shown
from aftersail.core.tabular.limits import Limits

Line: TypeAlias = "tuple[int, list[Cell]]"
"""A line's number and its cells up to the last one present; blank lines may be left out."""


def split_headings(lines: Iterator[Line], header_row: int, limits: Limits) -> tuple[int, tuple[str, ...]]:
    """Read up to the heading line; returns its number and the headings.

    ``header_row`` 0 takes the first line that is not blank. A heading left blank is called by its letter in
    brackets, "(C)", so that the column can still be mapped. FileRefused when there is no such line, or it has
    too many columns, a formula, or the same heading twice.
    """
    for number, cells in lines:
        if header_row and number < header_row:
            continue
        if header_row and number > header_row:
            break
        if all(map(is_blank, cells)):
            if header_row:
                break
            continue
        return number, _headings(cells, number, limits)
    if header_row:
        raise FileRefused("header.row_is_blank", row=header_row)
    raise FileRefused("file.empty")


def _headings(cells: list[Cell], number: int, limits: Limits) -> tuple[str, ...]:
    while cells and is_blank(cells[-1]):
        cells.pop()
    if len(cells) > limits.max_columns:
        raise FileRefused("file.too_many_columns", count=len(cells), limit=limits.max_columns)
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        letter = column_letter(index)
        if isinstance(cell, BadCell):
            raise FileRefused("header.formula", letter=letter, row=number)
        heading = " ".join(cell_text(cell).split()) or f"({letter})"
        if heading in found:
            raise FileRefused(
                "header.twice", heading=shown(heading), first=column_letter(found[heading]), second=letter
            )
        found[heading] = index
    return tuple(found)


def table_rows(lines: Iterator[Line], width: int, limits: Limits, *, sparse: bool) -> Iterator[Row]:
    """The lines after the headings as rows of exactly ``width`` cells.

    ``sparse`` (workbooks) pads short lines silently, since a workbook does not store empty cells; in a text
    file a short line is a fault of its row. A filled cell beyond the headings is a fault in both. FileRefused
    at the row that passes ``limits.max_rows``.
    """
    count = 0
    for number, cells in lines:
        have = len(cells)
        fault = None
        if have != width:
            if all(map(is_blank, cells)):
                continue
            fault = _ragged(cells, width, sparse)
            cells = cells[:width] + [None] * (width - have)
        elif is_blank(cells[0]) and all(map(is_blank, cells)):
            continue
        count += 1
        if count > limits.max_rows:
            raise FileRefused("file.too_many_rows", limit=limits.max_rows)
        yield number, cells, fault


def _ragged(cells: list[Cell], width: int, sparse: bool) -> Fault | None:
    if len(cells) < width:
        return None if sparse else Fault("row.short", {"have": len(cells), "want": width})
    for index in range(width, len(cells)):
        if not is_blank(cells[index]):
            params = {"letter": column_letter(index), "have": len(cells), "want": width}
            return Fault("row.beyond_headings" if sparse else "row.long", params)
    return None
