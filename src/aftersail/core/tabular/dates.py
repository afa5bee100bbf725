"""Dates as people write them: the shapes a mapping can declare, and the ones that need no declaring."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

EXCEL_SERIAL = "EXCEL"
"""The declared shape of a bare number that is a day in Excel's calendar."""

UNDECLARED = (
    "YYYY-M-D",
    "YYYY/M/D",
    "YYYY.M.D",
    "YYYY年M月D日",
    "YYYYMMDD",
    "YYYY-M-D H:mm",
    "YYYY-M-D H:mm:ss",
    "YYYY/M/D H:mm",
    "YYYY/M/D H:mm:ss",
    "YYYY.M.D H:mm",
    "YYYY年M月D日 H:mm",
    "YYYY年M月D日H时mm分",
    "YYYY-MM-DDTHH:mm",
    "YYYY-MM-DDTHH:mm:ss",
)
"""Year first, so none can be read two ways; 03/04/2020 is accepted only where a mapping says which it is."""

PIVOT = 70
"""Two-digit years from 70 are 19xx, below it 20xx."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MON": r"(?P<name>[A-Za-z]{3})[a-z]*\.?",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})(?:\.\d+)?",
}
_TOKEN = re.compile("|".join(_TOKENS))
_LITERAL = re.compile(r"[^A-Za-z0-9]*$|[T]$")

DateReader: TypeAlias = Callable[[str], "datetime | None"]


class ShapeRefused(ValueError):
    """A declared date shape that cannot be understood."""


@lru_cache(maxsize=256)
def _pattern(shape: str) -> re.Pattern[str]:
    pieces, end, seen = [], 0, set()
    for match in _TOKEN.finditer(shape):
        between = shape[end : match.start()]
        if not _LITERAL.match(between):
            raise ShapeRefused(shape)
        part = _TOKENS[match[0]]
        pieces.append(re.escape(between) + part)
        seen.add(part[part.index("<") + 1 : part.index(">")])
        end = match.end()
    complete = {"day"} <= seen and bool(seen & {"month", "name"}) and bool(seen & {"year", "short"})
    if not complete or len(seen) != len(pieces) or not _LITERAL.match(shape[end:]):
        raise ShapeRefused(shape)
    return re.compile("".join(pieces) + re.escape(shape[end:]) + r"\Z", re.ASCII)


def check_shape(shape: str) -> None:
    """ShapeRefused unless the shape names year, month and day once each, or is EXCEL."""
    if shape != EXCEL_SERIAL:
        try:
            _pattern(shape)
        except re.error as error:
            raise ShapeRefused(shape) from error


def reader(shapes: Sequence[str] = ()) -> DateReader:
    """A function from text to a naive local datetime, None when no shape fits or the day does not exist.

    Without shapes the undeclared ones hold. Runs of white space count as one space.
    """
    patterns = [_pattern(shape) for shape in (shapes or UNDECLARED) if shape != EXCEL_SERIAL]

    def read(text: str) -> datetime | None:
        text = " ".join(text.split())
        for pattern in patterns:
            if match := pattern.match(text):
                return _moment(match.groupdict())
        return None

    return read


def _moment(found: dict[str, str]) -> datetime | None:
    if "short" in found:
        short = int(found["short"])
        year = 1900 + short if short >= PIVOT else 2000 + short
    else:
        year = int(found["year"])
    if "name" in found:
        name = found["name"].lower()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else 0
    else:
        month = int(found["month"])
    hour, minute, second = (int(found.get(part, "0")) for part in ("hour", "minute", "second"))
    try:
        # A wall time: where the file was written is the caller's to say.
        return datetime(year, month, int(found["day"]), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        # 2020-02-30 has the right shape and is no day: the caller says so.
        return None
