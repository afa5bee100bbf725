"""What programs send and receive of a register, derived from its model so that the OpenAPI document stays right."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from ninja import Schema
from pydantic import Field, create_model

from aftersail.core.masters.declared import Master, master_named

SMALLEST, LARGEST = -(2**31), 2**31 - 1


@cache
def schema_out(name: str) -> type[Schema]:
    """Return what a record looks like: id, version, and every field; related records by id."""
    master = master_named(name)
    fields: dict[str, Any] = {"id": (UUID, ...), "version": (int, ...)}
    for field in master.model_fields():
        kind = _type(field)
        fields[key_of(field)] = (kind if _always(field) else kind | None, ...)
    return create_model(f"{_title(master)}Out", __base__=Schema, **fields)


@cache
def schema_new(name: str) -> type[Schema]:
    """Return what enters a record; `id` is made by the sender, so that sending twice makes one record."""
    master = master_named(name)
    fields: dict[str, Any] = {"id": (UUID | None, None)}
    for field in master.model_fields():
        fields[key_of(field)] = _asked(field)
    return create_model(f"{_title(master)}In", __base__=Schema, **fields)


@cache
def schema_change(name: str) -> type[Schema]:
    """Return what changes a record: the version that was seen, and the fields to change."""
    master = master_named(name)
    fields: dict[str, Any] = {"version": (Annotated[int, Field(ge=1, le=LARGEST)], ...)}
    for field in master.model_fields():
        kind = _limited(field)
        fields[key_of(field)] = (kind | None, None)
    return create_model(f"{_title(master)}Change", __base__=Schema, **fields)


def key_of(field: Any) -> str:
    """Return a field's name for programs: `customer_id` for a related record."""
    return f"{field.name}_id" if isinstance(field, models.ForeignKey) else str(field.name)


def values_in(master: Master, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent by the model's field names; texts sent as null become empty."""
    values = {}
    for field in master.model_fields():
        if (key := key_of(field)) in sent:
            value = sent[key]
            if value is None and isinstance(field, models.CharField) and not field.null:
                value = ""
            values[field.name] = value
    return values


def _title(master: Master) -> str:
    return f"{master.app.capitalize()}{master.noun.replace('_', ' ').title().replace(' ', '')}"


def _always(field: Any) -> bool:
    return isinstance(field, models.ManyToManyField) or not field.null


def _asked(field: Any) -> tuple[Any, Any]:
    kind = _limited(field)
    if isinstance(field, models.ManyToManyField):
        return (kind, [])
    if field.has_default():
        return (kind, field.get_default())
    if field.null:
        return (kind | None, None)
    return (kind, "" if field.blank and isinstance(field, models.CharField) else ...)


def _type(field: Any) -> Any:
    if isinstance(field, models.ManyToManyField):
        return list[UUID]
    if isinstance(field, (models.ForeignKey, models.UUIDField)):
        return UUID
    if isinstance(field, ArrayField):
        return list[str]
    kinds: tuple[tuple[Any, Any], ...] = (
        (models.BooleanField, bool),
        (models.DateTimeField, datetime),
        (models.DateField, date),
        (models.DecimalField, Decimal),
        (models.FloatField, float),
        (models.IntegerField, int),
    )
    return next((kind for field_class, kind in kinds if isinstance(field, field_class)), str)


def _limited(field: Any) -> Any:
    kind = _type(field)
    if kind is str:
        least = 0 if field.blank else 1
        return Annotated[str, Field(min_length=least, max_length=field.max_length)]
    if kind is int:
        least = (
            0
            if isinstance(field, (models.PositiveSmallIntegerField, models.PositiveIntegerField))
            else SMALLEST
        )
        most = (
            32767
            if isinstance(field, (models.PositiveSmallIntegerField, models.SmallIntegerField))
            else LARGEST
        )
        return Annotated[int, Field(ge=least, le=most)]
    if kind is Decimal:
        return Annotated[Decimal, Field(max_digits=field.max_digits, decimal_places=field.decimal_places)]
    if kind is float:
        return Annotated[float, Field(allow_inf_nan=False)]
    if isinstance(field, ArrayField):
        return Annotated[
            list[Annotated[str, Field(max_length=field.base_field.max_length)]], Field(max_length=100)
        ]
    return kind
