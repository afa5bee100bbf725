"""The dry run: what importing a file would do to every row of it, told before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, NamedTuple

from aftersail.core.tabular.columns import Parsed, Place, parse_columns, places
from aftersail.core.tabular.conversion import Conversion
from aftersail.core.tabular.fields import Field, Kind
from aftersail.core.tabular.fingerprint import fingerprints
from aftersail.core.tabular.issues import Fault, Issue, shown
from aftersail.core.tabular.mapping import Mapping, loosened, named_columns, require_sound
from aftersail.core.tabular.read import Sheet
from aftersail.core.tabular.register import AMBIGUOUS, Existing, KeyValue, Register
from aftersail.core.tabular.values import parser

LOOKUP_KEYS = 5_000


class PlannedRow(NamedTuple):
    """A good row: its number in the file, its key, its values in the plan's ``fields`` order, what it matches."""

    row: int
    key: KeyValue
    values: tuple[Any, ...]
    fingerprint: str
    id: Any


class RefusedRow(NamedTuple):
    """A row that cannot be taken, with at least one reason."""

    row: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row of a file accounted for, in file order within each list.

    ``rows_in`` = created + updated + unchanged + refused, or ValueError. ``ignored_columns`` are headings of
    the file that the mapping does not use.
    """

    fields: tuple[str, ...]
    rows_in: int
    create: list[PlannedRow]
    update: list[PlannedRow]
    unchanged: list[PlannedRow]
    refused: list[RefusedRow]
    ignored_columns: tuple[str, ...]

    def __post_init__(self) -> None:
        parts = len(self.create) + len(self.update) + len(self.unchanged) + len(self.refused)
        if parts != self.rows_in:
            raise ValueError(f"{self.rows_in} rows in, {parts} accounted for")

    def counts(self) -> dict[str, int]:
        """rows_in, created, updated, unchanged, refused: how many rows would end so."""
        return {
            "rows_in": self.rows_in,
            "created": len(self.create),
            "updated": len(self.update),
            "unchanged": len(self.unchanged),
            "refused": len(self.refused),
        }

    def issues(self) -> Iterator[Issue]:
        """All issues by row, then as found."""
        for refused in self.refused:
            yield from refused.issues

    def may_commit(self, *, accept_partial: bool) -> bool:
        """All or nothing, unless the good rows of a real log are wanted and the rest is refused with reasons."""
        return accept_partial or not self.refused

    def values_of(self, row: PlannedRow) -> dict[str, Any]:
        """A row's values by field name."""
        return dict(zip(self.fields, row.values, strict=True))


def plan_import(
    sheet: Sheet,
    mapping: Mapping,
    register: Register,
    *,
    zone: tzinfo = UTC,
    progress: Callable[[int], None] | None = None,
) -> ImportPlan:
    """Check a whole file against a register without changing anything.

    ``zone`` is where times without an offset were written. ``progress`` is told the rows read so far and may
    raise to cancel. MappingRefused when the mapping does not fit, FileRefused when the file cannot be read
    to its end.
    """
    require_sound(mapping, register.fields, sheet.headers)
    fields = [spec for spec in register.fields if spec.name in mapping.feeds]
    parsed = parse_columns(sheet, mapping, register.fields, zone, progress)
    where = places(sheet, mapping)
    _refuse_example(parsed, fields, where, zone)
    _resolve_references(parsed, fields, register, where)
    keys = _keys(parsed, mapping, where)
    _refuse_duplicates(parsed, keys)
    _apply_register_rules(parsed, register, where)
    return _sorted_out(sheet, mapping, parsed, keys, register)


def _column(parsed: Parsed, name: str) -> list[Any]:
    return parsed.values[parsed.names.index(name)]


def _refuse_example(parsed: Parsed, fields: Sequence[Field], where: dict[str, Place], zone: tzinfo) -> None:
    """The template's example row, left in as its first row, is no data."""
    given = [spec for spec in fields if spec.example and where[spec.name].letter]
    if len(given) < 2 or not parsed.numbers:
        return
    if all(_column(parsed, spec.name)[0] == parser(spec, Conversion(), zone)(spec.example) for spec in given):
        parsed.refuse(0, Issue(parsed.numbers[0], "", "", "", Fault("row.example")))


def _resolve_references(
    parsed: Parsed, fields: Sequence[Field], register: Register, where: dict[str, Place]
) -> None:
    """Replace the texts of reference fields by what they name, asking once a field."""
    for spec in fields:
        if spec.kind is not Kind.REFERENCE:
            continue
        column = _column(parsed, spec.name)
        texts = {text for text in column if text is not None}
        found = register.references(spec.name, texts) if texts else {}
        for index, text in enumerate(column):
            if text is None:
                continue
            column[index] = record = found.get(text)
            if record is None or record is AMBIGUOUS:
                code = "value.unknown_reference" if record is None else "value.ambiguous_reference"
                column[index] = None
                fault = Fault(code, {"what": spec.reference or spec.label})
                parsed.refuse(index, _issue(parsed, index, where[spec.name], text, fault))


def _issue(parsed: Parsed, index: int, place: Place, value: object, fault: Fault) -> Issue:
    return Issue(parsed.numbers[index], place.heading, place.letter, shown(value), fault)


def _keys(parsed: Parsed, mapping: Mapping, where: dict[str, Place]) -> list[KeyValue | None]:
    """The key of every row; None where a key field is faulty or empty, the latter refused here."""
    if not mapping.key.fields:
        if not mapping.key.repeats:
            return [(text,) for text in parsed.contents]
        return _numbered(parsed.contents)
    keys: list[KeyValue | None] = list(zip(*(_column(parsed, n) for n in mapping.key.fields), strict=True))
    for index, key in enumerate(keys):
        if key is not None and None in key:
            keys[index] = None
            if index not in parsed.issues:
                name = mapping.key.fields[key.index(None)]
                parsed.refuse(index, _issue(parsed, index, where[name], "", Fault("value.key_empty")))
    return keys


def _numbered(contents: Sequence[str]) -> list[KeyValue | None]:
    """Identical rows told apart by their order: the first keeps the plain hash, the next get "#2", "#3"."""
    seen: dict[str, int] = {}
    keys: list[KeyValue | None] = []
    for text in contents:
        count = seen[text] = seen.get(text, 0) + 1
        keys.append((text if count == 1 else f"{text}#{count}",))
    return keys


def _refuse_duplicates(parsed: Parsed, keys: Sequence[KeyValue | None]) -> None:
    """Of rows with the same key the first stands, even when it is refused itself: which one is meant is unknown."""
    if len(set(keys)) == len(keys):
        return
    first: dict[KeyValue, int] = {}
    for index, key in enumerate(keys):
        if key is not None and first.setdefault(key, index) != index:
            fault = Fault("row.duplicate", {"first": parsed.numbers[first[key]]})
            parsed.refuse(index, Issue(parsed.numbers[index], "", "", "", fault))


def _apply_register_rules(parsed: Parsed, register: Register, where: dict[str, Place]) -> None:
    """Rules on whole rows see only rows that are good so far."""
    good = [index for index in range(len(parsed.numbers)) if index not in parsed.issues]
    rows = list(zip(*parsed.values, strict=True))
    nowhere = Place("", "")
    for offset, name, fault in register.faults(parsed.names, [rows[index] for index in good]):
        index = good[offset]
        value = _column(parsed, name)[index] if name in parsed.names else ""
        parsed.refuse(index, _issue(parsed, index, where.get(name, nowhere), value, fault))


def _sorted_out(
    sheet: Sheet, mapping: Mapping, parsed: Parsed, keys: Sequence[KeyValue | None], register: Register
) -> ImportPlan:
    prints = fingerprints(parsed.values)
    known = _known(register, parsed, keys)
    create: list[PlannedRow] = []
    update: list[PlannedRow] = []
    unchanged: list[PlannedRow] = []
    refused: list[RefusedRow] = []
    issues = parsed.issues
    rows = zip(parsed.numbers, keys, zip(*parsed.values, strict=True), prints, strict=True)
    for index, (number, key, values, print_) in enumerate(rows):
        if index in issues or key is None:
            refused.append(RefusedRow(number, tuple(issues[index])))
            continue
        match = known.get(key)
        if match is None:
            create.append(PlannedRow(number, key, values, print_, None))
        else:
            target = unchanged if match.fingerprint == print_ else update
            target.append(PlannedRow(number, key, values, print_, match.id))
    return ImportPlan(
        fields=parsed.names,
        rows_in=len(parsed.numbers),
        create=create,
        update=update,
        unchanged=unchanged,
        refused=refused,
        ignored_columns=_ignored(sheet, mapping),
    )


def _known(register: Register, parsed: Parsed, keys: Sequence[KeyValue | None]) -> dict[KeyValue, Existing]:
    wanted = [key for index, key in enumerate(keys) if key is not None and index not in parsed.issues]
    known: dict[KeyValue, Existing] = {}
    for start in range(0, len(wanted), LOOKUP_KEYS):
        known.update(register.existing(wanted[start : start + LOOKUP_KEYS], parsed.names))
    return known


def _ignored(sheet: Sheet, mapping: Mapping) -> tuple[str, ...]:
    used = {loosened(name) for name in named_columns(mapping)}
    return tuple(heading for heading in sheet.headers if loosened(heading) not in used)
