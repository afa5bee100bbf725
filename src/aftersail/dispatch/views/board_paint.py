"""The board's markup, written in one loop: rows with their bars, load strips and the tray's cards.

Positions are classes (`pc-3 pw-6`: from the third slot, six slots), for pages allow no inline styles.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftersail.core.lists.cells import address_parts, painted
from aftersail.dispatch.queries.board import Bar, Board, Group, Row
from aftersail.dispatch.queries.tray import Waiting
from aftersail.dispatch.rules.drafts import EMPTY, Draft
from aftersail.dispatch.rules.load import Load
from aftersail.dispatch.rules.timeline import LOCAL, SLOTS_A_DAY, Timeline

SEVERE = {"S1": "bad", "S2": "attention"}


class Words:
    """What the loop needs of language and addresses, asked once."""

    def __init__(self, *, plans: bool) -> None:
        self.plans = plans
        self.bar, self.person = address_parts("dispatch:assignment"), address_parts("people:staff")
        self.journey = _("journey %(hours)s h")
        self.leave, self.off = escape(_("leave")), escape(_("off duty"))
        self.taken, self.lock, self.warn = (
            escape(_("taken")),
            painted("icon", "lock"),
            painted("icon", "alert-triangle"),
        )


def painted_row(row: Row, line: Timeline, words: Words, draft: Draft = EMPTY) -> str:
    """Return one person's row; steps of a draft lie over it."""
    parts = [(
        f'<li class="pb-row" data-staff="{row.id}" data-name="{escape(row.name)}"><a class="pb-name" href="{words.person[0]}{row.id}{words.person[1]}">'
        f'{escape(row.name)}</a><div class="pb-lane pd-{line.days}">'
    )]  # fmt: skip
    parts += _days_away(row, line, words)
    for place, bar in enumerate(row.bars):
        following = row.bars[place + 1].starts_at if place + 1 < len(row.bars) else None
        parts += _bar(bar, following, line, words)
    parts += _proposed(row, line, draft)
    parts.append("</div></li>")
    return "".join(parts)


def _days_away(row: Row, line: Timeline, words: Words) -> list[str]:
    parts = []
    for first, last in row.leaves:
        if place := line.place_days(first, last):
            parts.append(f'<span class="pb-away {_at(place)}">{words.leave}</span>')
    for day in sorted(row.off):
        if place := line.place_days(day, day):
            parts.append(f'<span class="pb-off {_at(place)}" title="{words.off}">–</span>')
    return parts


def _proposed(row: Row, line: Timeline, draft: Draft) -> list[str]:
    """Return the steps of a draft for one person, as bars of their own kind."""
    return [
        f'<span class="pb-bar pb-draft {_at(_chip(place, None, line))}" title="{escape(" ".join(map(str, one.why)))}">{escape(one.number)}</span>'
        for one in draft.of(row.id)
        if (place := line.place(one.starts_at, one.ends_at))
    ]


def _bar(bar: Bar, following: datetime | None, line: Timeline, words: Words) -> list[str]:
    place = line.place(bar.starts_at, bar.ends_at)
    if place is None:
        return []
    chip = _chip(place, following, line)
    parts = []
    if bar.travel_hours and (
        way := line.place(bar.starts_at - timedelta(hours=bar.travel_hours), bar.starts_at)
    ):
        parts.append(f'<i class="pb-way {_at(way)}"></i>')
    if not bar.known:
        return [*parts, f'<span class="pb-bar pb-taken {_at(chip)}">{words.taken}</span>']
    tone = f" pb-{bar.severity}" if bar.severity in SEVERE else ""
    marks = (words.lock if bar.locked else "") + (words.warn if bar.conflicts else "")
    flags = (" pb-locked" if bar.locked else "") + (" pb-clash" if bar.conflicts else "")
    movable = words.plans and not bar.locked and bar.state == "assigned"
    drag = f' draggable="true" data-order="{bar.order_id}" data-version="{bar.version}"' if movable else ""
    opens, closes = bar.window or (bar.starts_at, bar.ends_at)
    when = _span(bar.starts_at, bar.ends_at)
    parts.append(
        f'<a class="pb-bar{tone}{flags} {_at(chip)}" href="{words.bar[0]}{bar.id}{words.bar[1]}" data-bar="{bar.id}"{drag} '
        f'data-label="{escape(f"{bar.number} {bar.hull}")}" data-when="{when}" data-opens="{opens.timestamp():.0f}" data-closes="{closes.timestamp():.0f}" '
        f'title="{escape(_title(bar, when, words))}">{marks}<b>{escape(bar.hull)}</b> {escape(bar.port)}</a><i class="pb-work {_at(place)}"></i>'
    )
    return parts


def _chip(place: tuple[int, int], following: datetime | None, line: Timeline) -> tuple[int, int]:
    """Return a bar's slots, drawn out to a day where nothing follows, so that short work can be read."""
    start, span = place
    room = line.days * SLOTS_A_DAY - start + 1
    if following is not None and (after := line.place(following, following + timedelta(hours=1))):
        room = min(room, after[0] - start)
    return start, max(span, min(SLOTS_A_DAY, room), 1)


def _title(bar: Bar, when: str, words: Words) -> str:
    """Return what a bar is about, in one text."""
    lines = [f"{bar.number} · {bar.hull} {bar.vessel} · {bar.port}", bar.title, when]
    if bar.travel_hours:
        lines.append(words.journey % {"hours": f"{bar.travel_hours:.1f}"})
    if bar.locked:
        lines.append(_("locked by %(who)s: %(why)s") % {"who": bar.locked_by, "why": bar.lock_reason})
    lines += [_("conflict: %s") % one.reason for one in bar.conflicts]
    return "\n".join(lines)


def _span(starts_at: datetime, ends_at: datetime) -> str:
    since, until = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    if since.date() == until.date():
        return f"{_minute(since)}–{until.hour:02}:{until.minute:02}"
    return f"{_minute(since)} – {_minute(until)}"


def _minute(at: datetime) -> str:
    """Return a local minute; by its numbers, for `strftime` costs a large board a tenth of its page."""
    return f"{at.month:02}-{at.day:02} {at.hour:02}:{at.minute:02}"


def _at(place: tuple[int, int]) -> str:
    return f"pc-{place[0]} pw-{place[1]}"


def painted_load(group: Group, board: Board) -> str:
    """Return a station's load strip: a cell a week."""
    cells = []
    for monday, load in zip(board.weeks, group.loads, strict=True):
        place = board.line.place_days(monday, monday + timedelta(days=6))
        cells.append(
            f'<span class="pb-load {load_tone(load)} {_at(place or (1, 1))}">{load_words(load)}</span>'
        )
    return "".join(cells)


def load_words(load: Load) -> str:
    """Return a load as people read it: share, hours booked of hours there are; over a hundred per cent says so."""
    hours = _("%(hours)s h") % {"hours": f"{load.booked_hours:,.0f}/{load.capacity_hours:,.0f}"}
    if load.share is None:
        return escape(hours if load.booked_hours else _("nobody on duty"))
    over = f" {pgettext('load', 'over')}" if load.over else ""
    return escape(f"{100 * load.share:.0f}%{over} · {hours}")


def load_tone(load: Load) -> str:
    """Return the class of a load."""
    if load.over:
        return "pb-over"
    return "pb-full" if (load.share or 0) > 0.8 else ""


def painted_tray(orders: list[Waiting], now: datetime, *, plans: bool) -> SafeString:
    """Return the cards of the tray."""
    before, after = address_parts("dispatch:proposal")
    place, until = escape(_("Place on the board")), escape(_("in port"))
    overdue, urgent = _("overdue"), Urgent()
    return mark_safe(
        "".join(_card(one, now, plans, (before, after), place, until, overdue, urgent) for one in orders)
    )


class Urgent:
    """The way to insert an urgent order, on the cards of the severest; its address and words asked once."""

    def __init__(self) -> None:
        self.address, self.label = address_parts("dispatch:insert"), escape(_("Insert now"))

    def link(self, one: Waiting) -> str:
        """Return the link of a card; empty for an order that is not severe."""
        if one.severity not in SEVERE:
            return ""
        return f'<a class="pb-insert" href="{self.address[0]}{one.id}{self.address[1]}">{self.label}</a>'


def _card(
    one: Waiting, now: datetime, plans: bool, address: tuple[str, str], place: str, until: str, overdue: str, urgent: Urgent,
) -> str:  # fmt: skip
    tone = SEVERE.get(one.severity, "")
    due = f"{timezone.localtime(one.due_at):%m-%d %H:%M}" if one.due_at else ""
    late = one.due_at is not None and one.due_at < now
    foot = painted("tag", "attention", f"{due} {overdue}") if late else escape(due)
    skill = f"{one.skill} {one.level}" if one.skill else ""
    people = _("%(n)s people") % {"n": one.people} if one.people > 1 else ""
    facts = escape(
        " · ".join(
            filter(None, (skill, people, _("%(hours)s h") % {"hours": f"{one.work_hours:g}"}, one.port))
        )
    )
    drag = f' draggable="true" data-order="{one.id}" data-version="{one.version}"' if plans else ""
    pick = (
        f'<button type="button" class="pb-pick" data-pick title="{place}" aria-label="{place}: {escape(one.number)}">{painted("icon", "calendar-due")}</button>'
        if plans
        else ""
    )
    return (
        f'<li class="pb-card ticket-{tone}"{drag} data-label="{escape(f"{one.number} {one.hull}")}" data-opens="{one.window_from.timestamp():.0f}" data-closes="{one.window_until.timestamp():.0f}">'
        f'<div class="pb-card-top">{painted("tag", one.severity, one.severity) if one.severity else ""}<span class="mono">{escape(one.number)}</span>{pick}</div>'
        f'<a href="{address[0]}{one.id}{address[1]}"><b>{escape(one.hull)}</b> {escape(one.vessel)}</a><p>{escape(one.title)}</p>'
        f'<p class="pb-facts">{facts}</p><p class="pb-facts">{until} {_span(one.window_from, one.window_until)}</p><p class="pb-due">{foot}{urgent.link(one) if plans else ""}</p></li>'
    )


def board_links(query: str) -> dict[str, Any]:
    """Return the addresses that the board's scripts ask."""
    names = ("part", "verdicts", "drop", "undo", "watch")
    return {name: reverse(f"dispatch:board_{name}") + (f"?{query}" if query else "") for name in names}
