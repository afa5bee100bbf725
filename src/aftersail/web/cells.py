"""How cells of a list look in this house: badges, figures and instants as the desk's tags paint them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.html import escape

from aftersail.core.lists.cells import register
from aftersail.web import formats
from aftersail.web.looks import look_of
from aftersail.web.templatetags.desk import ago, badge, day, moment


@lru_cache(maxsize=4096)
def _badge(value: str, label: str) -> str:
    look = look_of(value)
    return badge(look.tone, look.icon, label)


def _state(value: Any, label: Any, _places: int) -> str:
    return _badge(str(value), str(label))


def _share(value: Any, _label: Any, places: int) -> str:
    return escape(formats.percent(value, places))


def register_cells() -> None:
    """Give lists the desk's looks."""
    register("state", _state)
    register("moment", lambda value, _label, _places: moment(value))
    register("day", lambda value, _label, _places: day(value))
    register("ago", lambda value, _label, _places: ago(value))
    register("number", lambda value, _label, places: escape(formats.number(value, places)))
    register("money", lambda value, _label, places: escape(formats.cny(value, places)))
    register("percent", _share)
    register("hours", lambda value, _label, places: escape(formats.hours(value, places or 1)))
    register("duration", lambda value, _label, _places: escape(formats.duration(value)))
