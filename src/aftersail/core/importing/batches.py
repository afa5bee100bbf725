"""An import from upload to undo: kept, checked, written all or nothing, taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aftersail.core import shelf
from aftersail.core.ids import new_id
from aftersail.core.importing.declared import Importable, Order, Target, Written, importable_named
from aftersail.core.importing.events import ImportCommitted, ImportUndone
from aftersail.core.inserting import insert_many
from aftersail.core.log import record as log
from aftersail.core.models import Account, ImportBatch, ImportedRow, StoredFile
from aftersail.core.models.imports import ImportState
from aftersail.core.once import made_before
from aftersail.core.refusals import Forbidden
from aftersail.core.sniffing import safe_name
from aftersail.core.tabular import (
    ImportPlan,
    Limits,
    Sheet,
    mapping_as_data,
    mapping_from_data,
    open_sheet,
    plan_import,
    suggested_mapping,
)
from aftersail.core.tabular import Mapping as ColumnMapping
from aftersail.core.verdicts import Refused

ISSUES_KEPT = 1_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """An import with its counts, and the plan behind them; no plan where it had been written before."""

    batch: ImportBatch
    plan: ImportPlan | None


def limits() -> Limits:
    """Return how much a file may hold on this installation."""
    return Limits(max_mb=settings.IMPORT_MAX_MB)


def zone() -> ZoneInfo:
    """Return where times without an offset were written."""
    return ZoneInfo(settings.TIME_ZONE)


@transaction.atomic
def take_file(
    *, by: Account | None, register: str, name: str, content: bytes, batch_id: UUID | None = None
) -> ImportBatch:
    """Keep an uploaded file as a new import with a proposed mapping; the same id again gives the import made first.

    Raises `Refused` (`FileRefused`) when the file cannot be read safely, and then keeps nothing.
    """
    if batch_id and (made := made_before(ImportBatch, batch_id)):
        return made
    importable = importable_named(register)
    _require_writer(importable, by)
    sheet = open_sheet(content, limits=limits())
    mapping = suggested_mapping(sheet, register, importable.fields(), importable.key)
    stored = StoredFile.objects.create(
        name=safe_name(name, EXCEL if sheet.format == "xlsx" else "text/csv"),
        media_type=EXCEL if sheet.format == "xlsx" else "text/csv",
        size=len(content),
        sha256=shelf.put(content),
        uploaded_by=by.pk if by else None,
        purpose="import",
    )
    return ImportBatch.objects.create(
        id=batch_id or new_id(), account=by, register=register, file=stored, mapping=mapping_as_data(mapping)
    )


def sheet_of(batch: ImportBatch) -> Sheet:
    """Open the file of an import under its mapping's reading."""
    assert batch.file is not None
    mapping = mapping_from_data(batch.mapping)
    place: Path = shelf.place_of(batch.file.sha256)
    return open_sheet(place, reading=mapping.reading, limits=limits())


@transaction.atomic
def set_mapping(
    batch: ImportBatch, *, mapping: ColumnMapping, options: Mapping[str, Any] | None = None
) -> ImportBatch:
    """Say which column feeds which field; only before the import is written."""
    if batch.state not in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}:
        raise Refused([_("This import is written already. Undo it, or start a new one.")])
    importable = importable_named(batch.register)
    if not mapping.key.fields and not mapping.key.columns and not mapping.key.repeats:
        mapping = replace(mapping, key=importable.key)
    asked = batch.options if options is None else dict(options)
    batch.change(mapping=mapping_as_data(mapping), options=asked, state=ImportState.UPLOADED)
    return batch


def check_import(batch: ImportBatch, *, by: Account | None, progress: Progress | None = None) -> Checked:
    """Plan an import without writing any of its rows; counts and the first issues are kept with the batch."""
    plan, _target = _planned(batch, by, progress)
    if batch.state in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}:
        batch.change(state=ImportState.CHECKED, issues=_first_issues(plan), **plan.counts())
    return Checked(batch, plan)


@transaction.atomic
def commit_import(
    batch: ImportBatch,
    *,
    by: Account | None,
    at: datetime,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Write an import in one transaction: every row, or with `skip_bad` every good row; else nothing at all.

    The file is planned afresh, so what others changed since the dry run counts. An import that is written
    already is returned as it is.
    """
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if held.state == ImportState.COMMITTED:
        return Checked(held, None)
    if held.state == ImportState.UNDONE:
        raise Refused([_("This import was undone. Upload the file again to import it.")])
    _require_writer(importable_named(held.register), by)
    plan, target = _planned(held, by, progress)
    if not plan.may_commit(accept_partial=skip_bad):
        raise Refused([
            _("%(count)s rows cannot be taken, so nothing was imported. Correct them, or import the good rows only.")
            % {"count": len(plan.refused)}
        ])  # fmt: skip
    written = target.write(plan, at=at)
    rows = [ImportedRow(batch=held, row=w.row, subject_id=w.subject_id, before=w.before) for w in written]
    insert_many(rows)
    counts = plan.counts()
    issues = _first_issues(plan)
    held.change(state=ImportState.COMMITTED, committed_at=at, issues=issues, **counts)
    event = ImportCommitted(
        register=held.register,
        file_name=held.file.name if held.file else "",
        rows=counts["rows_in"],
        **{name: counts[name] for name in ("created", "updated", "unchanged", "refused")},
    )
    log(event, by=by, about=held, at=at)
    return Checked(held, plan)


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Account | None, at: datetime) -> ImportBatch:
    """Take a written import back exactly; Refused, changing nothing, when a record was changed or used since."""
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)
    if held.state != ImportState.COMMITTED:
        raise Refused([_("Only an import that is written can be undone.")])
    importable = importable_named(held.register)
    _require_writer(importable, by)
    rows = held.rows.order_by("-pk")
    written = [Written(r.row, r.subject_id, r.before) for r in rows]
    target = importable.make(Order(by, mapping_from_data(held.mapping), held.options))
    target.undo(written, by=by, at=at)
    held.change(state=ImportState.UNDONE, undone_at=at)
    event = ImportUndone(
        register=held.register, file_name=held.file.name if held.file else "", records=len(written)
    )
    log(event, by=by, about=held, at=at)
    return held


def _planned(batch: ImportBatch, by: Account | None, progress: Progress | None) -> tuple[ImportPlan, Target]:
    importable = importable_named(batch.register)
    mapping = mapping_from_data(batch.mapping)
    target = importable.make(Order(by, mapping, batch.options))
    plan = plan_import(sheet_of(batch), mapping, target, zone=zone(), progress=progress)
    idle = {row.row for row in target.idle(plan)}
    if not idle:
        return plan, target
    moved = [row for row in plan.update if row.row not in idle]
    still = [row for row in plan.update if row.row in idle]
    return replace(plan, update=moved, unchanged=[*plan.unchanged, *still]), target


def _first_issues(plan: ImportPlan) -> list[dict[str, Any]]:
    return [issue.as_json() for issue in islice(plan.issues(), ISSUES_KEPT)]


def _require_writer(importable: Importable, by: Account | None) -> None:
    if by is not None and not by.has_role(*importable.writers):
        raise Forbidden([_("Your role does not keep this register, so you cannot import into it.")])
