"""Serial numbers in words: single ones and ranges, whether a serial lies in them, whether two lists overlap."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Refused, Verdict, refuse

_PARTED = re.compile(r"[,，、;；\n]+")
_RANGE = re.compile(r"\s*(?:…|\.\.\.?|～|~|至|\bto\b)\s*")
_NUMBERED = re.compile(r"(.*?)([0-9]+)([^0-9]*)")


@dataclass(frozen=True, slots=True)
class SerialRange:
    """Serial numbers that differ in one number only: `HR300-0001…HR300-0020`; a single one has first = last."""

    stem: str
    first: int
    last: int
    ending: str
    text: str

    def holds(self, other: SerialRange) -> bool:
        """Whether the two have a serial number in common."""
        same = (self.stem, self.ending) == (other.stem, other.ending)
        return same and self.first <= other.last and other.first <= self.last


def parse_serials(text: str) -> tuple[SerialRange, ...]:
    """Read a list of serial numbers and ranges.

    Raises `Refused` for an empty list, a range whose ends do not belong together or run backwards, and for
    serial numbers that are named twice. `A-01…A-20, A-33` names 21.
    """
    found: list[SerialRange] = []
    for one in filter(None, (part.strip() for part in _PARTED.split(text))):
        made = _read(one)
        for known in found:
            if made.holds(known):
                told = _("“{one}” and “{other}” name the same serial numbers. Name each once.")
                raise Refused([format_lazy(told, one=known.text, other=one)])
        found.append(made)
    if not found:
        raise Refused([_("Name the serial numbers that it is for.")])
    return tuple(found)


def _read(text: str) -> SerialRange:
    ends = _RANGE.split(text)
    if len(ends) > 2:
        raise Refused(
            [format_lazy(_("“{text}” is not a range: give a first and a last serial number."), text=text)]
        )
    parts = [_split(end) for end in ends]
    if parts[0] is None or parts[-1] is None:
        if len(ends) == 1:
            return SerialRange(text.casefold(), 0, 0, "", text)
        raise Refused([format_lazy(_("“{text}” is not a range: both ends need a number."), text=text)])
    (stem, first, ending), (other_stem, last, other_ending) = parts[0], parts[-1]
    if (stem, ending) != (other_stem, other_ending):
        told = _("“{text}” is not a range: its ends must differ in their number only.")
        raise Refused([format_lazy(told, text=text)])
    if last < first:
        raise Refused([format_lazy(_("The range “{text}” runs backwards."), text=text)])
    return SerialRange(stem, first, last, ending, text)


def _split(serial: str) -> tuple[str, int, str] | None:
    found = _NUMBERED.fullmatch(serial.strip().casefold())
    if found is None:
        return None
    stem, number, ending = found.groups()
    # The last number counts; leading zeros belong to the form of the serial, not to its value.
    while (more := _NUMBERED.fullmatch(ending)) is not None:
        stem, number, ending = stem + number + more[1], more[2], more[3]
    return stem, int(number), ending


def is_among(serial: str, text: str) -> bool:
    """Whether a serial number is one of a list; a list that cannot be read holds none."""
    try:
        return any(one.holds(_read(serial)) for one in parse_serials(text))
    except Refused:
        return False


def check_serials(text: str) -> Verdict:
    """Refuse a list that cannot be read."""
    try:
        parse_serials(text)
    except Refused as refused:
        return refuse(*refused.reasons)
    return ALLOWED


def overlap(one: str, other: str) -> bool:
    """Whether two readable lists have a serial number in common."""
    return any(a.holds(b) for a in parse_serials(one) for b in parse_serials(other))
