"""Values on their way out of the house: what a heading holds, and how wide, how long, in which zone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aftersail.core.tabular.fields import Kind
from aftersail.core.verdicts import Reason

EXCEL_ROWS = 1_048_576
EXCEL_TEXT = 32_767
EXCEL_DIGITS = 15
FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Before it Excel's calendar is a day off; earlier days are written as text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column going out. ``width`` in characters of Latin text; 0 measures the first rows."""

    label: Reason
    kind: Kind = Kind.TEXT
    width: int = 0


def plain(value: Any, zone: tzinfo) -> Any:
    """A value as a file can hold it: str, int, float, Decimal, date, naive datetime in ``zone``, or None.

    Yes and no become words; a number that is not finite becomes empty; lists are joined; all else becomes text.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, (str, int, date)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return str(value)


def exact_in_excel(number: int | Decimal) -> bool:
    """Whether Excel's 15 digits hold the number; one with more is written as text."""
    digits = str(abs(number)) if isinstance(number, int) else "".join(map(str, number.as_tuple().digits))
    return len(digits.strip("0")) <= EXCEL_DIGITS


def display_width(text: str) -> int:
    """Columns of Latin text that a text takes on screen: a hanzi takes two. The longest line counts."""
    longest = max(text.splitlines(), key=len, default="")
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in longest)
