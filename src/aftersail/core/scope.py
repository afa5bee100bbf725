"""Whose eyes the database looks through: the scope that the second wall of isolation enforces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

SCOPED_ROLE = "aftersail_scoped"
EVERYTHING_ROLE = "aftersail_everything"


@dataclass(frozen=True, slots=True)
class Scope:
    """A database role and the ids it may reach; the default reaches nothing.

    `reach` opens everything that hangs on a customer, vessel, yard, station or case; `glimpse` opens only
    the named vessel or customer row itself, as someone invited to one case needs.
    """

    role: str
    reach: frozenset[UUID] = frozenset()
    glimpse: frozenset[UUID] = frozenset()
    account: UUID | None = None

    @classmethod
    def nothing(cls) -> Scope:
        """No rows at all: what code gets that forgot to say for whom it works."""
        return cls(SCOPED_ROLE)

    @classmethod
    def whichever(cls) -> Scope:
        """Whatever scope the connection has: only to find out who is asking, from tables that everyone may read.

        It spares each request two changes of scope, for most come from someone whose scope the connection has already.
        """
        return cls("")

    @classmethod
    def owner(cls) -> Scope:
        """The login role itself: migrations, and nothing else."""
        return cls("none")

    @classmethod
    def everything(cls, account: UUID | None = None) -> Scope:
        """Every row: staff whose role sees all, and the system's own work."""
        return cls(EVERYTHING_ROLE, account=account)

    @classmethod
    def reaching(
        cls, reach: Iterable[UUID], glimpse: Iterable[UUID] = (), account: UUID | None = None
    ) -> Scope:
        """Only rows tied to one of these ids."""
        return cls(SCOPED_ROLE, frozenset(reach), frozenset(glimpse), account)


NOTHING = Scope.nothing()
WHICHEVER = Scope.whichever()
OWNER = Scope.owner()
_current: ContextVar[Scope] = ContextVar("aftersail_scope", default=NOTHING)


def current_scope() -> Scope:
    """Return the scope in force."""
    return _current.get()


@contextmanager
def entered(scope: Scope) -> Iterator[None]:
    """Work under `scope`; to be entered before a transaction begins."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


def as_system() -> AbstractContextManager[None]:
    """Work under every row, for background work and installation commands."""
    return entered(Scope.everything())


def as_owner() -> AbstractContextManager[None]:
    """Work as the login role, for migrations."""
    return entered(OWNER)
