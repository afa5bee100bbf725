"""Taking an import of a register back: what it made goes, what it changed returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from aftersail.core.importing.declared import Written
from aftersail.core.importing.following import reindex
from aftersail.core.inserting import insert_many
from aftersail.core.log import entry_for
from aftersail.core.masters import Master
from aftersail.core.masters.events import RecordChanged, RecordRemoved
from aftersail.core.models import Account, SearchEntry
from aftersail.core.verdicts import Refused


def undo_records(master: Master, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
    """Remove what was made and put back what was changed; Refused when somebody changed or used it since."""
    records = master.model._base_manager.select_for_update(of=("self",)).in_bulk(
        [w.subject_id for w in written]
    )
    touched = [
        w for w in written
        if w.subject_id not in records or records[w.subject_id].version != (w.before["version"] + 1 if w.before else 1)
    ]  # fmt: skip
    if touched:
        rows = ", ".join(str(w.row) for w in touched[:20])
        raise Refused(
            [_("Records of these rows were changed since, so the import cannot be undone: %s.") % rows]
        )
    by_name = {field.name: field for field in master.model_fields()}
    entries = []
    for one in written:
        record = records[one.subject_id]
        if one.before is None:
            event: Any = RecordRemoved(register=master.name, title=str(record)[:120])
            entries.append(entry_for(event, by=by, about=record, at=at))
            continue
        for name, value in one.before["values"].items():
            field = by_name[name]
            setattr(
                record,
                field.attname,
                field.to_python(value) if not isinstance(field, models.ForeignKey) else value,
            )
        record.version += 1
        entries.append(
            entry_for(
                RecordChanged(register=master.name, title=str(record)[:120]),
                by=by,
                about=record,
                at=at,
            )
        )
        record.save()
    insert_many(entries)
    reindex(master, [records[w.subject_id] for w in written if w.before is not None], at=at)
    made = [w.subject_id for w in written if w.before is None]
    try:
        with transaction.atomic():
            master.model._base_manager.filter(pk__in=made).delete()
    except (ProtectedError, IntegrityError) as error:
        raise Refused(
            [_("Other records refer to some of the imported ones by now, so the import cannot be undone.")]
        ) from error
    SearchEntry.objects.filter(pk__in=made).delete()
