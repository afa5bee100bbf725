"""What a file can feed of a model: its fields as `tabular` knows them, and values between the two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from aftersail.core.isolation import visible
from aftersail.core.models import Account
from aftersail.core.tabular import AMBIGUOUS, Field, Kind
from aftersail.core.tabular.conversion import folded

FLOAT_PLACES = 6
TOGETHER, APART = "; ", re.compile(r"\s*[;；,，、]\s*")
"""How several codes stand in one cell, and how people may have typed them."""


@dataclass(frozen=True, slots=True)
class Names:
    """By which texts a file names records of a model: the first path that knows the text decides."""

    model: type[models.Model]
    paths: tuple[str, ...]

    def found(self, texts: Iterable[str], account: Account | None) -> dict[str, Any]:
        """Return text → id of the records that an account may see, or AMBIGUOUS; unknown texts are left out."""
        wanted = {text: folded(text).casefold() for text in texts}
        rows: Any = self.model._default_manager.all() if account is None else visible(self.model, account)
        known: dict[str, dict[str, Any]] = {path: {} for path in self.paths}
        for pk, *names in rows.values_list("pk", *self.paths):
            for path, name in zip(self.paths, names, strict=True):
                if name:
                    at = folded(str(name)).casefold()
                    known[path][at] = pk if known[path].get(at, pk) == pk else AMBIGUOUS
        result = {}
        for text, loose in wanted.items():
            for path in self.paths:
                if loose in known[path]:
                    result[text] = known[path][loose]
                    break
        return result


def tabular_field(
    field: Any, *, example: str = "", aliases: tuple[str, ...] = (), required: bool | None = None
) -> Field:
    """Return a model's field as a file can feed it."""
    needed = not (field.blank or field.null or field.has_default() or isinstance(field, models.BooleanField))
    stated: dict[str, Any] = {
        "name": field.name,
        "label": field.verbose_name,
        "required": needed if required is None else required,
        "example": example,
        "aliases": aliases,
    }
    if isinstance(field, models.ForeignKey):
        return Field(kind=Kind.REFERENCE, reference=field.related_model._meta.verbose_name or "", **stated)
    if field.choices:
        return Field(
            kind=Kind.CHOICE, choices=[(str(value), label) for value, label in field.choices], **stated
        )
    if isinstance(field, models.BooleanField):
        return Field(kind=Kind.BOOL, **stated)
    if isinstance(field, models.DateTimeField):
        return Field(kind=Kind.DATETIME, **stated)
    if isinstance(field, models.DateField):
        return Field(kind=Kind.DATE, **stated)
    if isinstance(field, models.DecimalField):
        top = Decimal(10) ** (field.max_digits - field.decimal_places) - 1
        return Field(kind=Kind.DECIMAL, places=field.decimal_places, minimum=-top, maximum=top, **stated)
    if isinstance(field, models.FloatField):
        return Field(kind=Kind.DECIMAL, places=FLOAT_PLACES, **stated)
    if isinstance(field, models.IntegerField):
        small = isinstance(field, (models.SmallIntegerField, models.PositiveSmallIntegerField))
        return Field(kind=Kind.INT, minimum=0, maximum=32_767 if small else 2**31 - 1, **stated)
    return Field(kind=Kind.TEXT, max_length=field.max_length, **stated)


def to_model(field: Any, value: Any) -> Any:
    """Return a value read from a file as the model's field keeps it; empty becomes the field's own emptiness."""
    if value is None:
        if field.has_default():
            return field.get_default()
        return "" if isinstance(field, (models.CharField, models.TextField)) else None
    if isinstance(field, ArrayField):
        return [part for part in APART.split(value) if part]
    return float(value) if isinstance(field, models.FloatField) else value


def from_model(field: Any, record: Any) -> Any:
    """Return what a record holds as a file's value, so that the two have one fingerprint."""
    value = getattr(record, field.attname)
    if isinstance(field, models.FloatField) and value is not None:
        return Decimal(repr(value)).quantize(Decimal(1).scaleb(-FLOAT_PLACES))
    return cell_of(value)


def cell_of(value: Any) -> Any:
    """Return a value as one cell holds it: several codes one after the other; none at all is an empty cell."""
    return (TOGETHER.join(map(str, value)) or None) if isinstance(value, list) else value


def values_of(fields: Mapping[str, Any], names: Iterable[str], row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a planned row as attribute → value of the model; related records by id."""
    return {
        fields[name].attname: to_model(fields[name], value) for name, value in zip(names, row, strict=True)
    }
