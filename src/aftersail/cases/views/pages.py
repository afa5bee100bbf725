"""The list of cases, the board, one case, and the panel that makes a case of a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftersail.cases.actions import opening
from aftersail.cases.engine import possible_duplicates
from aftersail.cases.forms.moves import OpenForm
from aftersail.cases.forms.notes import CommentForm
from aftersail.cases.models import Case
from aftersail.cases.permissions import READERS, masked, may_confirm, sees_cost
from aftersail.cases.queries import board as boards
from aftersail.cases.queries import whole
from aftersail.cases.queries.clocks import SUSPENSIONS, shown_clocks
from aftersail.cases.queries.closing import close_facts
from aftersail.cases.queries.finding import case_by_id, cases_for
from aftersail.cases.queries.whole import of_case
from aftersail.cases.registers import CASES
from aftersail.cases.rules import may_close
from aftersail.cases.states import (
    BEFORE_RESTORED,
    CARE_ROLES,
    CASE,
    COLUMN_OF,
    DESK_ROLES,
    OPEN_STATES,
    BoardColumn,
    CaseState,
    OrderState,
)
from aftersail.cases.views.cards import painted_cards
from aftersail.cases.views.moves import STEPS
from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.attention import follow_button
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.files import attachments
from aftersail.core.panels import panels_of
from aftersail.core.timeline import timeline
from aftersail.fleet.models import Equipment, Vessel
from aftersail.intake.queries import request_by_id
from aftersail.people.models import Station

BOARD_READERS = READERS - {"crew", "fleet_manager", "yard"}
CLOSED_SHOWN = timedelta(days=7)
PANEL_ROWS = 12
STAGE_BAR = (
    CaseState.REGISTERED, CaseState.TRIAGED, CaseState.PLANNED, CaseState.DISPATCHED, CaseState.ON_SITE,
    CaseState.RESTORED, CaseState.CONFIRMING, CaseState.CLOSED,
)  # fmt: skip
STANDS_AT = {
    CaseState.ACKNOWLEDGED: CaseState.TRIAGED, CaseState.DIAGNOSING: CaseState.TRIAGED,
    CaseState.TEMP_RESTORED: CaseState.RESTORED, CaseState.RESOLVED_REMOTE: CaseState.RESTORED,
}  # fmt: skip
"""States without a place of their own on the bar, and the place where they are shown."""


@audience(*READERS)
def cases(request: SignedInRequest) -> HttpResponseBase:
    """The register of cases."""
    return lists.page(request, CASES, cases_for(request.user), title=_("Cases"))


@audience(*BOARD_READERS)
def board(request: SignedInRequest) -> HttpResponse:
    """The kanban."""
    station = _station_asked(request)
    lanes = boards.board(
        request.user, station=station.pk if station else None, closed_since=timezone.now() - CLOSED_SHOWN
    )
    return render(request, "cases/board.html", {
        "lanes": [_lane(request, lane) for lane in lanes], "stations": Station.objects.all(), "station": station,
    })  # fmt: skip


def _station_asked(request: SignedInRequest) -> Station | None:
    wanted = request.GET.get("station", "")
    try:
        return Station.objects.filter(pk=UUID(wanted)).first()
    except ValueError:
        return None


def _lane(request: SignedInRequest, lane: boards.Lane) -> dict[str, Any]:
    open_to = cache(lambda state: " ".join(columns_open_to(state, request.user.role_set)))
    return {
        "column": lane.column,
        "label": BoardColumn(lane.column).label,
        "cards": painted_cards(
            lane.cards, now=timezone.now(), masked=masked(request.user), allowed_from=open_to
        ),
        "count": lane.count,
        "limit": lane.limit or "",
        "over": lane.over,
        "more_url": _all_of(lane.column) if lane.count > len(lane.cards) else "",
    }


def _all_of(column: str) -> str:
    """Return the address of the list with every case of a column."""
    states = [("state", state) for state, home in COLUMN_OF.items() if home == column]
    return f"{reverse('cases:cases')}?{urlencode(states)}"


def columns_open_to(state: str, roles: frozenset[str]) -> list[str]:
    """Return the columns of the board to which people in these roles may move a case from a state."""
    here = COLUMN_OF.get(state)
    targets = {COLUMN_OF.get(t.target) for t in CASE.open_to(state, roles) if t.name in STEPS}
    return sorted(column for column in targets if column not in {None, here})


@audience(*READERS)
def case(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """One case: header with state and clocks, facts, what is owed, who said what, timeline."""
    found = case_by_id(request.user, case_id)
    return render(request, "cases/case.html", case_context(request, found))


def case_context(request: SignedInRequest, found: Case) -> dict[str, Any]:
    """Return what the page of a case shows to this person."""
    account = request.user
    moves = CASE.open_to(found.state, account.role_set)
    outsider = not account.is_house
    suspensions = of_case(SUSPENSIONS, found)
    comments = of_case(whole.OPEN_COMMENTS if outsider else whole.COMMENTS, found)
    orders = [] if outsider else of_case(whole.ORDERS, found)
    waiting = [order for order in orders if order.state in {OrderState.DRAFT, OrderState.APPROVED}]
    return {
        "case": found,
        "masked": masked(account),
        "clocks": shown_clocks(found, timezone.now(), suspensions),
        "primary_moves": [m for m in moves if m.primary],
        "other_moves": [m for m in moves if not m.primary],
        "stages": _stage_bar(found),
        "sees_cost": sees_cost(account),
        "house": account.is_house,
        "panels": panels_of("cases:case", account, found),
        "timeline": timeline(account, found),
        "files": attachments(account, found),
        "follow": follow_button(account, found),
        "comments": comments,
        "comment_form": CommentForm(),
        "orders": orders,
        "order_possible": found.state in BEFORE_RESTORED or found.state == CaseState.SUSPENDED,
        "warranty_days_past": -(found.warranty_days_left or 0),
        "next_order": waiting[0] if waiting and account.has_role(*DESK_ROLES) else None,
        "tasks": of_case(whole.TASKS, found),
        "owed": of_case(whole.OWED, found),
        "leftovers": of_case(whole.LEFTOVERS, found),
        "contacts": () if outsider else of_case(whole.CONTACTS, found),
        "suspensions": suspensions,
        "hinders_closing": _hindrances(request, found),
        "asks_customer": found.confirmed_at is None and bool(may_confirm(account, found)),
        "may_desk": account.has_role(*DESK_ROLES),
        "may_care": account.has_role(*CARE_ROLES),
    }


def _hindrances(request: SignedInRequest, found: Case) -> list[Any]:
    if found.state != CaseState.CONFIRMING or not request.user.has_role(*CARE_ROLES):
        return []
    return list(may_close(close_facts(found, by=request.user, at=timezone.now())).reasons)


def _stage_bar(found: Case) -> list[dict[str, Any]]:
    stamps = {
        CaseState.REGISTERED: found.reported_at, CaseState.TRIAGED: found.acknowledged_at, CaseState.PLANNED: found.onsite_asked_at,
        CaseState.DISPATCHED: found.dispatched_at, CaseState.ON_SITE: found.arrived_at, CaseState.RESTORED: found.restored_at,
        CaseState.CONFIRMING: found.confirmed_at, CaseState.CLOSED: found.closed_at,
    }  # fmt: skip
    now_in = CaseState(found.state)
    here = STANDS_AT.get(now_in, now_in)
    reached = STAGE_BAR.index(here) if here in STAGE_BAR else len(STAGE_BAR)
    return [
        _stage(
            stage,
            stamps[stage] if place <= reached else None,
            now_in if place == reached else None,
            over=found.state in CASE.terminal,
        )
        for place, stage in enumerate(STAGE_BAR)
    ]


def _stage(stage: CaseState, at: datetime | None, now_in: CaseState | None, *, over: bool) -> dict[str, Any]:
    """One place of the bar; `now_in` is the case's own state where it stands here."""
    if now_in is not None and not over:
        return {"label": now_in.label, "state": "current", "at": at}
    return {"label": stage.label, "state": "done" if at else "skipped" if over else "todo", "at": at}


@audience(*CARE_ROLES)
def request_panel(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """On a request's page: open cases that may be the same, and the form that makes a new one."""
    found = request_by_id(request.user, request_id)
    form = OpenForm(initial={"seen": found.version, "title": found.text.splitlines()[0][:80]})
    hints = possible_duplicates(request.user, found)
    return render(
        request,
        "cases/parts/_request_panel.html",
        {"report": found, "hints": hints, "form": form, "made": getattr(found, "case", None)},
    )


@audience(*CARE_ROLES)
@require_POST
def open_from(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Make a case of a request."""
    found = request_by_id(request.user, request_id)
    form = OpenForm(request.POST)
    made = attempt(
        form, lambda typed: opening.open_case_from(by=request.user, request=found, at=timezone.now(), **typed)
    )
    if made is None:
        return render(request, "cases/open.html", {"report": found, "form": form}, status=422)
    return redirect("cases:case", case_id=made.pk)


@audience(*CARE_ROLES)
@require_POST
def join_to(request: SignedInRequest, request_id: UUID, case_id: UUID) -> HttpResponse:
    """Join a request to an open case."""
    found = request_by_id(request.user, request_id)
    target = case_by_id(request.user, case_id)
    opening.join_request(by=request.user, request=found, case=target, at=timezone.now())
    return redirect("cases:case", case_id=target.pk)


@audience(*READERS)
def vessel_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """On a vessel's page: its cases, open ones first."""
    get_object_or_404(Vessel.objects.visible_to(request.user), pk=vessel_id)
    return _cases_panel(request, vessel=vessel_id)


@audience(*READERS)
def equipment_panel(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """On a unit's page: its cases, open ones first."""
    get_object_or_404(Equipment.objects.visible_to(request.user), pk=equipment_id)
    return _cases_panel(request, equipment=equipment_id)


def _cases_panel(request: SignedInRequest, **which: UUID) -> HttpResponse:
    seen = cases_for(request.user).filter(**which).select_related("equipment", "owner", "mode")
    open_ones = list(seen.filter(state__in=OPEN_STATES)[:PANEL_ROWS])
    past = list(seen.exclude(state__in=OPEN_STATES)[:PANEL_ROWS])
    return render(
        request,
        "cases/parts/_cases_panel.html",
        {"open_ones": open_ones, "past": past, "now": timezone.now()},
    )
