"""The smallest lawful body of an API operation, made from what the API says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftersail.core.ids import new_id
from tests.isolation.routes import Route

FORMATS = {
    "uuid": lambda: str(new_id()),
    "date-time": lambda: "2026-03-02T08:00:00+08:00",
    "date": lambda: "2026-03-02",
    "binary": lambda: b"hello",
    "email": lambda: "someone@example.com",
    "duration": lambda: "PT1H",
}
Ids = Callable[[str], str | None]

DIGEST = "^[0-9a-f]{64}$"


def body_for(route: Route, ids: Ids = lambda name: None, everything: bool = False) -> tuple[str, Any]:
    """Return media type and value of a body that the description allows; an empty type where there is none.

    ids: the value of a field that names a record, by the field's name; None for a new id. everything: fill
    optional fields too.
    """
    described = route.body() if route.body else {}
    content = described.get("requestBody", {}).get("content", {})
    if not content:
        return "", None
    kind, media = next(iter(content.items()))
    return kind, _value(media["schema"], described["components"], ids, everything, "")


def query_for(route: Route) -> dict[str, Any]:
    """Return the parameters that an operation cannot do without."""
    described = route.body() if route.body else {}
    parameters = described.get("parameters", [])
    return {
        one["name"]: _value(one["schema"], described["components"], lambda name: None, False, one["name"])
        for one in parameters
        if one["in"] == "query" and one.get("required")
    }


def _value(schema: dict[str, Any], components: dict[str, Any], ids: Ids, everything: bool, name: str) -> Any:
    if "$ref" in schema:
        named = components["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return _value(named, components, ids, everything, name)
    if "allOf" in schema:
        return _value(schema["allOf"][0], components, ids, everything, name)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            best = next((one for one in schema[choice] if one.get("type") != "null"), schema[choice][0])
            return _value(best, components, ids, everything, name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    return _plain(schema, components, ids, everything, name)


def _plain(schema: dict[str, Any], components: dict[str, Any], ids: Ids, everything: bool, name: str) -> Any:
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        wanted = schema.get("properties", {}) if everything else schema.get("required", [])
        return {key: _value(schema["properties"][key], components, ids, everything, key) for key in wanted}
    if kind == "array":
        item = _value(schema.get("items", {}), components, ids, everything, name.removesuffix("s"))
        return [item] * max(schema.get("minItems", 0), 1 if everything else 0)
    if kind in {"integer", "number"}:
        return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return False
    if kind == "null":
        return None
    if schema.get("format") == "uuid" and (known := ids(name)) is not None:
        return known
    if schema.get("pattern") == DIGEST:
        return "0" * 64
    text = FORMATS.get(schema.get("format", ""), lambda: "text")()
    return text if isinstance(text, bytes) else text.ljust(schema.get("minLength", 0), "x")
