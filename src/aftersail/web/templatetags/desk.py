"""Tags and filters that pages and components share: icons, badges, clocks, figures, links."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader

from aftersail.web import formats, sparklines
from aftersail.web.clocks import clock_words, part
from aftersail.web.looks import TONE_ICONS, look_of, look_of_tone
from aftersail.web.widgets import name_the_blank, widget_class
from aftersail.web.words import script_words

register = template.Library()

SPRITE = "src/desk/generated/icons.svg"
FALLBACK_ICON = "point"
AVATAR_TONES = 6
MESSAGE_TONES = {constants.SUCCESS: "good", constants.WARNING: "attention", constants.ERROR: "bad"}


@lru_cache(maxsize=1)
def known_icons() -> frozenset[str]:
    """Return the names of the icons that the sprite holds."""
    return frozenset(json.loads((Path(__file__).parents[1] / "icons.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def sprite_url() -> str:
    """Return the address of the built icon sprite, whose name changes with its content."""
    return DjangoViteAssetLoader.instance().generate_vite_asset_url(SPRITE)


@lru_cache(maxsize=1024)
def icon_svg(name: str, extra: str = "") -> SafeString:
    """Return the `<svg>` of a decorative icon; a name outside the sprite shows a point."""
    known = name if name in known_icons() else FALLBACK_ICON
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, sprite_url(), known
    )


@register.simple_tag(name="icon")
def icon_tag(name: str, **attributes: str) -> SafeString:
    """Render an icon: `{% icon "ship" class="icon-lg" %}`."""
    return icon_svg(str(name), attributes.get("class", ""))


def badge(tone: str, icon: str, label: object) -> SafeString:
    """Return a badge whose meaning is in its text; colour and icon only repeat it."""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, icon_svg(icon), label)


@register.simple_tag
def state_badge(state: object, label: object = None, tone: str = "", icon: str = "") -> SafeString:
    """Render a state as a badge; the look comes from the state unless tone or icon say otherwise."""
    look = look_of_tone(tone) if tone else look_of(state)
    return badge(look.tone, icon or look.icon, state if label in (None, "") else label)


@register.simple_tag
def tone_badge(tone: str, label: object, icon: str = "") -> SafeString:
    """Render a badge that is not a state."""
    look = look_of_tone(tone)
    return badge(look.tone, icon or look.icon, label)


@register.simple_tag
def tone_icon(tone: str) -> str:
    """Return the name of a tone's usual icon."""
    return TONE_ICONS.get(tone, TONE_ICONS["neutral"])


@register.simple_tag
def message_tone(message: Message) -> str:
    """Return the tone of a message of Django's messages framework."""
    return MESSAGE_TONES.get(message.level, "info")


@register.simple_tag
def desk_words() -> SafeString:
    """Render the data block with the phrases that scripts show."""
    return json_script(script_words(), "desk-words")


@register.simple_tag
def clock(value: object) -> SafeString:
    """Render a service clock from a dict or object with label, state, left, due_at and reason."""
    if not value:
        return mark_safe("")
    tone, icon, words = clock_words(
        part(value, "state") or "running", part(value, "left"), part(value, "reason") or ""
    )
    due_at = part(value, "due_at")
    title = _("Due %s") % formats.moment(due_at) if due_at else ""
    label = part(value, "label")
    caption = format_html('<span class="clock-label">{}</span>', label) if label else ""
    return format_html(
        '<span class="clock clock-{}" title="{}">{}{}<span class="clock-value">{}</span></span>',
        tone, title, icon_svg(icon), caption, words,
    )  # fmt: skip


@register.simple_tag
def no_data() -> SafeString:
    """Render the muted mark of a figure that does not exist."""
    return format_html('<span class="no-data">{}</span>', formats.no_data())


@register.simple_tag
def sparkline(values: Sequence[sparklines.Value] | None) -> SafeString:
    """Render the trend of a list of figures; it is built from numbers only, so it is safe."""
    return mark_safe(sparklines.trend_svg(values or []))


def figure(value: object, text: str) -> str:
    """Return the text, marked as missing when the value is."""
    return no_data() if formats.is_missing(value) else text


@register.filter
def number(value: Any, places: int = 0) -> str:
    """`{{ n|number:1 }}`."""
    return figure(value, formats.number(value, int(places)))


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """`{{ share|percent:1 }}`; the share lies between 0 and 1."""
    return figure(value, formats.percent(value, int(places)))


@register.filter
def cny(value: Any, places: int = 0) -> str:
    """`{{ cost_cny|cny }}`."""
    return figure(value, formats.cny(value, int(places)))


@register.filter
def duration(value: Any) -> str:
    """`{{ timedelta_or_seconds|duration }}`."""
    return figure(value, formats.duration(value))


@register.filter
def hours(value: Any, places: int = 1) -> str:
    """`{{ travel_hours|hours }}`."""
    return figure(value, formats.hours(value, int(places)))


def time_element(value: date | datetime, text: str, title: str = "") -> SafeString:
    """Return a `<time>` with its machine-readable value."""
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title, text)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """`{{ instant|moment }}`, to the minute in local time."""
    return time_element(value, formats.moment(value)) if value else no_data()


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """`{{ date|day }}`."""
    return time_element(value, formats.day(value)) if value else no_data()


@register.filter
def ago(value: datetime | None) -> SafeString:
    """`{{ instant|ago }}`: distance from now, the full instant as title."""
    return (
        time_element(value, formats.ago(value, timezone.now()), formats.moment(value)) if value else no_data()
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Return `?…` of the current page with some parameters changed; None removes one."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_header(context: Context, field: str, label: object) -> SafeString:
    """Render the link of a sortable column; the page starts again at one."""
    current = context["request"].GET.get("sort", "")
    ascending, descending = current == field, current == f"-{field}"
    href = query(context, sort=f"-{field}" if ascending else field, page=None)
    icon = "arrow-up" if ascending else "arrow-down" if descending else "arrows-sort"
    spoken = _("sorted ascending") if ascending else _("sorted descending") if descending else _("sort")
    mark = "sort sort-on" if ascending or descending else "sort"
    return format_html(
        '<a class="{}" href="{}">{}{}<span class="visually-hidden">{}</span></a>',
        mark, href, label, icon_svg(icon), spoken,
    )  # fmt: skip


@register.simple_tag
def control(bound: BoundField, **attributes: str | bool) -> SafeString:
    """Render a form field's widget with the house class and its links to help and error."""
    name_the_blank(bound)
    described = [f"{bound.id_for_label}-help"] if bound.help_text else []
    extra: dict[str, str | bool] = {
        "class": f"{widget_class(bound.field.widget)} {bound.field.widget.attrs.get('class', '')}".strip()
    }
    if bound.errors:
        described.insert(0, f"{bound.id_for_label}-error")
        extra |= {"aria-invalid": "true", "class": f"{extra['class']} is-invalid"}
    if described:
        extra["aria-describedby"] = " ".join(described)
    return bound.as_widget(
        attrs=extra | {name.replace("_", "-"): value for name, value in attributes.items()}
    )


@register.filter
def is_checkbox(bound: BoundField) -> bool:
    """Tell whether the label belongs after the control."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.filter
def is_group(bound: BoundField) -> bool:
    """Tell whether the control is several inputs under one caption."""
    return isinstance(bound.field.widget, CheckboxSelectMultiple | RadioSelect)


@register.filter
def initials(name: object) -> str:
    """Return what an avatar shows: the last two characters of a Chinese name, else two initials."""
    text = str(name or "").strip()
    if not text:
        return "?"
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return text[-2:]
    words = text.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


@register.filter
def avatar_tone(name: object) -> int:
    """Return a stable number from 1 to 6 for a name, the avatar's colour."""
    return sum(ord(character) for character in str(name or "")) % AVATAR_TONES + 1


@register.filter
def display_name(account: Any) -> str:
    """Return an account's name in the language of the page; nobody signed in has none."""
    if not getattr(account, "is_authenticated", False):
        return ""
    return ((get_language() or "").startswith("en") and account.name_en) or account.name


@register.filter
def theme_of(request: Any) -> str:
    """Return the reader's theme: light, dark or auto."""
    chosen = getattr(request, "COOKIES", {}).get("aftersail_theme", "")
    return chosen if chosen in {"light", "dark"} else "auto"


@register.filter
def rail_of(request: Any) -> str:
    """Return how wide the reader keeps the rail: wide, narrow, or auto by the window."""
    chosen = getattr(request, "COOKIES", {}).get("aftersail_rail", "")
    return chosen if chosen in {"wide", "narrow"} else "auto"


@register.filter
def pinned(rail: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Return the four rail items that the phone's bottom bar shows beside the menu."""
    items = [item for section in rail or [] for item in part(section, "items") or []]
    chosen = [item for item in items if part(item, "pinned")]
    return (chosen or items)[:4]
