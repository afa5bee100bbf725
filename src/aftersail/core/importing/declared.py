"""Which registers a file can feed, and what each must be able to do besides checking rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from aftersail.core.models import Account
from aftersail.core.tabular import Field, ImportPlan, Key, PlannedRow
from aftersail.core.tabular import Mapping as ColumnMapping
from aftersail.core.tabular.register import Existing, KeyValue
from aftersail.core.verdicts import Reason, Refused


@dataclass(frozen=True, slots=True)
class Order:
    """An import as it was asked for: by whom, under which mapping, with which options of the register.

    `by` None is the installation itself, from the command line.
    """

    by: Account | None
    mapping: ColumnMapping
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What a row did to one record: `before` None where the record is new, else what undoing needs.

    `row` 0 is a record that no row names but that the rows needed.
    """

    row: int
    subject_id: UUID
    before: dict[str, Any] | None


class Target(Protocol):
    """A register for one import: what `tabular.Register` asks, and writing and undoing."""

    @property
    def fields(self) -> Sequence[Field]:
        """What can be fed, in the order of the template."""

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """See `tabular.Register`."""

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """See `tabular.Register`."""

    def faults(self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Any:
        """See `tabular.Register`."""

    def idle(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return rows planned as updates that would change nothing once their values are tidied."""

    def write(self, plan: ImportPlan, *, at: datetime) -> list[Written]:
        """Write the planned rows in the caller's transaction."""

    def undo(self, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Put every record back as it was; Refused when one has been changed or used since."""


@dataclass(frozen=True, kw_only=True)
class Importable:
    """A register that a file can feed.

    name: as in `aftersail import NAME`. key: what makes a row the same row next time, unless a mapping says otherwise.
    writers: whose wizard offers it. make: the register for one import. page: the URL name where its records are seen.
    """

    name: str
    label: Reason
    icon: str
    fields: Callable[[], Sequence[Field]]
    key: Key
    writers: frozenset[str]
    make: Callable[[Order], Target]
    page: str = ""

    def __post_init__(self) -> None:
        _importables[self.name] = self


_importables: dict[str, Importable] = {}


def importables(account: Account | None = None) -> list[Importable]:
    """Return the registers that can be fed, by name; only those that this account may feed when one is given."""
    known = (_importables[name] for name in sorted(_importables))
    return [one for one in known if account is None or account.has_role(*one.writers)]


def importable_named(name: str) -> Importable:
    """Return a register by its name; Refused, listing all names, when there is none."""
    found = _importables.get(name)
    if found is None:
        known = ", ".join(sorted(_importables))
        raise Refused(
            [
                _("There is no register “%(name)s” to import into. There are: %(known)s.")
                % {"name": name[:60], "known": known}
            ]
        )
    return found
