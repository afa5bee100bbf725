"""Mappings as TOML files that a person can read, edit and keep beside the data; and as plain data for the database."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping as MappingOf
from typing import Any

from aftersail.core.tabular.conversion import Conversion
from aftersail.core.tabular.issues import Fault, MappingRefused
from aftersail.core.tabular.mapping import Feed, Key, Mapping
from aftersail.core.tabular.read import Reading

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_TOP = {"register": str, "title": str, "note": str, "empty": list, "file": dict, "key": dict, "fields": dict}
_FILE = {"encoding": str, "delimiter": str, "sheet": str, "header_row": int}
_KEY = {"fields": list, "columns": list, "repeats": bool}
_FIELD = {
    "column": str, "columns": list, "join": str, "constant": (str, int, float), "empty": list, "dates": list,
    "decimal": str, "thousands": str, "strip": list, "table": dict, "otherwise": str, "keep": bool,
    "drop_time": bool, "round_off": bool, "fold_width": bool,
}  # fmt: skip
_PREAMBLE = """\
# Which column of a file feeds which field. Read by `aftersail import`.
# file:    encoding, delimiter, sheet, header_row - only what the file does not show by itself
# key:     fields = the record's natural key, or columns = texts that together identify a row ([] = all of them)
# fields:  column | columns + join | constant; empty, dates, decimal, thousands, strip, table, otherwise, keep,
#          drop_time, round_off, fold_width
"""


def parse_mapping(text: str) -> Mapping:
    """A mapping from its file's text; MappingRefused naming the line or every entry that is not understood."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused([Fault("mapping.not_toml", {"why": str(error)})]) from error
    return mapping_from_data(data)


def mapping_from_data(data: MappingOf[str, Any]) -> Mapping:
    """A mapping from plain data (a file's tables, or what the database kept); MappingRefused listing all faults."""
    faults = _shape_faults(data)
    if faults:
        raise MappingRefused(faults)
    empty = tuple(data.get("empty", ()))
    try:
        reading = Reading(**data.get("file", {}))
    except ValueError as error:
        raise MappingRefused([Fault("mapping.bad_file_table", {"why": str(error)})]) from error
    key = data.get("key", {})
    return Mapping(
        register=data["register"],
        feeds={name: _feed(entry, empty) for name, entry in data.get("fields", {}).items()},
        key=Key(tuple(key.get("fields", ())), tuple(key.get("columns", ())), key.get("repeats", False)),
        reading=reading,
        title=data.get("title", ""),
        note=data.get("note", ""),
    )


def mapping_as_data(mapping: Mapping) -> dict[str, Any]:
    """The plain data that :func:`mapping_from_data` turns back into an equal mapping; defaults are left out."""
    reading = mapping.reading
    key = {
        "fields": list(mapping.key.fields),
        "columns": list(mapping.key.columns),
        "repeats": mapping.key.repeats,
    }
    optional: dict[str, Any] = {
        "title": mapping.title,
        "note": mapping.note,
        "file": _without_defaults({name: getattr(reading, name) for name in _FILE}),
        "key": _without_defaults(key),
    }
    return {
        "register": mapping.register,
        **{name: value for name, value in optional.items() if value},
        "fields": {name: _feed_as_data(feed) for name, feed in mapping.feeds.items()},
    }


def write_mapping(mapping: Mapping) -> str:
    """The mapping as a TOML file's text, explained by a preamble; reading it back gives an equal mapping."""
    data = mapping_as_data(mapping)
    fields = data.pop("fields")
    tables = {name: data.pop(name) for name in ("file", "key") if name in data}
    lines = [_PREAMBLE, *(f"{name} = {_toml(value)}" for name, value in data.items())]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{_name(key)} = {_toml(value)}" for key, value in table.items())]
    for name, entry in fields.items():
        table = entry.pop("table", {})
        lines += ["", f"[fields.{_name(name)}]", *(f"{_name(k)} = {_toml(v)}" for k, v in entry.items())]
        if table:
            lines += [
                f"[fields.{_name(name)}.table]",
                *(f"{_name(k)} = {_toml(v)}" for k, v in table.items()),
            ]
    return "\n".join(lines) + "\n"


def _shape_faults(data: MappingOf[str, Any]) -> list[Fault]:
    faults = _entry_faults("", data, _TOP)
    if not isinstance(data.get("register"), str):
        faults.append(Fault("mapping.no_register"))
    for name, allowed in (("file", _FILE), ("key", _KEY)):
        if isinstance(data.get(name), dict):
            faults += _entry_faults(f"{name}.", data[name], allowed)
    fields = data.get("fields")
    for name, entry in fields.items() if isinstance(fields, dict) else ():
        if isinstance(entry, dict):
            faults += _entry_faults(f"fields.{name}.", entry, _FIELD)
            if "column" in entry and "columns" in entry:
                faults.append(Fault("mapping.one_source", {"field": name}))
        else:
            faults.append(Fault("mapping.wrong_type", {"entry": f"fields.{name}", "want": "table"}))
    return faults


def _entry_faults(prefix: str, table: MappingOf[str, Any], allowed: MappingOf[str, Any]) -> list[Fault]:
    faults = []
    for name, value in table.items():
        want = allowed.get(name)
        entry = prefix + name
        if want is None:
            faults.append(Fault("mapping.unknown_entry", {"entry": entry, "known": ", ".join(allowed)}))
        elif (
            not isinstance(value, want)
            or (isinstance(value, bool) and want is not bool)
            or (isinstance(value, float) and not math.isfinite(value))
        ):
            faults.append(Fault("mapping.wrong_type", {"entry": entry, "want": _word(want)}))
        elif want is list and not all(isinstance(item, str) for item in value):
            faults.append(Fault("mapping.wrong_type", {"entry": entry, "want": "list of texts"}))
        elif name == "table" and not all(isinstance(item, str) for item in value.values()):
            faults.append(Fault("mapping.wrong_type", {"entry": entry, "want": "table of texts"}))
    return faults


def _word(want: Any) -> str:
    words = {str: "text", int: "whole number", bool: "true or false", list: "list of texts", dict: "table"}
    return words.get(want, "text or number")


def _feed(entry: MappingOf[str, Any], empty: tuple[str, ...]) -> Feed:
    column = entry.get("column")
    plain = ("decimal", "thousands", "table", "otherwise", "keep", "drop_time", "round_off", "fold_width")
    how = Conversion(
        empty=frozenset(entry.get("empty", empty)),
        dates=tuple(entry.get("dates", ())),
        strip=tuple(entry.get("strip", ())),
        **{name: entry[name] for name in plain if name in entry},
    )
    columns = (column,) if column is not None else tuple(entry.get("columns", ()))
    return Feed(columns=columns, constant=entry.get("constant"), join=entry.get("join", " "), how=how)


def _feed_as_data(feed: Feed) -> dict[str, Any]:
    how, plain = feed.how, Conversion()
    entry: dict[str, Any] = {}
    if len(feed.columns) == 1:
        entry["column"] = feed.columns[0]
    elif feed.columns:
        entry["columns"] = list(feed.columns)
    if feed.join != " ":
        entry["join"] = feed.join
    if feed.constant is not None:
        entry["constant"] = feed.constant
    for name in plain.__slots__:
        value = getattr(how, name)
        if value != getattr(plain, name):
            entry[name] = (
                sorted(value) if name == "empty" else list(value) if isinstance(value, tuple) else value
            )
    return entry


def _without_defaults(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value not in ("", 0, False, [])}


def _name(name: str) -> str:
    return name if _BARE.match(name) else _toml(name)


def _toml(value: Any) -> str:
    """A TOML value; JSON's strings, numbers and booleans are TOML's too, but for DEL and non-finite numbers."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
