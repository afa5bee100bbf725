"""A service target as people write it into one cell: response/on site/restore, such as ``2/24/3`` or ``3 wd``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftersail.core.verdicts import Refused
from aftersail.fleet.rules.baselines import RestoreBy, ServiceTarget

NONE = "–"
_NONE_WRITTEN = {"", "-", "–", "—", "无"}
_BY: Mapping[str, RestoreBy] = {
    "quote": "quote", "quoted": "quote", "报价": "quote", "按报价": "quote",
    "delivery": "delivery", "交付": "delivery", "交付前": "delivery",
}  # fmt: skip
_WORKING_DAYS = re.compile(r"^(\d{1,3})\s*(?:wd|工作日|个工作日|working days?)$", re.IGNORECASE)
MOST_HOURS, MOST_DAYS = 9_999, 9_999
WRONG = _(
    "“{text}” is not a target. Write response/on site/restore as 2/24/3 (hours/hours/days), – for none, "
    "“quote” or “delivery” instead of days, or 3 wd for an answer in working days."
)


def parse_target(text: str, severity: str) -> ServiceTarget | None:
    """Read a cell; None for an empty one. Raises `Refused` with what to write instead.

    >>> parse_target("2/24/3", "S1").restore_days
    3.0
    """
    text = " ".join(text.replace("／", "/").split())
    if not text:
        return None
    calendar = "24x7" if severity in {"S1", "S2"} else "working"
    if days := _WORKING_DAYS.match(text):
        return _made(text, answer_working_days=int(days[1]), calendar=calendar)
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 3:
        raise Refused([format_lazy(WRONG, text=text[:40])])
    restore_by = _BY.get(parts[2].lower(), "days")
    target = _made(
        text,
        response_hours=_number(text, parts[0], MOST_HOURS),
        onsite_hours=_number(text, parts[1], MOST_HOURS),
        restore_days=_number(text, parts[2], MOST_DAYS) if restore_by == "days" else None,
        restore_by=restore_by,
        calendar=calendar,
    )
    _require_order(text, target)
    return target


def write_target(target: ServiceTarget | None) -> str:
    """Write a target as a cell, in the reader's language; what was read reads the same again."""
    if target is None:
        return ""
    if target.answer_working_days is not None:
        return pgettext("target", "%(n)s wd") % {"n": target.answer_working_days}
    by = {"quote": pgettext("target", "quote"), "delivery": pgettext("target", "delivery")}
    last = by.get(target.restore_by) or _text(target.restore_days)
    return f"{_text(target.response_hours)}/{_text(target.onsite_hours)}/{last}"


def _made(text: str, **values: Any) -> ServiceTarget:
    try:
        return ServiceTarget(**values)
    except ValueError as wrong:
        raise Refused(
            [format_lazy(_("“{text}”: a target must be positive, or –."), text=text[:40])]
        ) from wrong


def _number(text: str, part: str, most: float) -> float | None:
    if part in _NONE_WRITTEN:
        return None
    if not re.fullmatch(r"\d{1,5}(?:\.\d{1,2})?", part) or float(part) > most:
        raise Refused([format_lazy(WRONG, text=text[:40])])
    return float(part)


def _require_order(text: str, target: ServiceTarget) -> None:
    """Nobody is on board before he has answered, or has restored before he is on board."""
    response, onsite, restore = target.response_hours, target.onsite_hours, target.restore_days
    if response and onsite and onsite < response:
        raise Refused(
            [
                format_lazy(
                    _("“{text}”: on site comes before the response. Swap or correct them."), text=text[:40]
                )
            ]
        )
    if onsite and restore and restore * 24 < onsite:
        raise Refused(
            [
                format_lazy(
                    _("“{text}”: restored before anybody is on site. Correct the days."), text=text[:40]
                )
            ]
        )


def _text(value: float | None) -> str:
    return NONE if value is None else f"{value:g}"
