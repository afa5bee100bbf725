"""PostgreSQL backend that tells the server, before every piece of work, whose rows may be seen."""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg.pq import TransactionStatus

from aftersail.core.postgresql.instants import UtcLoader
from aftersail.core.scope import NOTHING, OWNER, WHICHEVER, Scope, current_scope

IDLE = TransactionStatus.IDLE
MOST_VALUES = 2**16 - 1
"""The protocol counts the values of a statement in two bytes."""


class ScopeChangedInTransaction(RuntimeError):
    """The scope changed while a transaction was open: a rollback would silently undo the change."""


class Features(DatabaseFeatures):
    """What the server can do with statements whose values travel beside them."""

    max_query_params = MOST_VALUES


class Operations(DatabaseOperations):
    """Splits writes of many rows where one statement could not carry their values."""

    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """Return how many rows fit into one statement; an update carries each value with its key."""
        return MOST_VALUES // (2 * max(1, len(fields)))


class DatabaseWrapper(base.DatabaseWrapper):
    """Applies `current_scope()` as database role and reach, outside transactions only."""

    features_class = Features
    ops_class = Operations

    def _apply_scope(self) -> None:
        raw = self.connection
        if raw is None:
            return
        has = getattr(raw, "aftersail_scope", None)
        wanted = self._wanted_scope(has)
        if has == wanted:
            return
        if self.in_atomic_block or raw.info.transaction_status != IDLE:
            raise ScopeChangedInTransaction(f"scope {wanted.role} entered inside a transaction")
        self._set_scope(wanted)

    def _wanted_scope(self, has: Scope | None) -> Scope:
        """Return the scope in force; where any will do, the one that the connection has."""
        wanted = current_scope()
        if wanted is not WHICHEVER:
            return wanted
        return NOTHING if has is None or has == OWNER else has

    def _set_scope(self, wanted: Scope) -> None:
        self.connection.execute(
            "select set_config('role', %s, false), set_config('aftersail.reach', %s, false),"
            " set_config('aftersail.glimpse', %s, false), set_config('aftersail.account', %s, false)",
            (wanted.role, _array(wanted.reach), _array(wanted.glimpse), str(wanted.account or "")),
        )
        self.connection.aftersail_scope = wanted

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection that reads instants quickly."""
        raw = super().get_new_connection(conn_params)
        if self.timezone == UtcLoader.timezone:
            raw.adapters.register_loader("timestamptz", UtcLoader)
        return raw

    def is_usable(self) -> bool:
        """Whether the connection still works, asked once a request.

        A server that went away has closed the socket, which is seen without asking it; a quiet one is alive.
        """
        raw = self.connection
        if raw is not None and not raw.closed and raw.info.transaction_status == IDLE and not _speaks(raw):
            return True
        return bool(super().is_usable())

    def init_connection_state(self) -> bool:  # type: ignore[override]
        """Let Django prepare the connection as the login role; the scope is applied by the next cursor."""
        if self.connection is not None:
            self.connection.aftersail_scope = OWNER
        return bool(super().init_connection_state())

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor that sees what the current scope may see."""
        self._apply_scope()
        return super().create_cursor(name)

    def fetch(
        self, sql: str, values: Sequence[Any], read: Callable[[Any], object] | None = None
    ) -> list[Any]:
        """Return the rows of a statement: what a cursor does, with less around it; for statements composed beforehand.

        read: what is told to the driver's cursor first, such as how it reads ids. Whoever watches statements (tests,
        the debug log) sees these as any others.
        """
        if self.execute_wrappers or self.queries_logged:
            with self.cursor() as cursor:
                if read is not None:
                    read(cursor.cursor)
                cursor.execute(sql, values)
                return list(cursor.fetchall()) if cursor.description else []
        self.ensure_connection()
        self.validate_thread_sharing()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors, self.create_cursor() as raw:
            if read is not None:
                read(raw)
            raw.execute(sql, values)
            return raw.fetchall() if raw.pgresult.nfields else []

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            self._apply_scope()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def chunked_cursor(self) -> Any:
        """Return a server-side cursor that sees what the current scope may see."""
        self._apply_scope()
        return super().chunked_cursor()


def _speaks(raw: Any) -> bool:
    """Whether something waits to be read on an idle connection: the server's farewell, or a notice."""
    poll = select.poll()
    poll.register(raw.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


def _array(ids: frozenset[Any]) -> str:
    return "{" + ",".join(sorted(map(str, ids))) + "}"
