"""The product's database backend, as it works inside the transaction that wraps a test."""

from __future__ import annotations

from django.db.transaction import Atomic

from aftersail.core.postgresql import base
from aftersail.core.scope import Scope, current_scope


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
        if self.connection is not None and self.in_atomic_block and (begun is None or fresh):
            self._set_scope(current_scope())
        else:
            super()._apply_scope()

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit and self.connection is not None:
            self.connection.aftersail_scope = None  # the last test's rollback took its scope back unnoticed
        super()._set_autocommit(autocommit)

    def _product_block(self) -> Atomic | None:
        """The outermost transaction that the product, not the test case, has opened."""
        return next(
            (block for block in self.atomic_blocks if not getattr(block, "_from_testcase", False)), None
        )

    def _set_scope(self, wanted: Scope) -> None:
        raw = self.connection
        if raw.info.transaction_status == raw.info.transaction_status.INERROR:
            return  # only a rollback is possible now, under any role
        raw.execute(
            "select set_config('role', %s, false), set_config('aftersail.reach', %s, false),"
            " set_config('aftersail.glimpse', %s, false), set_config('aftersail.account', %s, false)",
            (wanted.role, base._array(wanted.reach), base._array(wanted.glimpse), str(wanted.account or "")),
        )
        raw.aftersail_scope = wanted
