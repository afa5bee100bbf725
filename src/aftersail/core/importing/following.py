"""What follows from records that a file wrote: the log, what their register settles, search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aftersail.core.inserting import insert_many
from aftersail.core.log import entry_for
from aftersail.core.masters import Master
from aftersail.core.masters.events import RecordChanged, RecordEntered
from aftersail.core.masters.values import plain
from aftersail.core.models import Account
from aftersail.core.search import search_entry

BATCH = 2_000
"""Records handled at once."""


def log_records(
    master: Master, new: Sequence[Any], moved: Sequence[tuple[Any, Any, list[str]]], *, by: Account | None, at: datetime
) -> None:  # fmt: skip
    """Write to the log what was made, and of each changed record (kept, future, fields) what it was and is."""
    register = master.name
    by_name = {field.name: field for field in master.model_fields()}
    entries = [
        entry_for(RecordEntered(register=register, title=str(r)[:120]), by=by, about=r, at=at) for r in new
    ]
    for kept, future, changed in moved:
        before, after = ({n: plain(getattr(r, by_name[n].attname)) for n in changed} for r in (kept, future))
        event = RecordChanged(register=register, title=str(future)[:120], before=before, after=after)
        entries.append(entry_for(event, by=by, about=future, at=at))
    insert_many(entries)


def settle(
    master: Master, new: Sequence[Any], moved: Sequence[tuple[Any, frozenset[str]]], *, by: Account | None, at: datetime
) -> None:  # fmt: skip
    """Do what the register does after records were made or fields of them changed, then bring search up to date."""
    every = frozenset(master.fields)
    if (settled := master.settled) is not None:
        written = [*((r, every) for r in new), *moved]
        for start in range(0, len(written), BATCH):
            settled(written[start : start + BATCH], by=by, at=at)
    reindex(master, [*new, *(record for record, _changed in moved)], at=at)


def reindex(master: Master, records: Sequence[Any], *, at: datetime) -> None:
    """Let search find the records as they are now, where the register is searched at all."""
    if master.searched is None or not records:
        return
    entries = []
    for record in records:
        found = master.searched(record)
        entries.append(search_entry(
            record, title=found.title, detail=found.detail, body=found.body, at=at, house_only=master.house_only
        ))  # fmt: skip
    insert_many(entries, replacing=True)
