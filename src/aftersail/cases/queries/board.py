"""The kanban in one go: the most urgent cards of every column, capped counts, limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from aftersail.cases.models import Case, WipLimit
from aftersail.cases.states import COLUMN_OF, BoardColumn

SHOWN = 40
COUNTED_TO = 1000
FIELDS = (
    "id",
    "number",
    "title",
    "state",
    "severity",
    "vessel__hull_code",
    "vessel__name",
    "equipment__name",
    "owner__name",
    "next_due_at",
    "warranty",
    "version",
    "reported_at",
    "station__name",
)


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: its cards as tuples of `FIELDS`, how many there are (capped), and its limit."""

    column: BoardColumn
    cards: list[tuple[Any, ...]]
    count: int
    limit: int | None

    @property
    def over(self) -> bool:
        """Whether more is in progress than the limit allows."""
        return self.limit is not None and self.count > self.limit


def board(
    seen: QuerySet[Case], *, station: UUID | None = None, closed_since: datetime | None = None
) -> list[Lane]:
    """Return the lanes of a board over the cases seen; two statements whatever the number of cases.

    Cards come most urgent first; the last column holds what closed since an instant.
    """
    columns = [column for column in BoardColumn if column != BoardColumn.DONE or closed_since is not None]
    picks = [_column(seen, column, closed_since) for column in columns]
    cards = picks[0].union(*picks[1:], all=True) if len(picks) > 1 else picks[0]
    by_column: dict[BoardColumn, list[tuple[Any, ...]]] = {column: [] for column in columns}
    for row in cards:
        by_column[COLUMN_OF[row[3]]].append(row)
    counts = _counts([_rows(seen, column, closed_since) for column in columns])
    limits = wip_limits(station)
    return [
        Lane(column, by_column[column], count, limits.get(column))
        for column, count in zip(columns, counts, strict=True)
    ]


def wip_limits(station: UUID | None) -> dict[str, int]:
    """Return the limit of each column: the station's own, else the house default."""
    rows = WipLimit.objects.filter(station=None) | WipLimit.objects.filter(station=station)
    found = dict(rows.filter(station=None).values_list("column", "limit"))
    return found | (dict(rows.filter(station=station).values_list("column", "limit")) if station else {})


def _rows(seen: QuerySet[Case], column: BoardColumn, closed_since: datetime | None) -> QuerySet[Case]:
    rows = seen.filter(state__in=[state for state, home in COLUMN_OF.items() if home == column])
    return rows.filter(closed_at__gte=closed_since) if column == BoardColumn.DONE else rows


def _column(seen: QuerySet[Case], column: BoardColumn, closed_since: datetime | None) -> Any:
    rows = _rows(seen, column, closed_since)
    ordered = (
        rows.order_by("-closed_at")
        if column == BoardColumn.DONE
        else rows.order_by(F("next_due_at").asc(nulls_last=True), "id")
    )
    return ordered.values_list(*FIELDS)[:SHOWN]


def _counts(lanes: list[QuerySet[Case]]) -> list[int]:
    parts: list[str] = []
    params: list[Any] = []
    for rows in lanes:
        sql, values = rows.order_by().values("pk")[:COUNTED_TO].query.sql_with_params()
        parts.append(f"(select count(*) from ({sql}) counted)")
        params += values
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(parts), params)
        return list(cursor.fetchone())
