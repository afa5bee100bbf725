"""Buttons and cards written in Python, for they stand on every page a dozen times; a test compares them with their templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from aftersail.web.templatetags.desk import icon_svg

Shown = Mapping[str, Any]
"""What a component's template would see: its attributes with their defaults, its slots, `attrs` and `slot`."""


def _icon(shown: Shown) -> str:
    return icon_svg(str(shown["icon"])) if shown["icon"] else ""


def _said(name: str, value: Any) -> str:
    """Return an attribute, or nothing where it says nothing."""
    return f' {name}="{conditional_escape(value)}"' if value else ""


def button(shown: Shown) -> SafeString:
    """Render `c-button`: a link where it leads somewhere and may be used, else a button."""
    size = f" btn-{conditional_escape(shown['size'])}" if shown["size"] else ""
    looks = f"btn btn-{conditional_escape(shown['tone'])}{size} {conditional_escape(shown['class'])}"
    confirm, inside = _said("data-confirm", shown["confirm"]), f"{_icon(shown)}{shown['slot']}"
    if shown["href"] and not shown["disabled"]:
        return mark_safe(
            f'<a class="{looks}" href="{conditional_escape(shown["href"])}"{confirm} {shown["attrs"]}>{inside}</a>'
        )
    disabled = " disabled" if shown["disabled"] else ""
    return mark_safe(
        f'<button class="{looks}" type="{conditional_escape(shown["type"])}"{confirm}{disabled}{_said("title", shown["reason"])} '
        f"{shown['attrs']}>{inside}</button>"
    )


def card(shown: Shown) -> SafeString:
    """Render `c-card`: head, body, foot, each where there is something in it."""
    head = ""
    if shown["title"] or shown["actions"]:
        title = conditional_escape(shown["title"])
        linked = f'<a href="{conditional_escape(shown["href"])}">{title}</a>' if shown["href"] else title
        subtitle = (
            f'<span class="text-faint">{conditional_escape(shown["subtitle"])}</span>'
            if shown["subtitle"]
            else ""
        )
        side = (
            f'<div class="card-head-side">{conditional_escape(shown["actions"])}</div>'
            if shown["actions"]
            else ""
        )
        head = f'<div class="card-head"><h2>{_icon(shown)}{linked}</h2>{subtitle}{side}</div>'
    body = shown["slot"] if shown["flush"] else f'<div class="card-body">{shown["slot"]}</div>'
    foot = f'<div class="card-foot">{conditional_escape(shown["footer"])}</div>' if shown["footer"] else ""
    return mark_safe(
        f'<section class="card {conditional_escape(shown["class"])}" {shown["attrs"]}>{head}{body}{foot}</section>'
    )


PAINTED: dict[str, Callable[[Shown], SafeString]] = {"button": button, "card": card}
