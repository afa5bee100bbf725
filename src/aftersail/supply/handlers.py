"""Reactions: a new station sees the house's stores as the others do."""

from __future__ import annotations

from aftersail.core.events import on
from aftersail.core.masters.events import RecordEntered
from aftersail.core.models import LogEntry
from aftersail.supply.actions.moves import share_stores


@on(RecordEntered)
def share_stores_with_new_station(event: RecordEntered, _entry: LogEntry) -> None:
    """Let the people of a new station see every store of the house."""
    if event.register == "people.stations":
        share_stores()
