"""The kanban in one go: the most urgent cards of every column, capped counts, limits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from aftersail.cases.models import Case, WipLimit
from aftersail.cases.queries.finding import cases_for
from aftersail.cases.states import COLUMN_OF, BoardColumn
from aftersail.core.models import Account
from aftersail.core.prepared import Composed, SeenBy, among, compose, stand_ins_for

SHOWN = 30
COUNTED_TO = 1000
FIELDS = (
    "id",
    "number",
    "title",
    "state",
    "severity",
    "vessel__hull_code",
    "vessel__name",
    "vessel__name_en",
    "equipment__name",
    "owner__name",
    "owner__name_en",
    "next_due_at",
    "warranty",
    "version",
    "reported_at",
    "station__name",
)
NEVER = float("inf")


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


def board(account: Account, *, closed_since: datetime, station: UUID | None = None) -> list[Lane]:
    """Return the lanes of a board over the cases an account sees; four statements whatever their number.

    Cards come most urgent first; the last column holds what closed since an instant.
    """
    if station is None:
        places = URGENT.rows(account, closed_since)
    else:
        places = list(_urgent(cases_for(account).filter(station=station), closed_since))
    chosen = _chosen(places)
    cards = {
        row[0]: row for row in CARDS.rows(account, [case_id for ids in chosen.values() for case_id in ids])
    }
    counts, limits = _counts(account, station, closed_since), wip_limits(station)
    return [
        Lane(column, [cards[i] for i in chosen[column] if i in cards], count, limits.get(column))
        for column, count in zip(BoardColumn, counts, strict=True)
    ]


def wip_limits(station: UUID | None) -> dict[str, int]:
    """Return the limit of each column: the station's own, else the house default."""
    rows = WipLimit.objects.filter(station=None) | WipLimit.objects.filter(station=station)
    known = list(rows.values_list("station_id", "column", "limit"))
    house = {column: limit for of, column, limit in known if of is None}
    return house | {column: limit for of, column, limit in known if of is not None}


def _urgent(seen: QuerySet[Case], closed_since: datetime) -> QuerySet[Case]:
    """Return id, state and instants of the most urgent of each state, which an index has in order."""
    picks: list[Any] = []
    for state, column in COLUMN_OF.items():
        rows = seen.filter(state=state)
        if column == BoardColumn.DONE:
            ordered = rows.filter(closed_at__gte=closed_since).order_by("-closed_at")
        else:
            ordered = rows.order_by(F("next_due_at").asc(nulls_last=True), "id")
        picks.append(ordered.values_list("id", "state", "next_due_at", "closed_at")[:SHOWN])
    return picks[0].union(*picks[1:], all=True)  # type: ignore[no-any-return]


def _cards(seen: QuerySet[Case], ids: list[UUID]) -> QuerySet[Any]:
    return seen.filter(pk__in=among(ids)).order_by().values_list(*FIELDS)


URGENT = SeenBy(Case, _urgent, datetime)
CARDS = SeenBy(Case, _cards, list)


def _chosen(
    places: list[tuple[UUID, str, datetime | None, datetime | None]],
) -> dict[BoardColumn, list[UUID]]:
    """Return the ids of each column's cards, in the order in which they are shown."""
    by_column: dict[BoardColumn, list[tuple[float, UUID]]] = defaultdict(list)
    for case_id, state, due_at, closed_at in places:
        column = COLUMN_OF[state]
        if column == BoardColumn.DONE:
            rank = -closed_at.timestamp() if closed_at else 0.0
        else:
            rank = due_at.timestamp() if due_at else NEVER
        by_column[column].append((rank, case_id))
    return defaultdict(
        list, {c: [one for _rank, one in sorted(found)[:SHOWN]] for c, found in by_column.items()}
    )


def _counts(account: Account, station: UUID | None, closed_since: datetime) -> list[int]:
    if station is None and account.sees_everything:
        counted = _count_of_everything()
    else:
        seen = cases_for(account)
        counted = _counted(seen.filter(station=station) if station else seen, closed_since, [])
    with connection.cursor() as cursor:
        cursor.execute(counted.sql, counted.filled((closed_since,)))
        return list(cursor.fetchone())


@lru_cache(maxsize=1)
def _count_of_everything() -> Composed:
    (since,) = stand_ins_for(datetime)
    return _counted(Case.objects.all(), since, [since])


def _counted(seen: QuerySet[Case], closed_since: datetime, stand_ins: list[Any]) -> Composed:
    """Return one statement that counts every column up to the cap, by plain LIMIT subqueries."""
    parts = []
    for column in BoardColumn:
        rows = seen.filter(state__in=[state for state, home in COLUMN_OF.items() if home == column])
        rows = rows.filter(closed_at__gte=closed_since) if column == BoardColumn.DONE else rows
        parts.append(compose(rows.order_by().values_list("pk")[:COUNTED_TO], stand_ins))
    sql = "select " + ", ".join(f"(select count(*) from ({part.sql}) counted)" for part in parts)
    return Composed(sql, tuple(p for part in parts for p in part.params), list)
