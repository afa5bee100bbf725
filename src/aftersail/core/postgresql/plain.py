"""Reading values as JSON writes them: a list of eighty rows holds hundreds of ids and instants, used as text only."""

from __future__ import annotations

from typing import Any

from psycopg.adapt import AdaptersMap, Loader
from psycopg.types.string import TextLoader


class InstantAsJson(Loader):
    """Reads `timestamptz` of a connection that speaks UTC as ISO 8601 with a T (RFC 3339)."""

    def load(self, data: Any) -> str:
        """Return the instant as text; infinity and years past 9999 stay as PostgreSQL writes them.

        >>> InstantAsJson(0).load(b"2026-03-04 01:30:00.5+00")
        '2026-03-04T01:30:00.5+00:00'
        """
        text = bytes(data).decode("ascii")
        return f"{text[:10]}T{text[11:]}:00" if text.endswith("+00") and text[10] == " " else text


def read_as_json(adapters: AdaptersMap) -> None:
    """Let a cursor read ids and instants as text."""
    adapters.register_loader("uuid", TextLoader)
    adapters.register_loader("timestamptz", InstantAsJson)
