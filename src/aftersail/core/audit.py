"""Verifying the log: every chain from its first entry to the head that the database keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.db import connection

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification found: entries read, lanes, and every break with its place."""

    entries: int
    lanes: int
    breaks: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or inserted."""
        return not self.breaks


def verify_chain() -> ChainReport:
    """Recompute every digest outside the database; to be run under every row (`as_system`).

    Finds a changed byte (digest differs), a removed or inserted entry (place or previous digest differs)
    and a cut tail (head differs).
    """
    breaks: list[str] = []
    entries = 0
    heads: dict[int, tuple[int, bytes]] = {}
    with connection.cursor() as heads_cursor:
        heads_cursor.execute("select lane, place, digest from core_log_heads()")
        kept = {lane: (place, bytes(digest)) for lane, place, digest in heads_cursor.fetchall()}
    for lane in kept:
        place, digest = 0, b""
        for number, previous, stated, text in _lane(lane):
            entries += 1
            if number != place + 1 or previous != digest:
                breaks.append(f"lane {lane}: entry {place + 1} is missing, or was replaced")
            computed = hashlib.sha256(previous + text.encode()).digest()
            if computed != stated:
                breaks.append(f"lane {lane}: entry {number} was changed")
            place, digest = number, stated
        heads[lane] = (place, digest)
        if heads[lane] != kept[lane]:
            breaks.append(
                f"lane {lane}: the newest entries were removed (head {kept[lane][0]}, found {place})"
            )
    return ChainReport(entries, len(kept), tuple(breaks))


def _lane(lane: int):  # type: ignore[no-untyped-def]
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select place, previous, digest, core_log_text(l) from core_logentry l"
                " where lane = %s and place > %s order by place limit %s",
                [lane, after, CHUNK],
            )
            rows = cursor.fetchall()
        for place, previous, digest, text in rows:
            yield place, bytes(previous), bytes(digest), text
            after = place
        if len(rows) < CHUNK:
            return
