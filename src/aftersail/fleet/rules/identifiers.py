"""Whether a ship's numbers can be right: the IMO number's check digit and the form of a hull code."""

from __future__ import annotations

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

IMO = re.compile(r"\s*(?:IMO)?\s*([0-9]{7})\s*", re.IGNORECASE)
HULL_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9])){1,19}")


def normal_imo_number(text: str) -> str:
    """The seven digits of an IMO number written with or without its prefix; the text itself if it is none."""
    found = IMO.fullmatch(text)
    return found.group(1) if found else text.strip()


def check_imo_number(text: str) -> Verdict:
    """Refuse a number whose last digit is not the check digit of the six before it.

    The check digit is the last digit of Σ digit × weight with weights 7…2: for 9074729 the sum is
    63+0+35+16+21+4 = 139, so 9.
    """
    number = normal_imo_number(text)
    if not re.fullmatch(r"[0-9]{7}", number):
        return refuse(_("An IMO number has seven digits. Leave it empty if the ship has none."))
    expected = sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10
    if int(number[-1]) != expected:
        return refuse(
            format_lazy(
                _(
                    "{number} is not an IMO number: its last digit would be {expected}. Check it on the certificate."
                ),
                number=number,
                expected=expected,
            )
        )
    return ALLOWED


def check_hull_code(code: str) -> Verdict:
    """Refuse a hull code that is not 2–20 capital letters, digits and single inner hyphens."""
    if HULL_CODE.fullmatch(code):
        return ALLOWED
    return refuse(_("A hull code has 2 to 20 capital letters and digits, with single hyphens between them."))
