"""Which column of a file feeds which field of a register, under what conversion and key; checked before any row is."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import TypeAlias

from rapidfuzz import fuzz, process

from aftersail.core.tabular.conversion import Conversion, folded
from aftersail.core.tabular.dates import ShapeRefused, check_shape
from aftersail.core.tabular.encoding import DECLARABLE
from aftersail.core.tabular.fields import Field, Kind, field_named
from aftersail.core.tabular.issues import Fault, MappingRefused, shown
from aftersail.core.tabular.read import Reading
from aftersail.core.tabular.values import parser

Constant: TypeAlias = "str | int | float"


@dataclass(frozen=True, slots=True)
class Feed:
    """Where one field's values come from: one column, several joined by ``join``, or a constant for every row."""

    columns: tuple[str, ...] = ()
    constant: Constant | None = None
    join: str = " "
    how: Conversion = field(default_factory=Conversion)


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a row the same row on the next import.

    ``fields``: the register's fields that name a record (a natural key). Without fields the key is a hash of
    the row's source texts: of ``columns``, or of all columns when empty. ``repeats`` numbers identical rows
    instead of refusing the second, for logs in which the same line twice means two events.
    """

    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping for one register; ``title`` and ``note`` are for people, ``reading`` for what the file hides."""

    register: str
    feeds: MappingOf[str, Feed]
    key: Key = field(default_factory=Key)
    reading: Reading = field(default_factory=Reading)
    title: str = ""
    note: str = ""


def found_headers(mapping: Mapping, headers: Sequence[str]) -> dict[str, int]:
    """Every column named by the mapping → its index in the file; absent ones are left out.

    Exact names first; then names that differ only in width, case or spacing.
    """
    exact = {heading: index for index, heading in enumerate(headers)}
    loose = {loosened(heading): index for index, heading in enumerate(headers)}
    found = {}
    for name in named_columns(mapping):
        index = exact.get(name, loose.get(loosened(name)))
        if index is not None:
            found[name] = index
    return found


def named_columns(mapping: Mapping) -> list[str]:
    """The source columns a mapping names, each once, in order."""
    names = [name for feed in mapping.feeds.values() for name in feed.columns]
    return list(dict.fromkeys([*names, *mapping.key.columns]))


def loosened(heading: str) -> str:
    """A heading without what people type differently: width, case, white space, underscores and a final star."""
    return "".join(folded(heading).casefold().replace("_", " ").split()).rstrip("*")


def faults_in(mapping: Mapping, fields: Sequence[Field], headers: Sequence[str] | None = None) -> list[Fault]:
    """Everything wrong with a mapping for these fields and, when given, this file's headings; empty when sound."""
    faults = [
        Fault("mapping.unknown_field", {"field": n, "known": _names(fields)})
        for n in mapping.feeds
        if field_named(fields, n) is None
    ]
    if not mapping.feeds:
        faults.append(Fault("mapping.nothing_fed"))
    for spec in fields:
        feed = mapping.feeds.get(spec.name)
        if feed is None:
            if spec.required:
                faults.append(Fault("mapping.required_missing", {"field": spec.name, "label": spec.label}))
        else:
            faults += _feed_faults(spec, feed)
    faults += _key_faults(mapping)
    if mapping.reading.encoding and mapping.reading.encoding.lower() not in DECLARABLE:
        known = ", ".join(DECLARABLE)
        faults.append(Fault("encoding.unknown", {"name": mapping.reading.encoding, "known": known}))
    if headers is not None:
        faults += _header_faults(mapping, headers)
    return faults


def require_sound(mapping: Mapping, fields: Sequence[Field], headers: Sequence[str] | None = None) -> None:
    """Raise MappingRefused with every fault that :func:`faults_in` finds."""
    if faults := faults_in(mapping, fields, headers):
        raise MappingRefused(faults)


def _feed_faults(spec: Field, feed: Feed) -> list[Fault]:
    where = {"field": spec.name}
    if bool(feed.columns) == (feed.constant is not None):
        return [Fault("mapping.one_source", where)]
    faults = []
    for shape in feed.how.dates:
        try:
            check_shape(shape)
        except ShapeRefused:
            faults.append(Fault("mapping.date_shape", {**where, "shape": shape}))
    if feed.how.dates and spec.kind not in (Kind.DATE, Kind.DATETIME):
        faults.append(
            Fault("mapping.option_misplaced", {**where, "option": "dates", "kind": spec.kind.value})
        )
    if len(feed.how.decimal) != 1 or feed.how.decimal == feed.how.thousands:
        faults.append(Fault("mapping.decimal_mark", where))
    if faults:
        return faults
    faults += _target_faults(spec, feed)
    return faults


def _target_faults(spec: Field, feed: Feed) -> list[Fault]:
    """Constants and the right-hand side of a choice table must themselves be values of the field."""
    read = parser(spec, Conversion(dates=feed.how.dates), UTC)
    targets: list[Constant] = [*feed.how.table.values()]
    if feed.how.otherwise is not None:
        targets.append(feed.how.otherwise)
    if feed.constant is not None:
        targets = [feed.constant]
    faults = []
    for target in dict.fromkeys(targets):
        result = read(target) if target != "" else None
        if isinstance(result, Fault):
            params = {"field": spec.name, "value": target, "why": result.message}
            faults.append(Fault("mapping.bad_target", params))
    return faults


def _key_faults(mapping: Mapping) -> list[Fault]:
    key = mapping.key
    faults = [Fault("mapping.key_not_fed", {"field": n}) for n in key.fields if n not in mapping.feeds]
    if key.fields and key.columns:
        faults.append(Fault("mapping.two_keys"))
    if key.fields and key.repeats:
        faults.append(Fault("mapping.repeats_need_content"))
    fed = [mapping.feeds[name] for name in key.fields if name in mapping.feeds]
    if fed and all(feed.constant is not None for feed in fed):
        faults.append(Fault("mapping.key_is_constant"))
    return faults


def _header_faults(mapping: Mapping, headers: Sequence[str]) -> list[Fault]:
    found = found_headers(mapping, headers)
    faults = []
    for name in named_columns(mapping):
        if name not in found:
            near = process.extractOne(name, headers, scorer=fuzz.ratio, processor=loosened, score_cutoff=60)
            params = {
                "column": name,
                "known": ", ".join(map(shown, headers[:20])),
                "near": shown(near[0]) if near else "",
            }
            faults.append(Fault("mapping.no_such_column_near" if near else "mapping.no_such_column", params))
    return faults


def _names(fields: Sequence[Field]) -> str:
    return ", ".join(spec.name for spec in fields)
