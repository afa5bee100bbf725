"""Units aboard and milestones as rows of a table, written in Python: a ship has dozens, and a template would take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersail.core.addresses import address_of
from aftersail.fleet.models import Milestone
from aftersail.fleet.queries import Branch
from aftersail.fleet.rules import WarrantyVerdict
from aftersail.web.templatetags.desk import day, icon_svg, tone_badge

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
    return _cells(kinds, heads, cells)


def _cells(kinds: Iterable[str], heads: Iterable[str], cells: Iterable[str]) -> str:
    columns = zip(kinds, heads, cells, strict=True)
    shown = [f'<td{kind} data-label="{escape(head)}">{cell}</td>' for kind, head, cell in columns]
    return f"<tr>{''.join(shown)}</tr>"


@register.simple_tag
def milestone_rows(milestones: Iterable[Milestone], keeps: bool) -> SafeString:
    """Render the rows: kind, planned and actual day, why it was last moved; for keepers the way to move it."""
    heads = _("Kind"), _("Planned on"), _("Actual"), _("Reason")
    return mark_safe("".join(_milestone(one, heads, keeps) for one in milestones))


def _milestone(one: Milestone, heads: tuple[str, ...], keeps: bool) -> str:
    cells = (
        f'<a href="{address_of("fleet:milestone", one.pk)}">{escape(str(one.get_kind_display()))}</a>',
        day(one.planned_on) if one.planned_on else "—", day(one.actual_on) if one.actual_on else "—", escape(one.reason or "—"),
    )  # fmt: skip
    row = _cells((' class="row-title"', "", "", ' class="text-secondary"'), heads, cells)
    if not keeps:
        return row
    change = f'<a class="btn btn-ghost btn-sm" href="{address_of("fleet:move_date", one.pk)}">{icon_svg("pencil")}{escape(_("Change"))}</a>'
    return row.replace("</tr>", f'<td class="row-actions">{change}</td></tr>')


def _warranty(verdict: WarrantyVerdict) -> str:
    if verdict.status == "in":
        days = verdict.days_left or 0
        left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
        return tone_badge("good", left, icon="shield-check")
    if verdict.status == "out":
        return tone_badge("neutral", _("Out of warranty"), icon="shield-half")
    return tone_badge("waiting", _("Warranty not known"), icon="help-circle")
