"""How the kinds of list cells that carry a look are painted: the same badges and figures as on every page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from aftersail.core.lists.cells import register
from aftersail.web import formats
from aftersail.web.looks import TONE_ICONS, look_of
from aftersail.web.templatetags.desk import ago, avatar_tone, badge, icon_svg, initials


def paint_state(value: Any, label: Any, _places: int) -> str:
    """Return a state's badge."""
    return _state_badge(str(value), str(label))


@lru_cache(maxsize=4_000)
def _state_badge(value: str, label: str) -> str:
    """Build a badge; a list repeats few."""
    look = look_of(value)
    return badge(look.tone, look.icon, label)


def paint_tag(value: Any, label: Any, _places: int) -> str:
    """Return a state's (or a tone's) badge without its icon, for cards of which there are hundreds."""
    tone = value if value in TONE_ICONS else look_of(value).tone
    return f'<span class="tag tag-{tone}">{escape(str(label))}</span>'


def paint_face(value: Any, _label: Any, _places: int) -> str:
    """Return the round mark of a person."""
    name = escape(str(value))
    return f'<span class="face face-{avatar_tone(value)}" title="{name}">{escape(initials(value))}</span>'


def paint_due(value: Any, _label: Any, _places: int) -> str:
    """Return an instant at which something is due; one that has passed says so in words and colour."""
    if value is None:
        return ""
    now = timezone.now()
    due = f'<time datetime="{value.isoformat()}" title="{formats.moment(value)}">{escape(formats.ago(value, now))}</time>'
    return f"{_overdue_badge(_('overdue'))} {due}" if value < now else due


@lru_cache(maxsize=16)
def _overdue_badge(word: str) -> str:
    return badge("attention", "clock-exclamation", word)


def register_painters() -> None:
    """Give the looks to the list machinery; called once when the house is ready."""
    register("state", paint_state)
    register("tag", paint_tag)
    register("face", paint_face)
    register("icon", lambda value, _label, _places: icon_svg(str(value)))
    register("percent", lambda value, _label, places: formats.percent(value, places))
    register("hours", lambda value, _label, places: formats.hours(value, places or 1))
    register("duration", lambda value, _label, _places: formats.duration(value))
    register("money", lambda value, _label, places: formats.cny(value, places))
    register("due", paint_due)
    register("ago", lambda value, _label, _places: ago(value))
