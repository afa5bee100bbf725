"""What happens to an import as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event


@dataclass(frozen=True)
class ImportCommitted(Event):
    """A file's rows were written to a register."""

    register: str
    file_name: str
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    label = _(
        "Imported %(file_name)s: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(refused)s refused"
    )


@dataclass(frozen=True)
class ImportUndone(Event):
    """An import was taken back."""

    register: str
    file_name: str
    records: int
    label = _("Import of %(file_name)s undone: %(records)s records put back")
