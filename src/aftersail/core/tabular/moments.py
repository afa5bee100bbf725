"""Days and instants from cells: a workbook's dates, declared shapes, ISO 8601 with an offset, Excel's bare numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo

from aftersail.core.tabular import dates
from aftersail.core.tabular.cells import Cell
from aftersail.core.tabular.conversion import Conversion, Read, folded, outside
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.issues import Fault
from aftersail.core.tabular.worksheet import excel_day

_OFFSET = re.compile(r"T.*(?:Z|[+-]\d\d:?\d\d)$")


def _moment(how: Conversion) -> Callable[[Cell, str], datetime | Fault]:
    read = dates.reader(how.dates)
    shapes = ", ".join(how.dates or dates.UNDECLARED[:4])
    fault = Fault("value.not_a_date", {"shapes": shapes})
    serial = dates.EXCEL_SERIAL in how.dates

    def parse(cell: Cell, text: str) -> datetime | Fault:
        if isinstance(cell, datetime):
            return cell
        text = folded(text)
        found = read(text)
        if found is not None:
            return found
        number = _excel_number(text)
        if number is None:
            return fault
        if not serial:
            return Fault("value.bare_day_number", {"day": f"{number:%Y-%m-%d}"})
        return number

    return parse


def _excel_number(text: str) -> datetime | None:
    """The day of a bare Excel number between 1930 and 2100, else None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return excel_day(number) if 10_959 <= number < 73_051 else None


def read_date(spec: Field, how: Conversion, _: tzinfo) -> Read:
    """Days; a time of day is a fault unless the mapping drops it."""
    read = _moment(how)

    def parse(cell: Cell, text: str) -> date | Fault:
        found = read(cell, text)
        if isinstance(found, Fault):
            return found
        if not how.drop_time and found.time() != time.min:
            return Fault("value.has_a_time")
        day = found.date()
        return outside(spec, day) or day

    return parse


def read_datetime(spec: Field, how: Conversion, zone: tzinfo) -> Read:
    """Aware instants; a time without an offset was written in ``zone``. Limits are days."""
    read = _moment(how)

    def parse(cell: Cell, text: str) -> datetime | Fault:
        found = None if how.dates else _with_offset(text)
        moment = found or read(cell, text)
        if isinstance(moment, Fault):
            return moment
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return outside(spec, moment.date()) or aware

    return parse


def _with_offset(text: str) -> datetime | None:
    """ISO 8601 with its own offset, as programs write it."""
    if not _OFFSET.search(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
