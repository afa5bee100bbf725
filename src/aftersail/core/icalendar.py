"""Writing iCalendar (RFC 5545): escaped, folded at 75 octets, in UTC; calendar programs show it in their own zone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from aftersail.core.feeds import Entry

FOLD_AT = 75
MEDIA_TYPE = "text/calendar; charset=utf-8"


def written(name: str, entries: Sequence[Entry]) -> bytes:
    """Return a calendar. The same entries give the same bytes, so that readers need not fetch them twice."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Aftersail//Calendar feed//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}", f"NAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def fingerprint(content: bytes) -> str:
    """Return the entity tag of a calendar."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"DTSTAMP:{_stamp(entry)}"
    yield f"SEQUENCE:{entry.revision}"
    if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
        yield f"DTSTART:{_instant(entry.starts)}"
        yield f"DTEND:{_instant(entry.ends)}"
    else:  # a whole day ends where the next begins
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.ends + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_escaped(entry.text)}"
    if entry.place:
        yield f"LOCATION:{_escaped(entry.place)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    if entry.cancelled or not isinstance(entry.starts, datetime):
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _stamp(entry: Entry) -> str:
    """Return the stamp of an entry: its start, since the time of asking would change the bytes each time."""
    start = entry.starts
    return _instant(start) if isinstance(start, datetime) else f"{start:%Y%m%d}T000000Z"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    r"""Return a text with the marks of the format escaped.

    >>> _escaped("a,b;c" + chr(10) + "d")
    'a\\,b\\;c\\nd'
    """
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or ord(c) >= 32)
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line folded at 75 octets, never inside a character."""
    out, current = [], b""
    for character in line:
        piece = character.encode()
        if len(current) + len(piece) > FOLD_AT:
            out.append(current)
            current = b" "
        current += piece
    return b"\r\n".join([*out, current]) + b"\r\n"
