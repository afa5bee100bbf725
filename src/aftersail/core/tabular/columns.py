"""Rows turned into columns of parsed values: every distinct text is understood once, faults are kept by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import islice
from typing import Any

from aftersail.core.tabular.cells import BadCell, Cell, Row, cell_text
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.fingerprint import fingerprints
from aftersail.core.tabular.issues import Fault, Issue, column_letter, shown
from aftersail.core.tabular.mapping import Feed, Key, Mapping, found_headers
from aftersail.core.tabular.read import Sheet
from aftersail.core.tabular.values import Parse, parser

CHUNK_ROWS = 2_000
CACHED_VALUES = 50_000
ISSUES_IN_FULL = 20_000
"""Past so many issues only the first of each row is kept, so that a wholly wrong file costs no more than a right one."""


class _Parsed(dict[Cell, Any]):
    """Cell → value or Fault of one column; forgets everything when full, since texts seen once do not come again."""

    def __init__(self, parse: Parse) -> None:
        super().__init__()
        self._parse = parse
        self.faulty = False

    def __missing__(self, cell: Cell) -> Any:
        value = self._parse(cell)
        if type(value) is Fault:
            self.faulty = True
        if len(self) >= CACHED_VALUES:
            self.clear()
        self[cell] = value
        return value


@dataclass(slots=True)
class Parsed:
    """A whole file by columns; all lists have one entry a row.

    ``values[i]`` belongs to ``names[i]``; a faulty value is None there and an Issue in ``issues``, by row index.
    """

    names: tuple[str, ...]
    values: list[list[Any]]
    numbers: list[int] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    issues: dict[int, list[Issue]] = field(default_factory=dict)
    issue_count: int = 0

    def refuse(self, index: int, issue: Issue) -> None:
        """Note an issue of the row at this index."""
        known = self.issues.setdefault(index, [])
        if not known or self.issue_count < ISSUES_IN_FULL:
            known.append(issue)
            self.issue_count += 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's values stand in the file: heading and letter, both empty for a constant."""

    heading: str
    letter: str


def places(sheet: Sheet, mapping: Mapping) -> dict[str, Place]:
    """Field → its place; the first column when several are joined."""
    found = found_headers(mapping, sheet.headers)
    result = {}
    for name, feed in mapping.feeds.items():
        index = found[feed.columns[0]] if feed.columns else None
        result[name] = Place("", "") if index is None else Place(sheet.headers[index], column_letter(index))
    return result


def parse_columns(
    sheet: Sheet,
    mapping: Mapping,
    fields: Sequence[Field],
    zone: tzinfo,
    progress: Callable[[int], None] | None = None,
) -> Parsed:
    """Read and convert every row. ``progress`` hears the rows done so far and may raise to stop.

    FileRefused when the file proves unreadable on the way.
    """
    fed = [spec for spec in fields if spec.name in mapping.feeds]
    where = places(sheet, mapping)
    found = found_headers(mapping, sheet.headers)
    lanes = [_Lane(spec, mapping.feeds[spec.name], found, zone) for spec in fed]
    parsed = Parsed(tuple(spec.name for spec in fed), [[] for _ in fed])
    hashed = _hashed_columns(mapping.key, found, len(sheet.headers))
    with closing(sheet.rows()) as rows:
        while chunk := list(islice(rows, CHUNK_ROWS)):
            _take_chunk(chunk, lanes, parsed, where, hashed)
            if progress is not None:
                progress(len(parsed.numbers))
    return parsed


def _take_chunk(
    chunk: list[Row], lanes: list[_Lane], parsed: Parsed, where: dict[str, Place], hashed: list[int]
) -> None:
    start = len(parsed.numbers)
    numbers, lines, faults = zip(*chunk, strict=True)
    parsed.numbers.extend(numbers)
    raw = list(zip(*lines, strict=True))
    for lane, column in zip(lanes, parsed.values, strict=True):
        column.extend(lane.take(raw, len(chunk)))
        place = where[lane.name]
        for offset, cell, fault in lane.faults:
            issue = Issue(numbers[offset], place.heading, place.letter, shown(cell), fault)
            parsed.refuse(start + offset, issue)
    if any(faults):
        for offset, fault in enumerate(faults):
            if fault is not None:
                parsed.refuse(start + offset, Issue(numbers[offset], "", "", "", fault))
    if hashed:
        parsed.contents.extend(fingerprints([list(map(cell_text, raw[index])) for index in hashed]))


def _hashed_columns(key: Key, found: dict[str, int], width: int) -> list[int]:
    if key.fields:
        return []
    return [found[name] for name in key.columns] or list(range(width))


class _Lane:
    """One field's way from the raw columns to values."""

    def __init__(self, spec: Field, feed: Feed, found: dict[str, int], zone: tzinfo) -> None:
        self.name = spec.name
        self.faults: list[tuple[int, Cell, Fault]] = []
        self._feed = feed
        self._indices = [found[name] for name in feed.columns]
        self._parse = parser(spec, feed.how, zone)
        self._cache = _Parsed(self._parse)
        self._constant = self._parse(feed.constant) if feed.constant is not None else None

    def take(self, raw: Sequence[Sequence[Cell]], count: int) -> list[Any]:
        """Values of one chunk; ``faults`` then holds (offset, cell, fault) of those replaced by None."""
        self.faults = []
        if not self._indices:
            return [self._constant] * count
        cells = raw[self._indices[0]] if len(self._indices) == 1 else list(self._joined(raw))
        values = list(map(self._cache.__getitem__, cells))
        if self._cache.faulty:
            for offset, value in enumerate(values):
                if type(value) is Fault:
                    self.faults.append((offset, cells[offset], value))
                    values[offset] = None
        return values

    def _joined(self, raw: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
        """Several columns as one text; what counts as empty is left out, a formula or error stands for the whole."""
        empty = self._feed.how.empty
        for cells in zip(*(raw[index] for index in self._indices), strict=True):
            bad = next((c for c in cells if isinstance(c, BadCell) and str(c) not in empty), None)
            texts = [text for text in map(cell_text, cells) if text and text not in empty]
            yield bad if bad is not None else self._feed.join.join(texts)
