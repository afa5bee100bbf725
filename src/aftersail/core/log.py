"""Writing the log: one call that makes the audit row, the timeline entry and the event, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftersail.core.events import Event, handlers_of
from aftersail.core.inserting import insert
from aftersail.core.models import Account, LogEntry
from aftersail.core.record import Record
from aftersail.core.webhooks.listening import somebody_listens
from aftersail.core.work import defer_delivery


def record(event: Event, *, by: Account | None, about: Record, at: datetime | None = None) -> LogEntry:
    """Log that something happened to `about`; must run inside the transaction that made it happen.

    `by` is None for guests and for the system itself. Later chapters react after commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event.event_name} must be recorded in the transaction of its action")
    entry = entry_for(event, by=by, about=about, at=at or timezone.now())
    insert(entry)
    if event.tells_followers or handlers_of(event.event_name) or somebody_listens(event.event_name):
        defer_delivery(entry.pk)
    return entry


def entry_for(event: Event, *, by: Account | None, about: Record, at: datetime) -> LogEntry:
    """Return the unsaved log entry of an event, for callers that write many at once."""
    return LogEntry(
        at=at,
        event=event.event_name,
        account_id=by.pk if by else None,
        account_name=by.name if by else "",
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        thread_id=about.thread,
        for_customer=event.for_customer,
        data=event.as_data(),
        keys=about.reach_keys(),
    )


def sentence(entry: LogEntry) -> str:
    """Return the entry as a sentence in the reader's language."""
    return sentence_of(entry.event, entry.data)


def sentence_of(name: str, data: dict[str, Any]) -> str:
    """Return an event's sentence from its stored name and fields; an unknown or unlabelled event shows its name."""
    kind = Event.registry.get(name)
    if kind is None or not kind.label:
        return name
    told = str(kind.label) % _Shown({key: _words(kind, key, value) for key, value in data.items()})
    return told.rstrip(" .:：。，,") if kind.quiet else told


def _words(kind: type[Event], key: str, value: Any) -> str:
    """Return a stored field as people read it: labels of choices, local instants, lists with commas."""
    if isinstance(value, list):
        return ", ".join(_words(kind, key, item) for item in value) or "—"
    if value is None or value == "":
        return "" if key in kind.quiet else "—"
    if key in kind.choices:
        return str(dict(kind.choices[key].choices).get(value, value))
    if key.endswith(("_at", "until", "since")) and isinstance(value, str):
        return _instant(value)
    return str(value)


def _instant(text: str) -> str:
    try:
        return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except ValueError:  # a day, or an instant without a zone: it reads as it is
        return text


class _Shown(dict[str, str]):
    """Fields for a label; a field that an older edition did not have reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
