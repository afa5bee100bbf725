"""Rows in memory by table, and the way they go into the database: staged by COPY, inserted in one statement each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

M = TypeVar("M", bound=models.Model)
BATCH = 20_000
NULL = "\\N"
"""What stands in a batch for a value that is not there; an empty text is empty."""


class Sheet:
    """Unsaved rows, kept by model in the order in which they were put down."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {}

    def put(self, row: M, born: datetime | None = None) -> M:
        """Keep a row; `born` is when its record would have been made."""
        if born is not None:
            row.created_at = born  # type: ignore[attr-defined]
        self.rows.setdefault(type(row), []).append(row)
        return row

    def of(self, model: type[M]) -> list[M]:
        """Return the rows of a model."""
        return self.rows.get(model, [])  # type: ignore[return-value]

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def write(self, model: type[models.Model], wrote: Callable[[int], None]) -> None:
        """Insert a model's rows, batch by batch, telling how many have been written since.

        Row-level security refuses COPY into a table itself, so each batch is copied into a temporary one.
        """
        fields = [
            field
            for field in model._meta.concrete_fields
            if not isinstance(field, models.BigAutoField) and not field.has_db_default()
        ]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        table, stage = model._meta.db_table, f"stage_{model._meta.db_table}"
        read = [_reader(field) for field in fields]
        rows = iter(self.of(model))
        with connection.cursor() as cursor:
            cursor.execute(
                f'create temporary table "{stage}" on commit drop as select {columns} from "{table}" with no data'
            )
            while batch := list(islice(rows, BATCH)):
                told = io.StringIO()
                columns_of = [read_column(batch) for read_column in read]
                csv.writer(told).writerows(zip(*columns_of, strict=True))
                with cursor.cursor.copy(
                    f"copy \"{stage}\" ({columns}) from stdin with (format csv, null '{NULL}')"
                ) as copy:
                    copy.write(told.getvalue())
                cursor.execute(f'insert into "{table}" ({columns}) select {columns} from "{stage}"')
                cursor.execute(f'truncate "{stage}"')
                wrote(len(batch))


def _reader(field: models.Field[Any, Any]) -> Callable[[Iterable[models.Model]], list[str]]:
    """Return the function that takes a field's values off rows, as PostgreSQL reads them."""
    name, written = field.attname, _written(field)

    def read(rows: Iterable[models.Model]) -> list[str]:
        return [NULL if (value := getattr(row, name)) is None else written(value) for row in rows]

    return read


def _written(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return lambda value: orjson.dumps(value).decode()
    if isinstance(field, models.DecimalField):
        places = field.decimal_places
        return lambda value: f"{value:.{places}f}"
    if isinstance(field, models.BinaryField):
        return lambda value: f"\\x{bytes(value).hex()}"
    if isinstance(field, ArrayField):
        ids = isinstance(field.base_field, models.UUIDField)
        return (lambda items: "{" + ",".join([item.hex for item in items]) + "}") if ids else _array
    return _plain


def _plain(value: Any) -> str:
    return value.hex if type(value) is UUID else str(value)


def _array(items: Iterable[Any]) -> str:
    quoted = (_plain(item).replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"
