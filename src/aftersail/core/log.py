"""Writing the log: one call that makes the audit row, the timeline entry and the event, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftersail.core.events import Event, handlers_of
from aftersail.core.inserting import inserted
from aftersail.core.models import Account, LogEntry
from aftersail.core.postgresql.fetching import fetch
from aftersail.core.record import Change, Record
from aftersail.core.work import DELIVERY
from aftersail.core.writing import Write, insertion, together

TELLING = (
    "SELECT last.id, {happened}, CASE WHEN %s OR EXISTS (SELECT FROM core_webhooksubscription WHERE is_active AND %s = ANY(events))"
    " THEN {delivery} END FROM last"
)
ALONE, WITH_CHANGE = (
    TELLING.format(delivery=DELIVERY.format(entry_id="last.id"), happened=happened)
    for happened in ("true", "EXISTS (SELECT FROM write_0)")
)


def record(
    event: Event,
    *,
    by: Account | None,
    about: Record,
    at: datetime | None = None,
    change: Change | None = None,
    beside: Sequence[Write] = (),
) -> LogEntry:
    """Log that something happened to `about`; must run inside the transaction that made it happen.

    `by` is None for guests and for the system itself. Later chapters react after commit. change, beside: what happened,
    and what the action writes besides, to go to the database in the same statement; raises `Stale` for a change that
    somebody else was faster to make, and the transaction must end with it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event.event_name} must be recorded in the transaction of its action")
    entry = entry_for(event, by=by, about=about, at=at or timezone.now())
    reacted_to = event.tells_followers or bool(handlers_of(event.event_name))
    writes = [*beside, insertion(entry, returning="id")]
    if change is not None:
        writes.insert(0, change.write)
    telling = ALONE if change is None else WITH_CHANGE
    write = together(*writes, then=telling, values=[reacted_to, event.event_name])
    ((entry.pk, happened, _queued),) = fetch(write.sql, write.values)
    if change is not None:
        change.settle(happened=happened)
    inserted(entry)
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
    told = str(kind.label) % _Shown(kind, data)
    return told.rstrip(" .:：。，,") if kind.quiet else told


def _words(kind: type[Event], key: str, value: Any) -> str:
    """Return a stored field as people read it: labels of choices, local instants, lists with commas."""
    if isinstance(value, list):
        return ", ".join(_words(kind, key, item) for item in value) or "—"
    if value is None or value == "":
        return "" if key in kind.quiet else "—"
    if key in kind.choices:
        try:
            return str(kind.choices[key](value).label)
        except ValueError:  # a choice of an older edition
            return str(value)
    if key.endswith(("_at", "until", "since")) and isinstance(value, str):
        return _instant(value)
    return str(value)


def _instant(text: str) -> str:
    try:
        return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except ValueError:  # a day, or an instant without a zone: it reads as it is
        return text


class _Shown:
    """Fields for a label, put into words as it names them; one that an older edition did not have reads as a dash."""

    __slots__ = ("_data", "_kind")

    def __init__(self, kind: type[Event], data: dict[str, Any]) -> None:
        self._kind, self._data = kind, data

    def __getitem__(self, key: str) -> str:
        return _words(self._kind, key, self._data[key]) if key in self._data else "—"
