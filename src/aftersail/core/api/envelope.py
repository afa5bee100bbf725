"""Lists for programs: one envelope everywhere, rows as tuples straight to JSON, a cursor instead of page numbers."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from aftersail.core.lists.build import COUNT_CAP, Rows, capped_count
from aftersail.core.prepared import STAND_INS, Shapes, among
from aftersail.core.verdicts import Refused

T = TypeVar("T")
JSON = "application/json"
SHAPES = Shapes()


class Listing(Schema, Generic[T]):
    """A page of a list: `next` goes into `cursor` for the following page; a capped count means "at least"."""

    items: list[T]
    next: str | None = None
    count: int
    count_capped: bool


class Paging(Schema):
    """How much of a list, and from where."""

    limit: int = Field(80, ge=1, le=500, description="Rows at once")
    cursor: str | None = Field(None, max_length=500, description="`next` of the page before")


def to_json(value: Any) -> bytes:
    """Return JSON; what orjson does not know (decimals, lazy translations) as text."""
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)


def listing(
    rows: Rows,
    fields: Mapping[str, str] | Iterable[str],
    *,
    paging: Paging,
    order: str = "-pk",
    shaped: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    where: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with one page of `rows`, which are already what the account may see.

    fields: names in the answer and their paths, or just paths. order: a path that is never null, with a minus for
    descending; ties go by id. shaped: a last touch to each row. where: further conditions, lookup by lookup (a list of
    ids is one of which the value must be); a busy route gives them here, since its statements are then composed once. A cursor that is not ours is `Refused`.
    """
    named = dict(fields) if isinstance(fields, Mapping) else {path: path for path in fields}
    asked = _Asked(rows, tuple(named.values()), order, paging, where or {})
    page = asked.page()
    more, page = len(page) > paging.limit, page[: paging.limit]
    items: list[dict[str, Any]] = [dict(zip(named, row[2:], strict=True)) for row in page]
    if shaped is not None:
        items = [shaped(item) for item in items]
    count = len(page) if not more and not paging.cursor else asked.count()
    capped = count > COUNT_CAP
    body = {
        "items": items,
        "next": _cursor(page[-1][0], page[-1][1]) if more else None,
        "count": COUNT_CAP if capped else count,
        "count_capped": capped,
    }
    return HttpResponse(to_json(body), content_type=JSON)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that is asked for. Where every row may be seen, each shape of question is composed once."""

    rows: Rows
    paths: tuple[str, ...]
    order: str
    paging: Paging
    where: Mapping[str, Any]

    def page(self) -> list[Any]:
        """Return the rows of the page and one more: order's value, key, then the values of the paths."""
        if self.paging.cursor or not self._of_everything:
            return list(self._sorted(self._narrowed(self.where)))
        shape = (*self._shape, self.paths, self.order, self.paging.limit)
        return SHAPES.rows(shape, lambda *values: self._sorted(self._filled(values)), *self._values)

    def count(self) -> int:
        """Return how many rows there are in all, counted to one more than the cap."""
        if not self._of_everything:
            return capped_count(self._narrowed(self.where))
        return SHAPES.count(
            self._shape,
            lambda *values: self._filled(values).order_by().values_list("pk")[: COUNT_CAP + 1],
            *self._values,
        )

    @property
    def _of_everything(self) -> bool:
        query = self.rows.query
        return not (query.where or query.annotations or query.distinct or query.is_sliced)

    @property
    def _values(self) -> list[Any]:
        return [value for value in self.where.values() if type(value) in STAND_INS]

    @property
    def _shape(self) -> tuple[Hashable, ...]:
        fixed = ((name, None if type(value) in STAND_INS else value) for name, value in self.where.items())
        return (self.rows.model, *fixed)

    def _filled(self, values: Iterable[Any]) -> Rows:
        given = iter(values)
        return self._narrowed({
            name: next(given) if type(value) in STAND_INS else value for name, value in self.where.items()
        })  # fmt: skip

    def _narrowed(self, where: Mapping[str, Any]) -> Rows:
        told = {name: among(value) if isinstance(value, list) else value for name, value in where.items()}
        return self.rows.filter(**told) if told else self.rows

    def _sorted(self, rows: Rows) -> Rows:
        path, descending = self.order.removeprefix("-"), self.order.startswith("-")
        found = _after(rows, path, descending, self.paging.cursor) if self.paging.cursor else rows
        ordered = found.order_by(*dict.fromkeys([self.order, "-pk" if descending else "pk"]))
        return ordered.values_list(path, "pk", *self.paths)[: self.paging.limit + 1]


def _cursor(value: Any, key: Any) -> str:
    return urlsafe_b64encode(to_json([value, key])).decode().rstrip("=")


def _after(rows: Rows, path: str, descending: bool, cursor: str) -> Rows:
    try:
        value, key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(value, str) and rows.model._meta.pk is not None and _is_instant(rows, path):
            value = datetime.fromisoformat(value)
        sign = "lt" if descending else "gt"
        # The first half alone lets the index be used; the second settles ties.
        first = Q(**{f"{path}__{sign}e": value})
        return rows.filter(first, Q(**{f"{path}__{sign}": value}) | Q(**{f"pk__{sign}": key}))
    except (ValueError, TypeError, binascii.Error, InvalidValue) as error:
        raise Refused([_("This cursor is not valid. Begin again without one.")]) from error


def _is_instant(rows: Rows, path: str) -> bool:
    fields = {f.name: f for f in rows.model._meta.concrete_fields}
    return path in fields and fields[path].get_internal_type() == "DateTimeField"
