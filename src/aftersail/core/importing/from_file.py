"""A whole import in one call, for the command line and for programs: a file, a mapping, a report of every row."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aftersail.core.importing.batches import (
    Checked,
    Progress,
    check_import,
    commit_import,
    set_mapping,
    take_file,
)
from aftersail.core.models import Account
from aftersail.core.tabular import Fault, MappingRefused, mapping_from_data
from aftersail.core.tabular import Mapping as ColumnMapping
from aftersail.core.verdicts import Refused


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A mapping file: the columns, and the register's options beside them."""

    mapping: ColumnMapping
    options: Mapping[str, Any]


def parse_import_file(text: str) -> ImportFile:
    """Read a mapping file: what `tabular` reads, and a table `options` for the register. Raises `MappingRefused`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused([Fault("mapping.not_toml", {"why": str(error)})]) from error
    options = data.pop("options", {})
    if not isinstance(options, dict):
        raise MappingRefused([Fault("mapping.wrong_type", {"entry": "options", "want": "table"})])
    return ImportFile(mapping_from_data(data), options)


@transaction.atomic
def import_content(
    *,
    by: Account | None,
    register: str,
    name: str,
    content: bytes,
    at: datetime,
    columns: ImportFile | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    batch_id: UUID | None = None,
) -> Checked:
    """Take a file in, check it, and write it unless `dry_run` or, without `skip_bad`, a row is refused.

    Returns the import as it then stands; its state says whether it was written. Raises `Refused` when the file or
    the mapping cannot be used at all, and then keeps nothing. The same `batch_id` again returns the import made first.
    """
    if columns is not None and columns.mapping.register != register:
        told = {"theirs": columns.mapping.register, "ours": register}
        raise Refused([_("The mapping is for %(theirs)s, not for %(ours)s.") % told])
    batch = take_file(by=by, register=register, name=name, content=content, batch_id=batch_id)
    if batch.committed_at is not None:
        return Checked(batch, None)
    if columns is not None:
        set_mapping(batch, mapping=columns.mapping, options=columns.options)
    if dry_run:
        return check_import(batch, by=by, progress=progress)
    if not skip_bad:
        checked = check_import(batch, by=by, progress=progress)
        if checked.plan is not None and checked.plan.refused:
            return checked
    return commit_import(batch, by=by, at=at, skip_bad=skip_bad, progress=progress)
