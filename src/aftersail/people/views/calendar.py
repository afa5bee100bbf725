"""The team calendar, and the steps of a leave: ask, approve, refuse, take back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused
from aftersail.people.actions.leaves import move_leave, request_leave
from aftersail.people.forms import LeaveForm, LeaveMoveForm
from aftersail.people.models import Leave, Staff
from aftersail.people.permissions import READERS, may_ask_leave, may_keep_staff_of, may_move_leave
from aftersail.people.queries.calendar import team_calendar
from aftersail.people.states import ASKERS, DECIDERS, LEAVE, LeaveState
from aftersail.people.views.asking import asked_of, day_asked, own_station

SPANS = (7, 14, 28)
USUAL = 14
WAITING_SHOWN = 20


@audience(*READERS)
@require_GET
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show a team's days: leave, duty and promised work."""
    account = request.user
    asked = asked_of(request, by_default=own_station(account))
    today = timezone.localdate()
    first = day_asked(request, "from", today - timedelta(days=today.weekday()))
    span = next((n for n in SPANS if str(n) == request.GET.get("days", "")), USUAL)
    area = asked.area.pk if asked.area else None
    found = team_calendar(account, first, span, station=asked.station, area=area)
    me = Staff.objects.visible_to(account).filter(account=account).first()
    waiting = _waiting(request, asked.station.pk if asked.station else None, area)
    return render(request, "people/calendar.html", {
        "calendar": found,
        "filters": [*asked.filters(), {
            "name": "days", "label": _("Days"), "all": _("%(n)s days") % {"n": USUAL}, "value": str(span),
            "options": [(str(n), _("%(n)s days") % {"n": n}) for n in SPANS if n != USUAL],
        }],
        "heads": list(zip(found.days, found.working, found.free, found.on_call, strict=True)),
        "first": first, "today": today, "span": span,
        "before": first - timedelta(days=span), "after": first + timedelta(days=span),
        "me": me if account.has_role(*ASKERS) else None,
        "waiting": waiting,
        "decides": account.has_role(*DECIDERS),
    })  # fmt: skip


def _waiting(request: SignedInRequest, station: UUID | None, area: UUID | None) -> list[Leave]:
    rows = Leave.objects.visible_to(request.user).filter(state=LeaveState.REQUESTED)
    if station:
        rows = rows.filter(staff__station=station)
    if area:
        rows = rows.filter(staff__station__area=area)
    return list(rows.select_related("staff__station").order_by("first_day")[:WAITING_SHOWN])


@audience(*ASKERS)
@require_http_methods(["GET", "POST"])
def ask_leave(request: SignedInRequest, staff_id: UUID) -> HttpResponse:
    """Ask for days off, one's own or those of a person of one's station."""
    staff = Staff.objects.visible_to(request.user).filter(pk=staff_id).select_related("station").first()
    if staff is None:
        raise NotThere
    verdict = may_ask_leave(request.user, staff)
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"kind": Leave.Kind.ANNUAL})
    if request.method == "POST":
        made = attempt(form, lambda typed: request_leave(
            by=request.user, staff=staff, kind=typed["kind"], first_day=typed["first_day"], last_day=typed["last_day"],
            note=typed["note"], id=typed["id"], at=timezone.now(),
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Asked for. The manager of the station decides."))
            return redirect("people:leave", pk=made.pk)
    context = {"form": form, "staff": staff, "verdict": verdict}
    return render(
        request, "people/leave_new.html", context, status=422 if form.is_bound and form.errors else 200
    )


@audience(*ASKERS)
@require_POST
def leave_step(request: SignedInRequest, leave_id: UUID, move: str) -> HttpResponse:
    """Take a step of a leave; refused, the page says why."""
    leave = get_object_or_404(
        Leave.objects.visible_to(request.user).select_related("staff__account"), pk=leave_id
    )
    if move not in {step.name for step in LEAVE}:
        raise NotThere
    form = LeaveMoveForm(request.POST)
    if not form.is_valid():
        raise Refused([_("The page is out of date. Reload it, then try again.")])
    move_leave(
        by=request.user, leave=leave, name=move, answer=form.cleaned_data["answer"], at=timezone.now(),
        seen=form.cleaned_data["version"],
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect("people:leave", pk=leave.pk)


def about_leave(request: SignedInRequest, leave: Leave) -> dict[str, Any]:
    """Return what a leave's page shows besides the facts: the steps that this person may take."""
    account = request.user
    steps = [step for step in LEAVE if may_move_leave(account, leave, step.name)]
    near = team_calendar(
        account,
        leave.first_day - timedelta(days=1),
        min(28, (leave.last_day - leave.first_day).days + 3),
        station=leave.staff.station,
    )
    others = sum(
        1
        for row in near.rows
        if row.staff.pk != leave.staff_id
        and row.staff.serves_on_board
        and any(day.leave for day in row.days[1:-1])
    )
    busy = [
        one
        for row in near.rows
        if row.staff.pk == leave.staff_id
        for day in row.days[1:-1]
        for one in day.busy
    ]
    return {
        "steps": steps,
        "keeps": bool(may_keep_staff_of(account, leave.staff.station_id)),
        "others_away": others,
        "promised": list({(one.text, one.first_day): one for one in busy}.values()),
    }
