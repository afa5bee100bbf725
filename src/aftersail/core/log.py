"""Writing the log: one call that makes the audit row, the timeline entry and the event, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftersail.core.events import Event, handlers_of
from aftersail.core.models import Account, LogEntry
from aftersail.core.record import Record
from aftersail.core.work import defer_delivery


def record(event: Event, *, by: Account | None, about: Record, at: datetime | None = None) -> LogEntry:
    """Log that something happened to `about`; must run inside the transaction that made it happen.

    `by` is None for guests and for the system itself. Later chapters react after commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event.name} must be recorded in the transaction of its action")
    entry = entry_for(event, by=by, about=about, at=at or timezone.now())
    entry.save(force_insert=True)
    if event.tells_followers or handlers_of(event.name):
        defer_delivery(entry.pk)
    return entry


def entry_for(event: Event, *, by: Account | None, about: Record, at: datetime) -> LogEntry:
    """Return the unsaved log entry of an event, for callers that write many at once."""
    return LogEntry(
        at=at,
        event=event.name,
        account_id=by.pk if by else None,
        account_name=by.name if by else "",
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        thread_id=about.thread,
        for_customer=event.for_customer,
        data=event.as_data(),
        keys=about.reach_keys(),
    )


def sentence(entry: LogEntry) -> Any:
    """Return the entry as a sentence in the reader's language."""
    kind = Event.registry.get(entry.event)
    if kind is None or not kind.label:
        return entry.event
    return str(kind.label) % _Shown(entry.data)


class _Shown(dict[str, Any]):
    """Fields for a label; a field that an older edition did not have reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
