"""A register goes out to a file and is read back, as somebody would who changed nothing in it."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from aftersail.core.importing.from_file import import_content
from aftersail.core.models import ImportBatch
from aftersail.core.scope import as_system
from aftersail.web.exporting import export_register


def read_back(register: str, file: Path, *, language: str) -> tuple[int, ImportBatch]:
    """Return how many rows went out, and the dry run of taking them in again."""
    rows = export_register(register, file, language=language, filters={})
    with as_system():
        batch = import_content(
            by=None, register=register, name=file.name, content=file.read_bytes(), at=timezone.now(), dry_run=True
        ).batch  # fmt: skip
    return rows, batch
