"""Tables out as CSV that Excel opens in the right encoding and in which no text can run as a formula."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from io import StringIO
from typing import Any

from aftersail.core.tabular.delimited import DANGEROUS
from aftersail.core.tabular.outgoing import Heading, plain

ROWS_A_BLOCK = 500


def csv_blocks(
    headings: Sequence[Heading], rows: Iterable[Sequence[Any]], *, zone: tzinfo = UTC, delimiter: str = ","
) -> Iterator[bytes]:
    """The table as blocks of UTF-8 with a byte-order mark, lines ended by CRLF (RFC 4180), for streaming.

    A text that begins with = + - @ (or a tab or line end) gets an apostrophe in front, and one that already has
    it gets another: our reader takes exactly one off, so that texts come back as they were.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    yield BOM_UTF8
    writer.writerow([_guarded(str(heading.label)) for heading in headings])
    for number, row in enumerate(rows, 1):
        if len(row) != len(headings):
            raise ValueError(f"{len(row)} values under {len(headings)} headings")
        writer.writerow([_text(plain(value, zone)) for value in row])
        if number % ROWS_A_BLOCK == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: StringIO) -> bytes:
    block = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return block


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _guarded(text: str) -> str:
    return "'" + text if DANGEROUS.match(text) else text
