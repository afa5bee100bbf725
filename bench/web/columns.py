"""Set-based inserts that stay right when a model gains a field: what a statement leaves out gets the model's default."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import models
from psycopg import sql


def insert_select(
    connection: psycopg.Connection, model: type[models.Model], given: Mapping[str, str], source: str
) -> int:
    """Insert a row of `model` for each row of `source` (what follows `from`); return how many.

    given: SQL expressions by column. Raises `KeyError` for a column that the model does not have.
    """
    columns = {str(field.column): field for field in model._meta.concrete_fields}
    expressions: dict[str, sql.Composable] = {}
    for column, field in columns.items():
        if column in given:
            expressions[column] = sql.SQL(given[column])
        elif not isinstance(field, models.AutoField) and not field.has_db_default():
            expressions[column] = sql.Literal(_default(field))
    for unknown in set(given) - set(columns):
        raise KeyError(f"{model._meta.label} has no column {unknown}")
    statement = sql.SQL("insert into {} ({}) select {} from ").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, expressions)),
        sql.SQL(", ").join(expressions.values()),
    )
    return connection.execute(statement + sql.SQL(source)).rowcount


def _default(field: models.Field[Any, Any]) -> Any:
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) and value is not None else value


@contextmanager
def without_indexes(connection: psycopg.Connection, *tables: str) -> Iterator[None]:
    """Take a table's plain indexes away and build them again afterwards, which is quicker than keeping them up to date."""
    found = connection.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = any(%s::regclass[]) and not indisunique",
        [list(tables)],
    ).fetchall()
    for name, _definition in found:
        connection.execute(sql.SQL("drop index {}").format(sql.SQL(name)))
    yield
    for _name, definition in found:
        connection.execute(sql.SQL(definition))
