"""Kinds of refusal that outside programs tell apart by HTTP status."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from aftersail.core.record import Stale
from aftersail.core.verdicts import Reason, Refused


class Forbidden(Refused):
    """The person's role does not allow it (HTTP 403)."""


class NotThere(Refused):
    """It does not exist, or not for this person (HTTP 404)."""

    def __init__(self, reasons: Sequence[Reason] = ()) -> None:
        super().__init__(reasons or [_("There is no such page or record, or it is not yours to see.")])


STATUS: tuple[tuple[type[Refused], int], ...] = (
    (Forbidden, 403),
    (NotThere, 404),
    (Stale, 409),
    (Refused, 422),
)


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(refusal, kind))
