"""Kinds of refusal that outside programs tell apart by HTTP status."""

from __future__ import annotations

from aftersail.core.record import Stale
from aftersail.core.verdicts import Refused


class Forbidden(Refused):
    """The person's role does not allow it (HTTP 403)."""


class NotThere(Refused):
    """It does not exist, or not for this person (HTTP 404)."""


STATUS: tuple[tuple[type[Refused], int], ...] = ((Forbidden, 403), (NotThere, 404), (Stale, 409), (Refused, 422))


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(refusal, kind))
