"""The units aboard as rows of a table, written in Python: a ship has dozens, and a template would take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersail.core.addresses import address_of
from aftersail.fleet.queries import Branch
from aftersail.fleet.rules import WarrantyVerdict
from aftersail.web.templatetags.desk import tone_badge

register = template.Library()


@register.simple_tag
def unit_rows(branches: Iterable[Branch]) -> SafeString:
    """Render the rows: name aboard, set in by its depth, model, serial number, warranty."""
    heads = _("Name aboard"), _("Model"), _("Serial number"), _("Warranty")
    return mark_safe("".join(_row(branch, heads) for branch in branches))


def _row(branch: Branch, heads: tuple[str, ...]) -> str:
    unit = branch.unit
    name = escape(unit.name) if branch.depth else f"<strong>{escape(unit.name)}</strong>"
    inside = '<span class="text-secondary" aria-hidden="true">└ </span>' if branch.depth else ""
    cells = (
        f'<span class="ps-{branch.indent}">{inside}<a href="{address_of("fleet:equipment", unit.pk)}">{name}</a></span>',
        escape(unit.model.code), escape(unit.serial_number), _warranty(branch.warranty) if branch.warranty else "",
    )  # fmt: skip
    kinds = ' class="row-title"', ' class="text-nowrap"', ' class="text-nowrap"', ""
    columns = zip(kinds, heads, cells, strict=True)
    shown = [f'<td{kind} data-label="{escape(head)}">{cell}</td>' for kind, head, cell in columns]
    return f"<tr>{''.join(shown)}</tr>"


def _warranty(verdict: WarrantyVerdict) -> str:
    if verdict.status == "in":
        days = verdict.days_left or 0
        left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
        return tone_badge("good", left, icon="shield-check")
    if verdict.status == "out":
        return tone_badge("neutral", _("Out of warranty"), icon="shield-half")
    return tone_badge("waiting", _("Warranty not known"), icon="help-circle")
