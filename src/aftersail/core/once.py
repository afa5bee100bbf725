"""Making a record once: whoever sends the same id again, even at the same moment, gets what was made first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from aftersail.core.postgresql.fetching import fetch
from aftersail.core.record import Stale

Row = TypeVar("Row", bound=models.Model)
Told = ParamSpec("Told")
LOCK_BITS = 63
"""PostgreSQL's advisory locks go by a signed 64-bit number; the last bits of a UUIDv7 are random."""


def claim(id: UUID) -> None:
    """Let nobody else make a record with this id until the transaction that runs has ended."""
    fetch("select pg_advisory_xact_lock(%s)", [id.int & ((1 << LOCK_BITS) - 1)])


def made_before(model: type[Row], id: UUID) -> Row | None:
    """Claim an id and return the record that has it already, if there is one that the scope lets through.

    Two statements, because the second must see what the one before us in the queue has committed meanwhile.
    """
    claim(id)
    return model._base_manager.filter(pk=id).first()


def once(known: Callable[[UUID], Any]) -> Callable[[Callable[Told, Row]], Callable[Told, Row]]:
    """Let an action make its record in one transaction, and return what `known` finds where its `id` was taken already.

    For what is made all day: nothing is asked beforehand, as by `made_before`; whoever comes second, even at the same
    moment, waits for the first at the table itself. The action names its `id`.
    """

    def wrapped(make: Callable[Told, Row]) -> Callable[Told, Row]:
        @wraps(make)
        def made(*args: Told.args, **told: Told.kwargs) -> Row:
            try:
                with transaction.atomic():
                    return make(*args, **told)
            except IntegrityError as error:
                first: Row | None = known(UUID(str(told["id"]))) if refusal_of_taken_id(error) else None
                if first is None:
                    raise
                return first

        return made

    return wrapped


def refusal_of_taken_id(error: BaseException) -> Stale | None:
    """Return the refusal for an insert that failed because a record out of the sender's sight has the same id."""
    cause = error.__cause__
    if not isinstance(error, IntegrityError) or not isinstance(cause, UniqueViolation):
        return None
    if not (cause.diag.constraint_name or "").endswith("_pkey"):
        return None
    return Stale(
        [
            _(
                "There is a record with this id already, perhaps one that you may not see. Begin anew with a new id."
            )
        ]
    )
