"""The timeline of a record: everything that happened to it and its parts, as sentences, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.events import Event
from aftersail.core.log import sentence_of
from aftersail.core.models import Account, LogEntry
from aftersail.core.prepared import SeenBy
from aftersail.core.record import Record

MOST = 200


def timeline(account: Account | None, about: Record | UUID, limit: int = MOST) -> list[dict[str, Any]]:
    """Return rows `{at, who, sentence, icon, tone, event}`; people outside the house see what is meant for customers.

    `account` is None for a guest who showed the record's own code; the caller then works as the system.
    """
    thread = about.thread if isinstance(about, Record) else about
    if account is None:
        return [_row(*row) for row in _newest(LogEntry.objects.filter(for_customer=True), thread)[:limit]]
    rows = (TOLD_TO_HOUSE if account.is_house else TOLD_TO_CUSTOMERS).rows(account, thread)
    return [_row(*row) for row in rows[:limit]]


def _newest(seen: QuerySet[Any], thread: UUID) -> QuerySet[Any]:
    return (
        seen.filter(thread_id=thread)
        .order_by("-at", "-id")
        .values_list("at", "account_name", "event", "data")[:MOST]
    )


TOLD_TO_HOUSE = SeenBy(LogEntry, _newest, UUID)
TOLD_TO_CUSTOMERS = SeenBy(
    LogEntry, lambda seen, thread: _newest(seen.filter(for_customer=True), thread), UUID
)


def _row(at: Any, who: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
    kind = Event.registry.get(name, Event)
    return {
        "at": at,
        "who": who,
        "sentence": sentence_of(name, data),
        "icon": kind.icon,
        "tone": kind.tone,
        "event": name,
    }
