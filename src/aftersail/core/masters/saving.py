"""Writing to a register: permission, rules, row, log and search in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from aftersail.core.ids import new_id
from aftersail.core.log import record as log
from aftersail.core.masters.declared import Master
from aftersail.core.masters.events import RecordChanged, RecordEntered, RecordRemoved
from aftersail.core.masters.values import plain, require_holdable, require_valid, told
from aftersail.core.models import Account, SearchEntry
from aftersail.core.once import claim
from aftersail.core.record import Record, Stale
from aftersail.core.refusals import Forbidden
from aftersail.core.search import index
from aftersail.core.verdicts import Refused, Verdict, require


@transaction.atomic
def enter_record(
    master: Master,
    *,
    by: Account | None,
    values: Mapping[str, Any],
    at: datetime,
    record_id: UUID | None = None,
) -> Any:
    """Add a record; the same `record_id` again returns what it made the first time. Raises `Refused`.

    `values` holds related records, not their ids. `by` None is the installation itself, which may write anything.
    """
    rows = master.rows(by) if by else master.model._base_manager.all()
    if record_id is not None:
        claim(record_id)
        if (made := rows.filter(pk=record_id).first()) is not None:
            return made
    values = master.tidied(dict(values))
    require_holdable(master, values)
    row, many = _split(master, values)
    record = master.model(id=record_id or new_id(), **row)
    if by is not None:
        _require_right(master.may_write(by, record))
    require_valid(master, record)
    require(master.check(record))
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise Refused([_("There is such a record already; perhaps one that you may not see.")]) from error
    _set_many(record, many)
    log(RecordEntered(register=master.name, title=str(record)[:120]), by=by, about=record, at=at)
    settle(master, record, frozenset(values), by=by, at=at)
    return record


@transaction.atomic
def change_record(
    master: Master,
    *,
    by: Account,
    record: Any,
    values: Mapping[str, Any],
    at: datetime,
    seen: int | None = None,
) -> Any:
    """Change fields of a record that nobody changed since version `seen`; unchanged values write nothing."""
    require_holdable(master, values)
    values = master.tidied(dict(values))
    if seen is not None and seen != record.version:
        raise Stale(
            [_("Somebody else changed this record meanwhile. Reload it, then make your change again.")]
        )
    _require_right(master.may_write(by, record))
    # A form binds to the instance and has changed it already, so the row itself says what was before.
    kept = master.model._base_manager.get(pk=record.pk)
    row, many = _split(master, values)
    changed = {name: value for name, value in row.items() if plain(getattr(kept, name)) != plain(value)}
    linked = {name: value for name, value in many.items() if _ids(getattr(kept, name).all()) != _ids(value)}
    if not changed and not linked:
        return kept
    before = {name: told(getattr(kept, name)) for name in changed}
    before |= {name: told(getattr(kept, name).all()) for name in linked}
    for name, value in changed.items():
        setattr(kept, name, value)
    _require_right(master.may_write(by, kept))
    require_valid(master, kept)
    require(master.check(kept))
    try:
        with transaction.atomic():
            kept.change(seen=seen, **changed)
    except IntegrityError as error:
        raise Refused([_("There is such a record already; perhaps one that you may not see.")]) from error
    _set_many(kept, linked)
    after = {name: told(value) for name, value in {**changed, **linked}.items()}
    log(
        RecordChanged(register=master.name, title=str(kept)[:120], before=before, after=after),
        by=by,
        about=kept,
        at=at,
    )
    settle(master, kept, frozenset(changed) | frozenset(linked), by=by, at=at)
    return kept


@transaction.atomic
def remove_record(
    master: Master, *, by: Account, record: Record, at: datetime, seen: int | None = None
) -> None:
    """Take a record away, if the register allows it and nothing hangs on it."""
    if not master.removable:
        raise Refused([_("Records of this register are closed, never removed.")])
    if seen is not None and seen != record.version:
        raise Stale(
            [_("Somebody else changed this record meanwhile. Reload it, then make your change again.")]
        )
    _require_right(master.may_write(by, record))
    before = {name: told(getattr(record, name)) for name in _split(master, dict.fromkeys(master.fields))[0]}
    log(
        RecordRemoved(register=master.name, title=str(record)[:120], before=before),
        by=by,
        about=record,
        at=at,
    )
    pk = record.pk
    try:
        record.delete()
    except ProtectedError as error:
        raise Refused([_("Other records still refer to this one.")]) from error
    SearchEntry.objects.filter(pk=pk).delete()


def _require_right(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise Forbidden(verdict.reasons)


def _split(master: Master, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part values into those of the row itself and those kept in link tables."""
    links = {f.name for f in master.model._meta.many_to_many}
    row = {name: value for name, value in values.items() if name not in links}
    return row, {name: list(value or []) for name, value in values.items() if name in links}


def _ids(records: Any) -> set[Any]:
    return {record.pk for record in records}


def _set_many(record: models.Model, many: Mapping[str, Any]) -> None:
    for name, value in many.items():
        getattr(record, name).set(value)


def settle(master: Master, record: Any, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Do what follows a write: the register's own consequences, then the record's line in search."""
    if master.settled is not None:
        master.settled([(record, changed)], by=by, at=at)
    if master.searched is not None:
        found = master.searched(record)
        index(
            record,
            title=found.title,
            detail=found.detail,
            body=found.body,
            at=at,
            house_only=master.house_only,
        )
