"""Asking the database for one page of a list: rows as tuples, in a stable order, counted up to a cap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists.asked import Asked, asked_of
from aftersail.core.lists.cells import Row
from aftersail.core.lists.spec import Column, ListSpec, paths_of
from aftersail.core.prepared import among
from aftersail.core.search import CANDIDATES, found_ids

COUNT_CAP = 1000
Rows: TypeAlias = "QuerySet[Any, Any]"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; it also answers what the pagination component asks of a page."""

    spec: ListSpec
    asked: Asked
    columns: tuple[Column, ...]
    paths: tuple[str, ...]
    rows: list[Row]
    number: int
    total: int
    capped: bool
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before."""
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def start_index(self) -> int:
        """The place of the first row shown, from 1; 0 on an empty list."""
        return (self.number - 1) * self.spec.per_page + 1 if self.rows else 0

    @property
    def end_index(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.spec.per_page + len(self.rows)


def build(request: SignedInRequest, spec: ListSpec, queryset: Rows) -> ListPage:
    """Return the page that the request asks for, out of rows that are already `visible_to` the reader."""
    asked = asked_of(request, spec, queryset.model)
    columns = tuple(spec.columns_for(request.user.role_set))
    paths = paths_of(columns)
    found = narrowed(request, spec, queryset, asked)
    number, rows = asked.page, _slice(found, spec, asked, paths, asked.page)
    if not rows and number > 1:
        asked.notices.append(_("The list ends before page %d; this is its first page.") % number)
        number, rows = 1, _slice(found, spec, asked, paths, 1)
    has_next = len(rows) > spec.per_page
    rows = rows[: spec.per_page]
    before = (number - 1) * spec.per_page
    total = capped_count(found) if has_next else before + len(rows)
    capped = total > COUNT_CAP and has_next
    return ListPage(
        spec, asked, columns, paths, rows, number, COUNT_CAP if capped else total, capped, has_next
    )


def narrowed(request: SignedInRequest, spec: ListSpec, queryset: Rows, asked: Asked) -> Rows:
    """Return the rows that match the words and filters, unordered."""
    for condition in asked.conditions:
        queryset = queryset.filter(condition)
    if asked.words:
        queryset = queryset.filter(_words(request, spec, asked))
    return queryset


def ordered(found: Rows, spec: ListSpec, asked: Asked) -> Rows:
    """Put the rows in order, equal ones by their id, so that no row is shown twice or never."""
    descending = asked.sort.startswith("-")
    path = F(spec.known[asked.sort.removeprefix("-")].sort_path)
    # Without nulls_last a plain index gives descending order; with it PostgreSQL would sort the whole table.
    main = path.desc() if descending else path.asc()
    return found.order_by(main, "-pk" if descending else "pk")


def capped_count(found: Rows, cap: int = COUNT_CAP) -> int:
    """Count rows up to one more than the cap, by a plain LIMIT subquery."""
    try:
        rows, values = found.order_by().values("pk")[: cap + 1].query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:  # `.count()` of a slice would take the ORM longer than PostgreSQL
        cursor.execute(f"select count(*) from ({rows}) capped", values)
        (count,) = cursor.fetchone()
    return int(count)


def _slice(found: Rows, spec: ListSpec, asked: Asked, paths: tuple[str, ...], number: int) -> list[Row]:
    start = (number - 1) * spec.per_page
    return list(ordered(found, spec, asked).values_list(*paths)[start : start + spec.per_page + 1])


def _words(request: SignedInRequest, spec: ListSpec, asked: Asked) -> Q:
    if not spec.search_type:
        conditions: list[Q] = [Q(**{f"{path}__icontains": asked.words}) for path in spec.search_paths]
        return reduce(or_, conditions)
    ids = found_ids(asked.words, spec.search_type, account=request.user)
    if len(ids) >= CANDIDATES:
        asked.notices.append(
            _("Many records match these words; only the newest %d are searched. Add a word.") % CANDIDATES
        )
    return Q(pk__in=among(ids))


ChoicesFrom: TypeAlias = Callable[[SignedInRequest], list[tuple[Any, Any]]]


def choices_from(
    queryset_of: Callable[[Any], Rows], label: str, english: str = "", limit: int = 300
) -> ChoicesFrom:
    """Return a `Filter.choices` function that reads (id, label) from the rows the reader may see."""
    from django.utils.translation import get_language

    def choices(request: SignedInRequest) -> list[tuple[Any, Any]]:
        rows = queryset_of(request.user).order_by(label).values_list("pk", label, english or label)[:limit]
        in_english = (get_language() or "").startswith("en")
        return [(pk, (other if in_english else "") or name) for pk, name, other in rows]

    return choices
