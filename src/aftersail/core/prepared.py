"""Queries that are composed once: the ORM spends longer on composing a wide one than PostgreSQL on answering it.

>>> KNOWN = Prepared(lambda key: Account.objects.filter(pk=key), UUID)  # doctest: +SKIP
>>> KNOWN.first(account_id)  # doctest: +SKIP
<Account: 秦若澜>
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

from aftersail.core.isolation import VisibleQuerySet, visible
from aftersail.core.models import Account
from aftersail.core.postgresql.fetching import fetch, maker_of, populate
from aftersail.core.postgresql.plain import read_as_json

Rows: TypeAlias = "QuerySet[Any, Any]"
STAND_INS: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    str: lambda: secrets.token_hex(16),
    datetime: lambda: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(48)),
    list: lambda: [uuid4()],
    date: lambda: date(9000, 1, 1) + timedelta(days=secrets.randbits(18)),
}
"""Values that no query holds by chance, by the type of the argument for which they stand."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an argument among the parameters of a statement."""

    argument: int


class Prepared:
    """A query of fixed shape, whose arguments change.

    `build` returns a queryset of models or of `values_list`, and may use its arguments only as values to compare with.
    Both walls hold as for any query: `build` starts from what the caller may see, and row security is applied by the
    connection. Prefetches are not carried out.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *types: type) -> None:
        self._build = build
        self._types = types

    def rows(self, *values: Any) -> list[Any]:
        """Return every row: models with their related ones, or tuples."""
        composed = self._composed
        return composed.read(fetch(composed.sql, composed.filled(values)))

    def first(self, *values: Any) -> Any | None:
        """Return the first row, if there is one."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _composed(self) -> Composed:
        stand_ins = stand_ins_for(*self._types)
        composed = compose(self._build(*stand_ins), stand_ins)
        used = {p.argument for p in composed.params if isinstance(p, Slot)}
        if used != set(range(len(stand_ins))):
            raise TypeError(f"a prepared query must use each of its {len(stand_ins)} arguments as a value")
        return composed


class SeenBy:
    """A query of fixed shape over what an account may see.

    Whoever sees every row asks the same statement each time, so that it is composed once; everybody else's reach is a
    part of the statement, which is composed for each of them.
    """

    def __init__(self, model: type[Model], build: Callable[..., Rows], *types: type) -> None:
        self._model, self._build = model, build
        self._of_everything = Prepared(lambda *values: build(VisibleQuerySet(model), *values), *types)

    def rows(self, account: Account, *values: Any) -> list[Any]:
        """Return every row that the account may see."""
        if account.sees_everything:
            return self._of_everything.rows(*values)
        return list(self._build(visible(self._model, account), *values))

    def first(self, account: Account, *values: Any) -> Any | None:
        """Return the first row that the account may see, if there is one."""
        return next(iter(self.rows(account, *values)), None)


class Shapes:
    """Queries whose shape depends on what is asked, each shape composed once.

    Reach is a part of the shape, so only queries of people who see every row are worth keeping. Ids and instants are
    read as JSON writes them.
    """

    def __init__(self, most: int = 500) -> None:
        self._known: dict[Hashable, Composed] = {}
        self._most = most

    def rows(self, shape: Hashable, build: Callable[..., Rows], *values: Any) -> list[Any]:
        """Return the rows of `build(*values)`; `shape` must name everything else on which the statement depends."""
        composed = self._composed(shape, build, values)
        return composed.read(fetch(composed.sql, composed.filled(values), _as_json))

    def count(self, shape: Hashable, build: Callable[..., Rows], *values: Any) -> int:
        """Return how many rows `build(*values)` has."""
        composed = self._composed(("count", shape), build, values)
        ((count,),) = fetch(f"select count(*) from ({composed.sql}) counted", composed.filled(values))
        return int(count)

    def _composed(self, shape: Hashable, build: Callable[..., Rows], values: tuple[Any, ...]) -> Composed:
        types = tuple(map(type, values))
        known = self._known.get((shape, types))
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            stand_ins = stand_ins_for(*types)
            known = self._known[shape, types] = compose(build(*stand_ins), stand_ins)
        return known


@dataclass(frozen=True, slots=True)
class Composed:
    """A statement, and how its rows are read."""

    sql: str
    params: tuple[Any, ...]
    read: Callable[[list[Any]], list[Any]]

    def filled(self, values: tuple[Any, ...]) -> list[Any]:
        """Return the parameters with arguments in their slots."""
        return [values[p.argument] if type(p) is Slot else p for p in self.params]


def among(ids: list[UUID]) -> RawSQL:
    """Return ids as one parameter, to be compared with by `__in`, so that a query keeps its shape for any number."""
    return RawSQL("select unnest(%s::uuid[])", [ids])


def stand_ins_for(*types: type) -> list[Any]:
    """Return a value for each type that no query holds by chance."""
    return [STAND_INS[kind]() for kind in types]


def compose(queryset: Rows, stand_ins: list[Any]) -> Composed:
    """Return the statement of a queryset with slots where the stand-ins were."""
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    slotted = tuple(Slot(stand_ins.index(p)) if p in stand_ins else p for p in params)
    converters = compiler.get_converters([selected[0] for selected in compiler.select])
    kind: Any = queryset._iterable_class
    if kind not in (ModelIterable, ValuesListIterable):
        raise TypeError("a prepared query returns models or tuples")
    if compiler.annotation_col_map and kind is ModelIterable:
        raise TypeError("a prepared query of models takes no annotations")
    read = _model_reader(compiler) if kind is ModelIterable else list

    def converted(rows: list[Any]) -> list[Any]:
        return read(map(tuple, compiler.apply_converters(rows, converters)) if converters else rows)

    return Composed(sql, slotted, converted)


def _model_reader(compiler: Any) -> Callable[[Any], list[Any]]:
    """Return what Django's own `ModelIterable` does with the rows of a statement."""
    info, selected = compiler.klass_info, compiler.select
    related = get_related_populators(info, selected, connection.alias)  # type: ignore[call-arg]  # Django 6 has one more
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [field[0].target.attname for field in selected[start:end]]
    make = maker_of(model, names, connection.alias)

    def read(rows: Any) -> list[Any]:
        made = []
        for row in rows:
            one = make(row[start:end])
            for one_related in related:
                populate(one_related, row, one)
            made.append(one)
        return made

    return read


def _as_json(cursor: Any) -> None:
    read_as_json(cursor.adapters)
