"""Reading instants: a list of eighty cases holds hundreds, and the driver's own reader takes them apart by a pattern."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from psycopg.types.datetime import TimestamptzLoader


class UtcLoader(TimestamptzLoader):
    """Reads `timestamptz` of a connection that speaks UTC; what Python cannot hold is the driver's to refuse."""

    timezone = UTC

    def load(self, data: Any) -> datetime:
        """Return the instant, in UTC.

        >>> UtcLoader.read(b"2026-03-04 01:30:00.5+00").isoformat()
        '2026-03-04T01:30:00.500000+00:00'
        """
        try:
            return self.read(bytes(data))
        except ValueError:  # infinity, a year past 9999, BC
            return super().load(data)

    @staticmethod
    def read(text: bytes) -> datetime:
        """Return the instant that PostgreSQL wrote; ValueError where Python's own reader does not know the form."""
        instant = datetime.fromisoformat(text.decode("ascii"))
        if instant.tzinfo is not UTC:
            raise ValueError(text)
        return instant
