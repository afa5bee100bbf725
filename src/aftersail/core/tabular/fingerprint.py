"""One text for the same content, whatever file format, locale or Python version it came through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

_EMPTY = "\x00"
_BETWEEN = "\x1f"
DIGEST_BYTES = 16


def canonical(value: Any) -> str:
    """A value as text: 1.50 and 1.5 agree, instants are in UTC, empty differs from every text."""
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        # normalize() rounds to the context's 28 digits; more than that keeps its own form.
        number = value.normalize() if len(value.as_tuple().digits) <= 28 else value
        return format(number, "f") if number else "0"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class _Canon(dict[Any, str]):
    """Canonical texts of one column, each worked out once."""

    def __missing__(self, value: Any) -> str:
        text = canonical(value)
        if len(self) < 100_000:
            self[value] = text
        return text


def fingerprints(columns: Sequence[Sequence[Any]]) -> list[str]:
    """The fingerprint of every row of equally long columns: 32 hexadecimal digits of BLAKE2b-128."""
    texts = [list(map(_Canon().__getitem__, column)) for column in columns]
    return [_digest(row) for row in zip(*texts, strict=True)]


def fingerprint_of(values: Iterable[Any]) -> str:
    """The fingerprint of one row's values, in the fields' order; for registers that compare with stored records."""
    return _digest(map(canonical, values))


def _digest(texts: Iterable[str]) -> str:
    joined = _BETWEEN.join(texts).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=DIGEST_BYTES).hexdigest()
