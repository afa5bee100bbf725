"""What a register must answer for a file to be checked against it; each question is asked once for many rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.issues import Fault

KeyValue: TypeAlias = "tuple[Any, ...]"
"""A row's key: the values of the key's fields in order, or one text, the hash of the row's content."""


class _Ambiguous:
    """The answer for a text that names several records."""

    def __repr__(self) -> str:
        return "AMBIGUOUS"


AMBIGUOUS: Final = _Ambiguous()


@dataclass(frozen=True, slots=True)
class Existing:
    """A record that a key already names; ``fingerprint`` as :func:`fingerprint.fingerprint_of` makes it."""

    id: Any
    fingerprint: str


class Register(Protocol):
    """One register of an app. All methods are called once an import, or once for every few thousand keys."""

    @property
    def fields(self) -> Sequence[Field]:
        """What can be fed, in the order of the template."""

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """Records that these texts name, under the reader's isolation: text → id, or AMBIGUOUS; unknown left out."""

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """Records that these keys name, with the fingerprint of those ``fields`` alone; unknown keys left out."""

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterable[tuple[int, str, Fault]]:
        """The register's own rules on whole rows: (index in ``rows``, field or "", fault); nothing when all hold."""
