"""The timeline of a record: everything that happened to it and its parts, as sentences, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.events import Event
from aftersail.core.log import sentence_of
from aftersail.core.models import Account, LogEntry
from aftersail.core.prepared import Prepared
from aftersail.core.record import Record

MOST = 200


def timeline(account: Account | None, about: Record | UUID, limit: int = MOST) -> list[dict[str, Any]]:
    """Return rows `{at, who, sentence, icon, tone, event}`; people outside the house see what is meant for customers.

    `account` is None for a guest who showed the record's own code; the caller then works as the system.
    """
    thread = about.thread if isinstance(about, Record) else about
    if account is not None and account.sees_everything and limit == MOST:
        return [_row(*row) for row in EVERYTHING.rows(thread)]
    seen = LogEntry.objects.visible_to(account) if account is not None else LogEntry.objects.all()
    if account is None or not account.is_house:
        seen = seen.filter(for_customer=True)
    return [_row(*row) for row in _newest(seen, thread, limit)]


def _newest(seen: QuerySet[Any], thread: UUID, limit: int = MOST) -> QuerySet[Any]:
    return seen.filter(thread_id=thread).order_by("-at", "-id").values_list("at", "account_name", "event", "data")[:limit]


EVERYTHING = Prepared(lambda thread: _newest(LogEntry.objects.all(), thread), UUID)


def _row(at: Any, who: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
    kind = Event.registry.get(name, Event)
    return {"at": at, "who": who, "sentence": sentence_of(name, data), "icon": kind.icon, "tone": kind.tone, "event": name}
