"""How pages write a `Figure`: its value, its interval, what it rests on."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftersail.core.figures import Figure

register = template.Library()
PLACES = {"%": 1, "h": 1, "CNY": 0, "NPS": 1, "index": 1}


@register.filter
def figure_value(figure: Figure | None) -> str:
    """Return the number, or nothing where there is no data."""
    return "" if figure is None or figure.value is None else _plain(figure.value, figure.unit)


@register.filter
def figure_unit(figure: Figure | None) -> str:
    """Return the unit as people read it."""
    if figure is None:
        return ""
    return {
        "%": "%",
        "h": _("h"),
        "d": pgettext("unit", "d"),
        "CNY": _("CNY"),
        "visits": pgettext("unit", "visits"),
        "NPS": "",
        "index": "",
        "1–5": "",
    }.get(figure.unit, figure.unit)


@register.filter
def figure_interval(figure: Figure | None) -> str:
    """Return the interval as “low–high”, or nothing where the figure has none."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    joint = " … " if figure.low < 0 else "–"
    return f"{_plain(figure.low, figure.unit)}{joint}{_plain(figure.high, figure.unit)}"


@register.filter
def figure_text(figure: Figure | None) -> str:
    """Return value and unit in one, or “no data”."""
    value = figure_value(figure)
    if not value or figure is None:
        return _("no data")
    unit = figure_unit(figure)
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip()


@register.simple_tag
def figure_cell(figure: Figure | None) -> SafeString:
    """Return a table cell's content: value, then interval and n in small, small samples marked."""
    if figure is None or figure.value is None:
        return format_html('<span class="no-data">{}</span>', _("no data"))
    span = figure_interval(figure)
    facts = ", ".join(
        filter(
            None, (f"({span})" if span else "", f"n = {figure.n}", _("small sample") if figure.small else "")
        )
    )
    return format_html('{} <small class="d-block text-secondary">{}</small>', figure_text(figure), facts)


@register.simple_tag
def figure_apart(figure: Figure | None) -> str:
    """Return what was left out of a figure and counted apart, as words."""
    if figure is None or not figure.excluded:
        return ""
    names = {
        "duplicate": _("duplicates"), "cancelled": _("cancelled or rejected"), "not_due": _("not yet due"), "immature": _("not yet mature"),
        "open": _("still open"), "unreachable": _("not reached"),
    }  # fmt: skip
    return " · ".join(f"{names.get(reason, reason)} {count}" for reason, count in figure.excluded if count)


def _plain(value: float, unit: str) -> str:
    return f"{value:,.{PLACES.get(unit, 1)}f}"
