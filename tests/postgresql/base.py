"""The product's database backend, as it works inside the transaction that wraps a test."""

from __future__ import annotations

from django.db.transaction import Atomic
from psycopg.pq import TransactionStatus

from aftersail.core.postgresql import base

INERROR = TransactionStatus.INERROR


class DatabaseWrapper(base.DatabaseWrapper):
    """Lets a test change its scope inside its own wrapping transaction, and only there.

    The product enters a scope outside transactions. A test of Django's lives in one, so there the scope is
    set anew for every cursor: a rollback to a savepoint silently restores the scope of that moment, and
    nothing on the connection would tell. A transaction that the product itself opened still refuses.
    """

    _last_block: Atomic | None = None

    def _apply_scope(self) -> None:
        begun = self._product_block()
        # A block with a savepoint asked the database when it began; one without (as `delete` opens) begins unnoticed.
        fresh = begun is not None and begun is not self._last_block and not begun.savepoint
        self._last_block = begun
        if self.connection is None or not self.in_atomic_block or (begun is not None and not fresh):
            super()._apply_scope()
        elif (
            self.connection.info.transaction_status != INERROR
        ):  # else only a rollback is possible, under any role
            self._set_scope(self._wanted_scope(None))

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit and self.connection is not None:
            self.connection.aftersail_scope = None  # the last test's rollback took its scope back unnoticed
        super()._set_autocommit(autocommit)

    def _product_block(self) -> Atomic | None:
        """The outermost transaction that the product, not the test case, has opened."""
        return next(
            (block for block in self.atomic_blocks if not getattr(block, "_from_testcase", False)), None
        )
