"""How a record is called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

OWN = ("name", "title", "text")
"""The fields that may hold what a record is called, each with an `_en` twin where it is kept in English too."""
JOINT = " · "


def reads_english() -> bool:
    """Whether the language in force is English."""
    return (get_language() or "").startswith("en")


def name_at(path: str) -> Any:
    """Return what `values_list` takes for the name at `path`: its `_en` twin, where filled, for readers of English."""
    return Coalesce(NullIf(f"{path}_en", Value("")), path) if reads_english() else path


def spoken_name(path: str) -> Any:
    """Return the expression for the name at `path` in the reader's language, to annotate and group by."""
    return name_at(path) if reads_english() else F(path)


def listed(values: Iterable[Any]) -> str:
    """Return values one after the other, with the comma of the language in force."""
    return (", " if reads_english() else "、").join(map(str, values))


def named(record: Any) -> str:
    """Return a record's name: its English name for readers of English, where it has one, with its code before it.

    A record without a name of its own, or with others' names beside it (`person · title`), is called after others, which are then named so too.
    """
    if record is None or isinstance(record, str):
        return record or ""
    said = str(record)
    if not reads_english():
        return said
    own = _own_name(record)
    after = _named_after(record) if not own or JOINT in said else []
    for one in [record, *after]:
        if name := _own_name(one):
            said = said.replace(name, bare_name(one))
    return said


def _named_after(record: Any) -> list[Any]:
    """Return the related records that were loaded to say what this one is."""
    fields = [
        field for field in record._meta.concrete_fields if field.is_relation and field.is_cached(record)
    ]
    return [one for field in fields if (one := field.get_cached_value(record)) is not None]


def mail_address(address: str) -> SafeString:
    """Return a mail address that a narrow place breaks before the @ rather than within a name."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host) if at else format_html("{}", address)


def belonging(record: Any) -> str:
    """Return whose part a record is that has neither name nor number of its own: its numbered relations that it does not name itself.

    `Used on board 1` → `BWT-001A Filter element · FV-QD-202611-0003`; empty for a record that is called by itself.
    """
    own = {field.name for field in record._meta.concrete_fields}
    if own & {*OWN, "number", "code"}:
        return ""
    fields = [field for field in record._meta.concrete_fields if field.is_relation]
    numbered = [
        field
        for field in fields
        if any(one.name == "number" for one in field.related_model._meta.concrete_fields)
    ]
    parents = [parent for field in numbered if (parent := getattr(record, field.name)) is not None]
    said = named(record)
    return JOINT.join(
        named(one) for one in parents if one.number not in said and bare_name(one) not in said.split(JOINT)
    )


def bare_name(record: Any) -> str:
    """Return a record's name in the reader's language alone, for places where its code stands beside it."""
    english = next(filter(None, (getattr(record, f"{field}_en", "") for field in OWN)), "")
    return english if reads_english() and english else _own_name(record)


def _own_name(record: Any) -> str:
    return next(filter(None, (getattr(record, field, "") for field in OWN)), "")
