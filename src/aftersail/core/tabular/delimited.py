"""Lines of a CSV or TSV text: the delimiter found, quotes checked, decoded as it is read."""

from __future__ import annotations

import csv
import re
from collections.abc import Generator, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.limits import Limits
from aftersail.core.tabular.shape import Line

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARS = 1 << 16
SAMPLE_LINES = 30
# A careful writer (ours too) puts an apostrophe before text that a spreadsheet would run as a formula.
# Full-width signs count too: Excel in Chinese and Japanese takes them for the narrow ones.
_RUNNABLE = r"[=+\-@\t\r\n＝＋－＠]"
DANGEROUS = re.compile("'*" + _RUNNABLE)
_GUARDED = re.compile("'+" + _RUNNABLE)


def find_delimiter(stream: BinaryIO, codec: str) -> str:
    """The delimiter under which most of the first lines are as wide as the first; a comma when none divides it."""
    with TextIOWrapper(stream, codec, newline="") as text:
        sample = text.read(SAMPLE_CHARS)
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        if not widths or widths[0] < 2:
            continue
        # A last line cut by the sample's end does not count.
        judged = widths[:-1] if len(widths) > 1 and len(sample) == SAMPLE_CHARS else widths
        score = (sum(w == widths[0] for w in judged) / len(judged), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    try:
        widths.extend(len(line) for line in islice(reader, SAMPLE_LINES) if line)
    except csv.Error:
        # Not this delimiter's fault alone: reading proper says where the text is malformed.
        return widths
    return widths


def delimited_lines(
    stream: BinaryIO, codec: str, delimiter: str, limits: Limits
) -> Generator[Line, None, None]:
    """Every record with its number (1 is the first), cells as text; closes the stream at the end.

    FileRefused at a record that holds a zero character, a text above ``limits.max_cell_chars``, or a quotation
    mark that is not closed: what follows such a mark cannot be told apart.
    """
    number = 0
    with TextIOWrapper(stream, codec, errors="strict", newline="") as text:
        reader = csv.reader(_bounded(text, limits), delimiter=delimiter, strict=True)
        while True:
            number += 1
            try:
                line = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileRefused("csv.malformed", row=number, line=reader.line_num) from error
            yield number, [_unguarded(cell) if cell[:1] == "'" else cell for cell in line]


def _bounded(text: TextIOWrapper, limits: Limits) -> Iterator[str]:
    """Physical lines; one without an end is refused before it is in memory as a whole."""
    longest = limits.max_cell_chars * 8
    while piece := text.readline(longest):
        if len(piece) >= longest:
            raise FileRefused("csv.line_too_long", limit=longest)
        if "\0" in piece:
            raise FileRefused("file.zero_bytes")
        yield piece


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
