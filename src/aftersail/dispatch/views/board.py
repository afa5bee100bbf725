"""The dispatch board: the page, the parts of it that a script asks for again, and what changed lately."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from aftersail.cases.models import WorkOrder
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists.answer import filter_field
from aftersail.core.lists.asked import Asked, asked_of
from aftersail.core.lists.saved import saved_for
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.dispatch.actions.presence import note_presence
from aftersail.dispatch.actions.undoing import UNDOABLE
from aftersail.dispatch.permissions import PLANNERS, READERS
from aftersail.dispatch.queries.board import BoardAsked, board, colleagues_of
from aftersail.dispatch.queries.drafts import draft_for
from aftersail.dispatch.queries.tray import tray
from aftersail.dispatch.queries.watching import Watch, board_mark, last_own_drop, watch
from aftersail.dispatch.registers import BOARD
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.dispatch.views.board_paint import Words, board_links, painted_load, painted_row, painted_tray
from aftersail.people.views.asking import day_asked, own_station

USUAL_WEEKS = 2


@audience(*READERS)
@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Show the whole board."""
    account, now = request.user, timezone.now()
    asked = asked_of(request, BOARD, WorkOrder)
    wanted = board_asked(request, asked)
    plans = account.has_role(*PLANNERS)
    found, waiting, seen = board(account, wanted), tray(account, wanted), watch(account, now)
    words, draft = Words(plans=plans), draft_for(account, wanted.line)
    line, today = wanted.line, timezone.localdate(now)
    return render(request, "dispatch/board.html", {
        "board": found, "line": line, "today": today, "plans": plans, "asked": asked,
        "days": [(day, weekday(day), works) for day, works in zip(line.every, found.working, strict=True)],
        "groups": [
            {"group": one, "load": mark_safe(painted_load(one, found)), "rows": mark_safe("".join(painted_row(row, line, words, draft) for row in one.rows))}
            for one in found.groups
        ],
        "draft": draft, "tray": waiting, "cards": painted_tray(waiting.orders, now, plans=plans), "watch": seen,
        "undo": last_own_drop(account, now, UNDOABLE) if plans else None,
        "fields": [filter_field(request, one, asked) for one in BOARD.filters],
        "saved": saved_for(request, BOARD), "save_url": reverse("core:save_filter", args=[BOARD.page]),
        "notices": asked.notices, "links": board_links(asked_query(wanted)), "query": asked_query(wanted),
        "before": line.first - timedelta(days=7), "after": line.first + timedelta(days=7),
    })  # fmt: skip


def weekday(day: date) -> str:
    """Return a day of the week as narrow columns have room for it."""
    return date_format(day, "D").replace("星期", "周")


def board_asked(request: SignedInRequest, asked: Asked | None = None) -> BoardAsked:
    """Return which part of the board an address asks for: two weeks from this Monday, unless it says otherwise.

    A station manager begins with the own station.
    """
    asked = asked or asked_of(request, BOARD, WorkOrder)
    today = timezone.localdate()
    first = day_asked(request, "from", today - timedelta(days=today.weekday()))
    weeks = int(asked.value("weeks") or USUAL_WEEKS)
    return BoardAsked(
        line=Timeline(first, 7 * weeks), station=_id(asked, "station") or _own(request), area=_id(asked, "area"),
        skill=_id(asked, "skill"), severity=asked.value("severity"), free=bool(asked.value("free")), words=asked.words,
    )  # fmt: skip


def _own(request: SignedInRequest) -> UUID | None:
    """Return the station with which somebody begins who dispatches for one station only."""
    if "station" in request.GET or "area" in request.GET or request.user.has_role(Role.DISPATCHER):
        return None
    if not request.user.has_role(Role.STATION_MANAGER):
        return None
    mine = own_station(request.user)
    return mine.pk if mine else None


def _id(asked: Asked, key: str) -> UUID | None:
    value = asked.value(key)
    return UUID(value) if value else None


def asked_query(asked: BoardAsked) -> str:
    """Return the query string that asks for the same part of the board again."""
    values = {
        "from": asked.line.first.isoformat(), "weeks": asked.line.days // 7, "station": asked.station or "", "area": asked.area or "",
        "skill": asked.skill or "", "severity": asked.severity, "free": "1" if asked.free else "", "q": asked.words,
    }  # fmt: skip
    # The usual two weeks are no choice of the filter; an empty station says that all were wanted.
    kept = {
        k: v for k, v in values.items() if (v or k == "station") and not (k == "weeks" and v == USUAL_WEEKS)
    }
    return urlencode(kept)


@audience(*READERS)
@require_GET
def part(request: SignedInRequest) -> JsonResponse:
    """Answer with what a board that is open shows now: rows (or those named by `staff`), loads, tray."""
    named = [UUID(one) for one in request.GET.get("staff", "").split(",") if _is_id(one)]
    return JsonResponse(fragments(request.user, board_asked(request), timezone.now(), staff=named))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def fragments(
    account: Account, asked: BoardAsked, now: datetime, *, staff: list[UUID] | None = None
) -> dict[str, Any]:
    """Return rows by person, load strips by station, and the tray, as HTML; the mark of the state shown.

    With `staff` only their rows, and of the load strips those of their stations.
    """
    found, waiting = board(account, asked, only=colleagues_of(staff) if staff else None), tray(account, asked)
    plans = account.has_role(*PLANNERS)
    words, draft = Words(plans=plans), draft_for(account, asked.line)
    rows = [row for row in found.rows if not staff or row.id in staff]
    undo = last_own_drop(account, now, UNDOABLE) if plans else None
    return {
        "rows": {str(row.id): painted_row(row, asked.line, words, draft) for row in rows},
        "loads": {str(group.id): painted_load(group, found) for group in found.groups},
        "tray": painted_tray(waiting.orders, now, plans=plans),
        "count": waiting.count,
        "mark": board_mark(account, now),
        "undo": undo.pk if undo else None,
    }


@audience(*READERS)
@require_GET
def watching(request: SignedInRequest) -> HttpResponse:
    """Tell a board that polls what changed lately and who else looks; 304 where nothing did."""
    now = timezone.now()
    note_presence(by=request.user, at=now)
    seen = watch(request.user, now)
    etag = f'"{seen.tag}"'
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = JsonResponse(watch_told(seen))
    answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    return answer


def watch_told(seen: Watch) -> dict[str, Any]:
    """Return a watch as scripts and programs read it."""
    return {
        "mark": seen.mark,
        "others": list(seen.others),
        "changes": [
            {"at": one.at.isoformat(), "who": one.who, "own": one.own, "told": one.told}
            for one in seen.changes
        ],
    }
