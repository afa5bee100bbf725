"""How a service clock reads: tone, icon and words from its state and the time left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from aftersail.web import formats

SOON_SECONDS = 2 * formats.HOUR


def part(thing: object, name: str) -> Any:
    """Read a value from a mapping or an object; absent is None."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def clock_words(state: str, left: timedelta | float | None, reason: str) -> tuple[str, str, str]:
    """Return tone, icon and words; `left` is a timedelta or seconds, negative when overdue."""
    span = formats.duration(left)
    if state == "paused":
        return "waiting", "clock-pause", _("Paused: %s") % reason if reason else _("Paused, %s left") % span
    if state == "met":
        return "good", "circle-check", _("Met")
    if state == "missed":
        return "bad", "clock-exclamation", _("Missed by %s") % span if left is not None else _("Missed")
    if state == "none" or left is None:
        return "neutral", "clock", formats.no_data()
    if state == "overdue" or formats.seconds_in(left) < 0:
        return "bad", "clock-exclamation", _("%s overdue") % span
    return ("attention" if formats.seconds_in(left) < SOON_SECONDS else "info"), "clock", _("%s left") % span
