"""Forms in JSON Schema 2020-12, the language in which they are stored and handed to other programs.

What JSON Schema has no word for stands under `x-aftersail`, which other programs may overlook.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from aftersail.visits.rules.definitions import DECIDING, Definition, Field, Option, Section, ShowIf, Words
from aftersail.visits.states import FieldKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OURS = "x-aftersail"
LONGEST_TEXT = 4000
MOST_ROWS = 50
FILES = {"type": "array", "items": {"type": "string", "format": "uuid"}, "maxItems": 12}
SHORT = {"type": "string", "maxLength": 120}
PART = {
    "type": "object",
    "properties": {
        "part": SHORT, "quantity": {"type": "integer", "minimum": 1, "maximum": 999}, "serial_in": SHORT, "serial_out": SHORT,
    },
    "required": ["part"],
    "additionalProperties": False,
}  # fmt: skip


class NotAForm(ValueError):
    """The document cannot be read as a form; `place` is where, as a path into it."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(place)


def to_schema(definition: Definition) -> dict[str, Any]:
    """Return the JSON Schema of a form's values, with everything else about the form beside it."""
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": definition.label.zh,
        "type": "object",
        "properties": {field.key: _property(field) for field in definition.fields},
        "required": [f.key for f in definition.lines if f.required and f.show_if is None and not f.step],
        "additionalProperties": False,
        OURS: {
            "code": definition.code,
            "kind": definition.kind,
            "title_en": definition.label.en,
            "phase": definition.phase,
            "sections": [
                {
                    "key": one.key, "title": one.label.zh, "title_en": one.label.en, "party": one.party,
                    "fields": [field.key for field in one.fields],
                }
                for one in definition.sections
            ],
        },
    }  # fmt: skip
    conditional = [
        {"if": _condition(f.show_if, definition), "then": {"required": [f.key]}}
        for f in definition.lines
        if f.required and f.show_if is not None and not f.step
    ]
    return schema | ({"allOf": conditional} if conditional else {})


def _property(field: Field) -> dict[str, Any]:
    ours: dict[str, Any] = {"kind": field.kind, "title_en": field.label.en}
    if field.hint:
        ours["hint"], ours["hint_en"] = field.hint.zh, field.hint.en
    for name in ("unit", "required", "point", "role"):
        if value := getattr(field, name):
            ours[name] = value
    for name in ("step", "pair", "follow_up"):
        if getattr(field, name):
            ours[name] = True
    if field.expects is not None:
        ours["expects"] = field.expects
    for name in ("low", "high"):
        if (limit := getattr(field, name)) is not None:
            ours[name] = _number(limit)
    if field.show_if is not None:
        rule = field.show_if
        ours["show_if"] = {"field": rule.field, "test": rule.test, "values": list(rule.values)}
    return {"title": field.label.zh, **SHAPES[field.kind](field), OURS: ours}


def _choice(field: Field) -> dict[str, Any]:
    return {
        "type": "string",
        "oneOf": [
            {"const": one.code, "title": one.label.zh, OURS: {"title_en": one.label.en, "fails": one.fails}}
            for one in field.options
        ],
    }


def _photos(field: Field) -> dict[str, Any]:
    if not field.pair:
        return dict(FILES)
    return {"type": "object", "properties": {"before": FILES, "after": FILES}, "additionalProperties": False}


SHAPES: dict[str, Callable[[Field], dict[str, Any]]] = {
    FieldKind.TEXT: lambda field: {"type": "string", "maxLength": LONGEST_TEXT},
    FieldKind.NUMBER: lambda field: {"type": "number"},
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: lambda field: {"type": "boolean"},
    FieldKind.DATE: lambda field: {"type": "string", "format": "date"},
    FieldKind.DATETIME: lambda field: {"type": "string", "format": "date-time"},
    FieldKind.PHOTO: _photos,
    FieldKind.PART: lambda field: {"type": "array", "items": PART, "maxItems": MOST_ROWS},
    FieldKind.TOOL: lambda field: {"type": "array", "items": SHORT, "maxItems": MOST_ROWS},
    FieldKind.GAUGE: lambda field: {
        "type": "object",
        "properties": {"value": {"type": "number"}, "gauge": SHORT},
        "required": ["value"],
        "additionalProperties": False,
    },
    FieldKind.FAILURE: lambda field: {
        "type": "object",
        "properties": dict.fromkeys(("mode", "mechanism", "cause"), SHORT),
        "additionalProperties": False,
    },
    # A signature is given beside the values, never among them.
    FieldKind.SIGNATURE: lambda field: {"not": {}},
}


def _condition(rule: ShowIf | None, definition: Definition) -> dict[str, Any]:
    assert rule is not None
    among: dict[str, Any] = {"enum": list(rule.values)}
    tested = {"not": among} if rule.test == "not" else among
    above = definition.field(rule.field)
    shown = {"properties": {rule.field: tested}, "required": [rule.field]}
    if above is None or above.show_if is None or above.kind not in DECIDING:
        return shown
    return {"allOf": [shown, _condition(above.show_if, definition)]}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def from_schema(document: Any) -> Definition:
    """Return the form that a document describes; raises `NotAForm` where it is not one of ours.

    What it says wrongly within a form's own words (no title, limits the wrong way round) is left to `mistakes_in`.
    """
    ours = _dict(document, "").get(OURS)
    head = _dict(ours, OURS)
    properties = _dict(document.get("properties"), "properties")
    sections = []
    for number, one in enumerate(_list(head.get("sections"), f"{OURS}.sections")):
        place = f"{OURS}.sections[{number}]"
        row = _dict(one, place)
        keys = [_text(key, f"{place}.fields") for key in _list(row.get("fields"), f"{place}.fields")]
        if unknown := [key for key in keys if key not in properties]:
            raise NotAForm(f"{place}.fields: {unknown[0]}")
        fields = tuple(_field(key, properties[key]) for key in keys)
        title = Words(
            _text(row.get("title"), f"{place}.title"), _text(row.get("title_en"), f"{place}.title_en")
        )
        sections.append(
            Section(_text(row.get("key"), f"{place}.key"), title, fields, _text(row.get("party"), place))
        )
    label = Words(_text(document.get("title"), "title"), _text(head.get("title_en"), f"{OURS}.title_en"))
    code, kind, phase = (_text(head.get(name), f"{OURS}.{name}") for name in ("code", "kind", "phase"))
    return Definition(code, kind, label, phase, tuple(sections))


def _field(key: str, document: Any) -> Field:
    place = f"properties.{key}"
    row = _dict(document, place)
    ours = _dict(row.get(OURS), f"{place}.{OURS}")
    words = {
        name: _text(ours.get(name), f"{place}.{name}")
        for name in ("kind", "title_en", "hint", "hint_en", "unit", "required", "point", "role")
    }
    if words["kind"] not in SHAPES:
        raise NotAForm(f"{place}.{OURS}.kind")
    flags = {name: _flag(ours.get(name, False), f"{place}.{name}") for name in ("step", "pair", "follow_up")}
    rule = None
    if (said := ours.get("show_if")) is not None:
        told = _dict(said, f"{place}.show_if")
        values = _list(told.get("values"), f"{place}.show_if.values")
        if not all(isinstance(value, (str, bool)) for value in values):
            raise NotAForm(f"{place}.show_if.values")
        rule = ShowIf(
            _text(told.get("field"), f"{place}.show_if.field"), _text(told.get("test"), f"{place}.show_if.test"), tuple(values)
        )  # fmt: skip
    options = []
    for number, one in enumerate(_list(row.get("oneOf", []), f"{place}.oneOf")):
        at = f"{place}.oneOf[{number}]"
        option = _dict(one, at)
        beside = _dict(option.get(OURS, {}), at)
        title = Words(_text(option.get("title"), at), _text(beside.get("title_en"), at))
        options.append(Option(_text(option.get("const"), at), title, _flag(beside.get("fails", False), at)))
    expects = ours.get("expects")
    return Field(
        key=key, kind=words["kind"], label=Words(_text(row.get("title"), f"{place}.title"), words["title_en"]),
        hint=Words(words["hint"], words["hint_en"]), unit=words["unit"], low=_limit(ours.get("low"), f"{place}.low"),
        high=_limit(ours.get("high"), f"{place}.high"), options=tuple(options),
        expects=None if expects is None else _flag(expects, f"{place}.expects"), required=words["required"], show_if=rule,
        point=words["point"], role=words["role"], **flags,
    )  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether a text can be kept: no character that is none, as a broken program may send it."""
    return "\x00" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _dict(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAForm(place)
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise NotAForm(place)
    return value


def _text(value: Any, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not is_plain(value):
        raise NotAForm(place)
    return value


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise NotAForm(place)
    return value


def _limit(value: Any, place: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise NotAForm(place)
    limit = Decimal(str(value))
    if not limit.is_finite():
        raise NotAForm(place)
    return limit


assert set(SHAPES) == set(FieldKind)
