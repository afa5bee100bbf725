"""Rows in memory by table, and the way they go into the database: staged by COPY, inserted in one statement each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg.types.json import Jsonb

M = TypeVar("M", bound=models.Model)
BATCH = 20_000


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
                with cursor.cursor.copy(f'copy "{stage}" ({columns}) from stdin') as copy:
                    for row in batch:
                        copy.write_row([value(row) for value in read])
                cursor.execute(f'insert into "{table}" ({columns}) select {columns} from "{stage}"')
                cursor.execute(f'truncate "{stage}"')
                wrote(len(batch))


def _reader(field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    """Return the function that takes a field's value off a row, ready for COPY."""
    name = field.attname
    if isinstance(field, models.JSONField):
        return lambda row: None if (value := getattr(row, name)) is None else Jsonb(value)
    if isinstance(field, models.DecimalField):
        places = field.decimal_places
        return lambda row: None if (value := getattr(row, name)) is None else f"{value:.{places}f}"
    if isinstance(field, models.CharField | models.TextField):
        return lambda row: None if (value := getattr(row, name)) is None else str(value)
    if isinstance(field, ArrayField):
        return lambda row: list(getattr(row, name))
    return lambda row: getattr(row, name)
