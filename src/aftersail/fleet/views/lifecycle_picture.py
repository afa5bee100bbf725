"""The picture of a hull's life: stages × dates, planned beside actual, as SVG that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersail.fleet.rules.hull import Stretch
from aftersail.fleet.states import HullStage

WIDTH, LEFT, ROW, TOP = 1000, 132, 26, 26
SHOWN_AFTER_DELIVERY = timedelta(days=150)
"""Years of service would press the building time into a line; the picture ends some months after delivery."""


def lifecycle_svg(stretches: Sequence[Stretch], stage: str, today: date) -> SafeString | None:
    """Return the picture, or None while no date is known.

    The time axis runs from the first date known to the last planned one, or to some months after delivery.
    """
    days = [day for one in stretches for day in (one.planned_from, one.actual_from) if day is not None]
    if not days:
        return None
    first, last = _frame(stretches, days, today)
    axis = _Axis(first, last)
    rows = [one for one in stretches if one.planned_from or one.actual_from or one.stage == stage]
    height = TOP + ROW * len(rows) + 22
    parts = [axis.months(height)]
    for place, one in enumerate(rows):
        parts.append(_row(one, place, axis, current=one.stage == stage))
    if first <= today <= last:
        x = axis.x(today)
        parts.append(
            f'<line class="life-today" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height - 20}"/>'
            f'<text class="life-today-word" x="{x}" y="{TOP - 10}" text-anchor="middle">{escape(_("Today"))}</text>'
        )
    label = escape(_("Stages of the hull's life: planned and actual"))
    return mark_safe(  # every word is escaped above, every number is ours
        f'<svg class="life" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _frame(stretches: Sequence[Stretch], days: list[date], today: date) -> tuple[date, date]:
    delivery = next((one for one in stretches if one.stage == HullStage.DELIVERY), None)
    delivered = None if delivery is None else delivery.actual_from or delivery.planned_from
    first, last = min(days), max(*days, min(days) + timedelta(60))
    if delivery is not None and delivery.actual_from is None and today > first:
        last = max(last, today)
    if delivered is not None:
        last = min(max(last, delivered), delivered + SHOWN_AFTER_DELIVERY) if first < delivered else last
    return first - timedelta(7), last + timedelta(14)


class _Axis:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.span = first, max((last - first).days, 1)
        self.last = last

    def x(self, day: date) -> float:
        """Return where a day lies, within the picture."""
        share = min(max((day - self.first).days / self.span, 0.0), 1.0)
        return round(LEFT + share * (WIDTH - LEFT - 8), 1)

    def months(self, height: int) -> str:
        """Return the lines and names of months, as many as can be read."""
        step = next(months for months in (1, 2, 3, 6, 12, 24, 60) if self.span / 30.4 / months <= 14)
        year, month = self.first.year, self.first.month
        drawn = []
        while (day := date(year, month, 1)) <= self.last:
            if (
                day >= self.first
                and (month - 1) % min(step, 12) == 0
                and (step <= 12 or year % (step // 12) == 0)
            ):
                x = self.x(day)
                drawn.append(
                    f'<line class="life-grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{height - 20}"/>'
                    f'<text class="life-month" x="{x}" y="{height - 6}" text-anchor="middle">{year}-{month:02d}</text>'
                )
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return "".join(drawn)


def _row(one: Stretch, place: int, axis: _Axis, *, current: bool) -> str:
    y = TOP + place * ROW
    word = "life-word life-word-current" if current else "life-word"
    drawn = [
        f'<text class="{word}" x="{LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(one.stage.label)}</text>'
    ]
    if one.planned_from is not None:
        drawn.append(
            _bar(
                "life-planned", one.planned_from, one.planned_until, y + 3, 7, axis, _told(one, planned=True)
            )
        )
    if one.actual_from is not None:
        kind = "life-actual life-actual-current" if current else "life-actual"
        drawn.append(
            _bar(kind, one.actual_from, one.actual_until, y + 12, 9, axis, _told(one, planned=False))
        )
    return f"<g>{''.join(drawn)}</g>"


def _bar(kind: str, first: date, last: date | None, y: int, thick: int, axis: _Axis, told: str) -> str:
    x = axis.x(first)
    wide = max(axis.x(last) - x, 3) if last is not None else 3
    diamond = f"M{x} {y - 1}l5 {thick / 2 + 1}l-5 {thick / 2 + 1}l-5 {-thick / 2 - 1}z"
    return (
        f'<g class="{kind}"><title>{escape(told)}</title><rect x="{x}" y="{y}" width="{round(wide, 1)}" height="{thick}" rx="2"/>'
        f'<path d="{diamond}"/></g>'
    )


def _told(one: Stretch, *, planned: bool) -> str:
    first, last = (one.planned_from, one.planned_until) if planned else (one.actual_from, one.actual_until)
    kind = _("planned") if planned else _("actual")
    words = f"{one.stage.label}, {kind}: {first:%Y-%m-%d}" + (f" – {last:%Y-%m-%d}" if last else "")
    if not planned and one.late_days:
        words += " · " + _("%(days)s days against the plan") % {"days": f"{one.late_days:+d}"}
    return words
