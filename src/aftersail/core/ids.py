"""Record ids: UUIDv7 (RFC 9562), made by whoever creates the record, a phone at sea too."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a UUIDv7: 48 bits of Unix milliseconds, then 74 random bits, so that ids sort by time."""
    return id_at(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big"))


def id_at(milliseconds: int, randomness: int) -> UUID:
    """Return the UUIDv7 for a Unix time in milliseconds and at least 74 bits of randomness.

    >>> id_at(0x017F22E279B0, 0).hex
    '017f22e279b070008000000000000000'
    """
    high = (milliseconds & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | (randomness >> 62) & 0xFFF
    low = 0x8000_0000_0000_0000 | randomness & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=high << 64 | low)
