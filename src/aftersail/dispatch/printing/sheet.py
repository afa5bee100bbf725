"""From the board to the sheet that is printed: who has anything in the week, in words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftersail.dispatch.printing.plan import PlanCell, PlanSheet
from aftersail.dispatch.queries.board import Bar, Board, Row
from aftersail.dispatch.rules.load import Load
from aftersail.dispatch.rules.timeline import Timeline


def weekly_sheet(found: Board, now: datetime, *, house: str) -> PlanSheet:
    """Return the plan of a board's first seven days; people with nothing planned and no leave are left out."""
    days = found.line.every[:7]
    heads = tuple(f"{day:%m-%d} {date_format(day, 'D').replace('星期', '周')}" for day in days)
    stations = tuple(
        (group.name, _load(group.loads[0]), people)
        for group in found.groups
        if (people := tuple((row.name, _cells(row, days, found.working)) for row in group.rows if row.bars or row.leaves))
    )  # fmt: skip
    printed = _("Printed %(at)s") % {"at": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"}
    return PlanSheet(
        title=_("Weekly plan"), subtitle=f"{days[0].isoformat()} – {days[-1].isoformat()}", heads=(_("Engineer"), *heads),
        stations=stations, nothing=_("Nobody is promised anywhere in these days"), foot=f"{house} · {printed}",
    )  # fmt: skip


def _load(load: Load) -> str:
    hours = _("%(hours)s h") % {"hours": f"{load.booked_hours:,.0f}/{load.capacity_hours:,.0f}"}
    return hours if load.share is None else f"{100 * load.share:.0f}% · {hours}"


def _cells(row: Row, days: tuple[date, ...], working: tuple[bool, ...]) -> tuple[PlanCell, ...]:
    cells = []
    for day, works in zip(days, working, strict=False):
        line = Timeline(day, 1)
        told = [
            text for bar in row.bars if line.place(bar.starts_at, bar.ends_at) for text in _bar(bar, line)
        ]
        away = any(first <= day <= last for first, last in row.leaves)
        if away:
            told.append(_("leave"))
        elif day in row.off and not told:
            told.append(_("off duty"))
        shade = "away" if away else "rest" if day in row.off or not works else ""
        cells.append(PlanCell(tuple(told), shade))
    return tuple(cells)


def _bar(bar: Bar, line: Timeline) -> list[str]:
    """Return a promise on one day: from when until when, which ship, where; an arrow where it goes on."""
    if not bar.known:
        return [_("taken")]
    since, until = timezone.localtime(bar.starts_at), timezone.localtime(bar.ends_at)
    begins = "→" if bar.starts_at < line.starts_at else f"{since:%H:%M}"
    ends = "→" if bar.ends_at > line.ends_at else f"{until:%H:%M}"
    mark = f"{bar.severity} " if bar.severity in {"S1", "S2"} else ""
    return [f"{begins}–{ends} {mark}{bar.hull}", f"{bar.port} · {bar.number}"]
