"""What a list page is made of, declared once: columns, filters, order, where its words are searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from django.db.models import Q

from aftersail.core.audience import SignedInRequest
from aftersail.core.verdicts import Reason

Choices: TypeAlias = Iterable[tuple[Any, Any]]
ChoicesOf: TypeAlias = "Choices | Callable[[SignedInRequest], Choices]"
FilterKind: TypeAlias = Literal["choice", "flag", "period"]
Condition: TypeAlias = Callable[[str, SignedInRequest], Q]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    key: its name in addresses (`sort=key`) and exports.
    path: the field, across relations by `__`, or an annotation of the queryset; the key when left out.
    kind: how a cell is painted (`text number money hours duration percent day moment ago state choice yes`;
        `whole` is text never broken over two lines; chapters may add kinds, see `lists.cells`).
    choices: the labels of stored values, for `state` and `choice`.
    english: the path shown instead to readers of English, where it is filled.
    sort: True, or another path, where the list may be ordered by this column.
    link: the URL name that opens the row's record, or the one whose id is at `link_id`.
    title: this cell names the row; phone: False hides it on phones.
    also, paint: further paths, and a function of (value, *also) that returns the cell, text or safe HTML.
    export: the function of (value, *also) for exports where `paint` is not plain; False leaves the column out.
    roles: only these roles see the column at all; everyone when empty.
    """

    key: str
    label: Reason
    path: str = ""
    kind: str = "text"
    choices: Choices = ()
    english: str = ""
    sort: bool | str = False
    link: str = ""
    link_id: str = "pk"
    title: bool = False
    phone: bool = True
    places: int = 0
    also: tuple[str, ...] = ()
    paint: Callable[..., Any] | None = None
    export: Callable[..., Any] | bool = True
    roles: frozenset[str] = frozenset()

    @property
    def value_path(self) -> str:
        """The path of the value in the query."""
        return self.path or self.key

    @property
    def sort_path(self) -> str:
        """The path of the order, empty where the column cannot be sorted."""
        return self.sort if isinstance(self.sort, str) else self.value_path if self.sort else ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that a cell of this column needs."""
        more = [p for p in (self.english, self.link_id if self.link else "") if p]
        return (self.value_path, *more, *self.also)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list.

    choice: a select; `choices` is a sequence or a function of the request; several values in an address are an "or".
    flag: yes or nothing, such as "overdue only"; needs `apply`.
    period: two local calendar days `key_from` and `key_to`, both included, on the instant or day at `path`.
    apply: a function of (value, request) that returns the condition, instead of `path` equals value.
    day_only: the path of a period holds days, not instants.
    """

    key: str
    label: Reason
    kind: FilterKind = "choice"
    path: str = ""
    choices: ChoicesOf = ()
    apply: Condition | None = None
    all_label: Reason = ""
    day_only: bool = False
    roles: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters of the filter in an address."""
        return (f"{self.key}_from", f"{self.key}_to") if self.kind == "period" else (self.key,)

    def options(self, request: SignedInRequest) -> list[tuple[str, Any]]:
        """Return the values and labels to choose from."""
        found = self.choices(request) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in found]


@dataclass(frozen=True, slots=True)
class Action:
    """A button above a list."""

    label: Reason
    url: str
    icon: str = "plus"
    tone: str = "primary"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list page. `page` is its URL name; `default_sort` a column's key, with a minus for descending.

    search_type: the record type (`cases.case`) whose search entries the text search asks.
    search_paths: fields that the text search looks into instead, for short registers.
    """

    page: str
    columns: tuple[Column, ...]
    default_sort: str
    filters: tuple[Filter, ...] = ()
    per_page: int = 80
    search_type: str = ""
    search_paths: tuple[str, ...] = ()
    placeholder: Reason = ""
    empty: Reason = ""
    known: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = {column.key: column for column in self.columns}
        if len(columns) != len(self.columns):
            raise ValueError(f"{self.page}: two columns have one key")
        if (start := columns.get(self.default_sort.removeprefix("-"))) is None or not start.sort_path:
            raise ValueError(f"{self.page}: default_sort must name a sortable column")
        for wrong in (f.key for f in self.filters if f.kind == "flag" and f.apply is None):
            raise ValueError(f"{self.page}: the flag {wrong} needs apply")
        object.__setattr__(self, "known", columns)
        _pages[self.page] = self

    def columns_for(self, roles: frozenset[str]) -> list[Column]:
        """Return the columns that people in these roles see."""
        return [c for c in self.columns if not c.roles or c.roles & roles]

    def filters_for(self, roles: frozenset[str]) -> list[Filter]:
        """Return the filters that people in these roles see."""
        return [f for f in self.filters if not f.roles or f.roles & roles]

    @property
    def searchable(self) -> bool:
        """Whether the list has a search box."""
        return bool(self.search_type or self.search_paths)


_pages: dict[str, ListSpec] = {}


def spec_of(page: str) -> ListSpec | None:
    """Return the list with this URL name, if its views have been loaded."""
    return _pages.get(page)


def paths_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return every path the columns need, each once, the row's key first."""
    return tuple(dict.fromkeys(["pk", *(path for column in columns for path in column.paths)]))
