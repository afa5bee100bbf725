"""Writes as values: an action gathers what it leaves behind, and all of it travels to the database in one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

from aftersail.core.postgresql.fetching import fetch

AS_IT_IS: dict[str, type] = {
    "BinaryField": bytes,
    "BooleanField": bool,
    "CharField": str,
    "IntegerField": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "TextField": str,
    "UUIDField": UUID,
}
"""Kinds of field whose values of just this type go to the driver as they are."""


LITERALS: dict[tuple[type, Any], str] = {
    (str, ""): "''",
    (bytes, b""): "''",
    (bool, False): "false",
    (bool, True): "true",
    (int, 0): "0",
    (int, 1): "1",
}
"""Values that most rows share: they belong to the statement, and need not be brought each time."""
SHORT = frozenset(kind for kind, _value in LITERALS)


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that changes rows, with its values; nobody waits for what it returns.

    Writes that are carried out together all see the database as it was before the first of them, and PostgreSQL
    chooses their order: none may read what another writes.
    """

    sql: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """How a field of a model becomes a value of its column."""

    name: str
    attribute: str
    as_it_is: type | None
    before: Callable[[models.Model, bool], Any] | None
    adapted: Callable[[Any, Any], Any]

    def value(self, row: models.Model) -> Any:
        """Return what the driver gets for a new row; None to leave the column to the database."""
        given = self.before(row, True) if self.before else row.__dict__.get(self.attribute, DatabaseDefault)
        if type(given) is self.as_it_is or given is None:
            return given
        if given is DatabaseDefault:  # deferred, or left to the database
            given = getattr(row, self.attribute)
        return None if isinstance(given, DatabaseDefault) else self.prepared(given)

    def prepared(self, given: Any) -> Any:
        """Return a value as the driver gets it."""
        if type(given) is self.as_it_is or given is None:
            return given
        if type(given) is datetime and given.tzinfo is not None:
            return given
        return self.adapted(given, connection)


def insertion(row: models.Model, *, unless_there: bool = False, returning: str = "") -> Write:
    """Return the write that inserts an unsaved row, as `save(force_insert=True)` does, without signals.

    Columns without a value are left to the database. unless_there: a row that breaks a rule of uniqueness is left out
    instead of refused. returning: the column that the statement returns.
    """
    names: list[str] = []
    places: list[str] = []
    values: list[Any] = []
    for column in _columns(type(row)):
        value = column.value(row)
        if value is None:
            continue
        names.append(column.name)
        literal = LITERALS.get((type(value), value)) if type(value) in SHORT else None
        if literal is None:
            values.append(value)
        places.append(literal or "%s")
    return Write(_insert(row._meta.db_table, tuple(names), tuple(places), unless_there, returning), values)


def change(row: models.Model, seen: int, values: Mapping[str, Any]) -> Write:
    """Return the write that gives a row its next version and values by field or column name, if it is at version `seen`.

    It returns a row where it did so.
    """
    columns = _columns_by_name(type(row))
    chosen = [columns[name] for name in values]
    sql = _change(row._meta.db_table, tuple(column.name for column in chosen))
    told = [column.prepared(value) for column, value in zip(chosen, values.values(), strict=True)]
    return Write(sql, [seen + 1, *told, row.pk, seen])


def together(*writes: Write, then: str = "", values: Sequence[Any] = ()) -> Write:
    """Return several writes as one statement.

    then: what the statement returns, a `select` that may name the rows of the last write as `last`; with its values.
    """
    sql = _together(tuple(write.sql for write in writes), then)
    return Write(sql, [value for write in writes for value in write.values] + list(values))


def carry_out(*writes: Write) -> None:
    """Carry out writes in one statement."""
    write = writes[0] if len(writes) == 1 else together(*writes)
    fetch(write.sql, write.values)


@lru_cache(maxsize=512)
def _columns(model: type[models.Model]) -> tuple[Column, ...]:
    return tuple(_column(field) for field in model._meta.concrete_fields)


@lru_cache(maxsize=512)
def _columns_by_name(model: type[models.Model]) -> dict[str, Column]:
    pairs = zip(model._meta.concrete_fields, _columns(model), strict=True)
    return {name: column for field, column in pairs for name in (field.name, field.attname)}


def _column(field: Any) -> Column:
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    plain = type(field).pre_save is models.Field.pre_save
    return Column(
        name=str(field.column),
        attribute=str(field.attname),
        as_it_is=AS_IT_IS.get(kind),
        before=None if plain else field.pre_save,
        adapted=field.get_db_prep_save,
    )


@lru_cache(maxsize=512)
def _insert(
    table: str, columns: tuple[str, ...], places: tuple[str, ...], unless_there: bool, returning: str
) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    statement = f"INSERT INTO {quoted(table)} ({names}) VALUES ({', '.join(places)})"
    if unless_there:
        statement += " ON CONFLICT DO NOTHING"
    return f"{statement} RETURNING {quoted(returning)}" if returning else statement


@lru_cache(maxsize=512)
def _change(table: str, columns: tuple[str, ...]) -> str:
    quoted = connection.ops.quote_name
    named = "".join(f", {quoted(name)} = %s" for name in columns)
    return f"UPDATE {quoted(table)} SET version = %s{named} WHERE id = %s AND version = %s RETURNING version"


@lru_cache(maxsize=512)
def _together(statements: tuple[str, ...], then: str) -> str:
    named = [f"write_{n} AS ({statement})" for n, statement in enumerate(statements[:-1])]
    if then:
        return f"WITH {', '.join([*named, f'last AS ({statements[-1]})'])} {then}"
    return f"WITH {', '.join(named)} {statements[-1]}"
