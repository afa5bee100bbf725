"""Keeping a report's content as JSON and making it whole again, years later, exactly as it was signed."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from aftersail.visits.report.canonical import canonical_json
from aftersail.visits.report.content import Addendum, ServiceReport

Picture = Callable[[str], bytes]


def frozen(report: ServiceReport) -> dict[str, Any]:
    """Return the content as JSON values; pictures stand as their SHA-256, addenda beside what was signed."""
    content: dict[str, Any] = json.loads(canonical_json(report))
    if report.addenda:
        content["addenda"] = [_addendum(one) for one in report.addenda]
    return content


def thawed(content: dict[str, Any], picture: Picture) -> ServiceReport:
    """Return the report of `frozen`; `picture` gives the bytes that have a SHA-256."""
    report: ServiceReport = _value(ServiceReport, content, picture)
    return report


def _addendum(one: Addendum) -> dict[str, Any]:
    written = {"written_at": one.written_at.isoformat()} if one.written_at else {}
    return {"number": one.number, "author": one.author, "text": one.text, **written}


def _value(hint: Any, value: Any, picture: Picture) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        hint = next(option for option in get_args(hint) if option is not type(None))
        return None if value is None else _value(hint, value, picture)
    if origin is tuple:
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, picture) for item in value)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        known = {field.name for field in fields(hint)}
        given = {name: _value(hints[name], item, picture) for name, item in value.items() if name in known}
        return _made(hint, given)
    return _plain(hint, value, picture)


def _made(kind: Any, given: dict[str, Any]) -> Any:
    """Build the dataclass; texts that were empty are not kept and read as empty again."""
    absent = {
        "text": "",
        "caption": "",
        "item": "",
        "person": "",
        "number": "",
        "name": "",
        "part_number": "",
        "institute": "",
        "verdict": "",
        "author": "",
    }
    names = {field.name for field in fields(kind)}
    return kind(**{name: empty for name, empty in absent.items() if name in names} | given)


def _plain(hint: Any, value: Any, picture: Picture) -> Any:
    if hint is bytes:
        return picture(value) if value else b""
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
