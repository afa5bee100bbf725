"""What an app says of a register that people keep by hand: its fields, who keeps it, who reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404

from aftersail.core.addresses import address_of
from aftersail.core.models import Account
from aftersail.core.prepared import SeenBy
from aftersail.core.record import Record
from aftersail.core.verdicts import ALLOWED, Reason, Verdict


class Searched(NamedTuple):
    """What search is told of a record: its title, a line below it, further words."""

    title: str
    detail: str = ""
    body: tuple[str, ...] = ()


R = TypeVar("R", contravariant=True)


class Settled(Protocol[R]):
    """What follows writes in their transaction: each record with the fields written; `by` None for the system itself."""

    def __call__(
        self, written: Sequence[tuple[R, frozenset[str]]], /, *, by: Account | None, at: datetime
    ) -> None:
        """Do what follows, for one record or a whole chunk of an import."""


class SettledAlone(Protocol[R]):
    """What follows the write of one record: `changed` are the fields written."""

    def __call__(self, record: R, changed: frozenset[str], /, *, by: Account | None, at: datetime) -> None:
        """Do what follows."""


def one_by_one(follow: SettledAlone[R]) -> Settled[R]:
    """Return what follows each of many writes by itself, for registers that are seldom imported."""

    def follow_each(
        written: Sequence[tuple[R, frozenset[str]]], /, *, by: Account | None, at: datetime
    ) -> None:
        for record, changed in written:
            follow(record, changed, by=by, at=at)

    return follow_each


def _anything(_record: Any) -> Verdict:
    return ALLOWED


@dataclass(frozen=True, kw_only=True)
class Master:
    """A register that people keep by hand.

    app, noun, plural: the URL names `app:noun`, `app:noun_new`, `app:noun_edit` and, for the list, `app:plural`.
    slug: the word in addresses and in the API (`/fleet/vessels/`, `/api/v1/fleet/vessels`).
    fields: what people fill in, in the order of the form.
    readers, writers: the roles for whom its pages open, to read and to write.
    may_write: whether this account may write this very record; asked for the record as it was and as it will be.
    check: the rules that the record as a whole must keep.
    tidied: typed values as they are to be kept (an IMO number without its prefix).
    searched: what search is told; without it the register is not searched.
    settled: what must follow in the same transaction; asked with many records at once where they are imported.
    removable: whether a record may be taken away again; others are closed, never deleted.
    scope: the chapter that an API token must be made for; the app where nothing is said.
    """

    app: str
    noun: str
    plural: str
    slug: str
    model: type[Record]
    label: Reason
    new_label: Reason
    icon: str
    fields: tuple[str, ...]
    readers: frozenset[str]
    writers: frozenset[str]
    may_write: Callable[[Account, Any], Verdict]
    check: Callable[[Any], Verdict] = _anything
    tidied: Callable[[dict[str, Any]], dict[str, Any]] = dict
    searched: Callable[[Any], Searched] | None = None
    settled: Settled[Any] | None = None
    house_only: bool = False
    removable: bool = False
    help: Reason = ""
    scope: str = ""

    def __post_init__(self) -> None:
        known = {field.name for field in self.model._meta.get_fields()}
        if odd := set(self.fields) - known:
            raise ValueError(f"{self.name}: no such fields: {sorted(odd)}")
        _masters[self.name] = self

    @property
    def name(self) -> str:
        """How commands and programs call the register: `fleet.vessels`."""
        return f"{self.app}.{self.slug}"

    def scope_to(self, do: str) -> str:
        """Return the scope that a token needs to `read` or to `write` this register."""
        return f"{self.scope or self.app}:{do}"

    @property
    def list_name(self) -> str:
        """The URL name of the list."""
        return f"{self.app}:{self.plural}"

    def url(self, page: str, record: Record | None = None) -> str:
        """Return the address of a page of this register: `list`, `new`, `detail`, `edit` or `remove`."""
        names = {"list": self.list_name, "detail": f"{self.app}:{self.noun}"}
        name = names.get(page, f"{self.app}:{self.noun}_{page}")
        return address_of(name, *([record.pk] if record is not None else []))

    def model_fields(self) -> list[models.Field[Any, Any]]:
        """Return the model's fields that people fill in, in order."""
        return [self.model._meta.get_field(name) for name in self.fields]  # type: ignore[misc]

    def seen(self, account: Account, pk: UUID) -> Any:
        """Return one record with those its fields name; raises Http404 where this account sees none."""
        if (found := self._one.first(account, pk)) is None:
            raise Http404(self.label)
        return found

    @cached_property
    def _one(self) -> SeenBy:
        related = [f.name for f in self.model_fields() if isinstance(f, models.ForeignKey)]

        def with_related(rows: models.QuerySet[Any], pk: UUID) -> models.QuerySet[Any]:
            one = rows.filter(pk=pk)
            return one.select_related(*related) if related else one

        return SeenBy(self.model, with_related, UUID)

    def rows(self, account: Account) -> models.QuerySet[Any]:
        """Return the records that an account may see."""
        return self.model.objects.visible_to(account)


_masters: dict[str, Master] = {}


def masters() -> list[Master]:
    """Return every register that has been declared, by name."""
    return [_masters[name] for name in sorted(_masters)]


def master_named(name: str) -> Master:
    """Return a register by its name; KeyError when there is none."""
    return _masters[name]
