"""Inserting one row by a statement that is composed once for each set of columns, as busy actions do on every call."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def insert(row: models.Model) -> None:
    """Insert an unsaved row, as `save(force_insert=True)` does, without signals and without its parents' tables.

    Columns without a value are left to the database; a key that the database gives is set on the row.
    Raises what the database raises (`IntegrityError` for a key that is there).
    """
    meta = row._meta
    given: list[str] = []
    values: list[Any] = []
    for field in meta.concrete_fields:
        value = field.pre_save(row, add=True)
        if value is not None and not isinstance(value, DatabaseDefault):
            given.append(str(field.column))
            values.append(field.get_db_prep_save(value, connection))
    made_there = str(meta.pk.column) if row.pk is None else ""
    with connection.cursor() as cursor:
        cursor.execute(_statement(meta.db_table, tuple(given), made_there), values)
        if made_there:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...], made_there: str) -> str:
    quoted = connection.ops.quote_name
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})"
    return f"{statement} RETURNING {quoted(made_there)}" if made_there else statement
