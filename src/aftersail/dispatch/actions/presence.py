"""A sign of life on the board."""

from __future__ import annotations

from datetime import datetime

from aftersail.core.models import Account
from aftersail.dispatch.models import BoardPresence
from aftersail.dispatch.queries.watching import SEEN_EVERY


def note_presence(*, by: Account, at: datetime) -> None:
    """Note that this account has the board open; written at most every fifteen seconds, and not in the log."""
    fresh = BoardPresence.objects.filter(account=by)
    if fresh.filter(seen_at__gt=at - SEEN_EVERY).exists():
        return
    BoardPresence.objects.update_or_create(account=by, defaults={"name": by.name, "seen_at": at})
