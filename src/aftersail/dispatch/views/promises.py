"""One promise as a page, with its plain forms: moving, locking; and the board as a list. All of it works without a script."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.cases.models import WorkOrder
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists.answer import filter_field
from aftersail.core.lists.asked import asked_of
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.locking import lock_assignment, unlock_assignment
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.forms import LockForm, MoveForm
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import PLANNERS, READERS, may_release
from aftersail.dispatch.queries.board import BoardAsked, board
from aftersail.dispatch.queries.orders import assignment_by_id, assignments_of
from aftersail.dispatch.queries.tray import tray
from aftersail.dispatch.queries.verdicts import board_verdicts
from aftersail.dispatch.registers import BOARD
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.dispatch.rules.verdicts import WORDS
from aftersail.dispatch.views.board import asked_query, board_asked
from aftersail.people.models import Staff
from aftersail.people.views.asking import day_asked, id_asked


@audience(*READERS)
@require_GET
def promise(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    """Show a promise: who goes when and why, the lock, and what may be done with it."""
    found = assignment_by_id(request.user, assignment_id)
    order, plans = found.order, request.user.has_role(*PLANNERS)
    return render(request, "dispatch/promise.html", {
        "assignment": found, "order": order, "case": order.case, "plans": plans,
        "team": assignments_of([order.pk])[order.pk],
        "may_move": plans and found.released_at is None and not found.locked_at and bool(may_release(request.user, order)),
        "lock_form": LockForm(initial={"version": found.version}),
        "in_force": found.released_at is None,
    })  # fmt: skip


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    """Move a promise by a plain form; below it everybody with the verdict on the day asked."""
    found = assignment_by_id(request.user, assignment_id)
    people = Staff.objects.visible_to(request.user).filter(active=True, serves_on_board=True)
    day = day_asked(request, "day", timezone.localdate(found.starts_at))
    form = MoveForm(request.POST or None, initial=_beginning(request, found))
    form.fields["staff"].queryset = people.select_related("station").order_by("station__code", "number")  # type: ignore[attr-defined]
    if request.method == "POST":
        made = attempt(form, lambda typed: move_assignment(
            by=request.user, assignment=found, staff=typed["staff"], starts_at=typed["starts_at"], ends_at=typed["ends_at"],
            at=timezone.now(), id=typed["id"], override_reason=typed["override_reason"], seen=typed["version"],
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Moved."))
            return redirect("dispatch:assignment", assignment_id=made.pk)
    context = {
        "assignment": found,
        "order": found.order,
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "answers": _answers(found, Timeline(day, 1)),
    }
    return render(request, "dispatch/move.html", context, status=422 if form.errors else 200)


def _beginning(request: SignedInRequest, found: Assignment) -> dict[str, Any]:
    """Return what the form begins with: the promise as it is, or what was chosen below it."""
    starts_at = found.starts_at
    try:
        chosen = datetime.fromisoformat(request.GET.get("starts_at", ""))
        starts_at = timezone.make_aware(chosen) if timezone.is_naive(chosen) else chosen
    except ValueError:
        pass
    length = found.ends_at - found.starts_at
    return {
        "version": found.version, "staff": id_asked(request, "staff") or found.staff_id,
        "starts_at": timezone.localtime(starts_at), "ends_at": timezone.localtime(starts_at + length),
    }  # fmt: skip


def _answers(found: Assignment, line: Timeline) -> list[dict[str, Any]]:
    """Return everybody's verdict on a day, those who can first."""
    judged = board_verdicts(found.order, line, timezone.now(), moved=found).people
    order = {"first": 0, "reason": 1, "no": 2}
    people = Staff.objects.filter(pk__in=list(judged)).select_related("station")
    rows = [
        {"staff": one, "verdict": verdict, "word": WORDS[verdict.rule]}
        for one in people.order_by("station__code", "number")
        for _days, verdict in judged[one.pk]
    ]
    return sorted(rows, key=lambda row: order[row["verdict"].kind])  # type: ignore[attr-defined]


@audience(*PLANNERS)
@require_POST
def lock(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    """Lock a promise with the reason given; without one on a locked promise, take the lock off."""
    found, form = assignment_by_id(request.user, assignment_id), LockForm(request.POST)
    if not form.is_valid():
        raise Refused([_("The page is out of date. Reload it, then try again.")])
    typed, now = form.cleaned_data, timezone.now()
    if found.locked_at is None:
        lock_assignment(
            by=request.user, assignment=found, reason=typed["reason"], at=now, seen=typed["version"]
        )
        messages.success(request, _("Locked."))
    else:
        unlock_assignment(by=request.user, assignment=found, at=now, seen=typed["version"])
        messages.success(request, _("No longer locked."))
    return redirect("dispatch:assignment", assignment_id=found.pk)


@audience(*READERS)
@require_GET
def as_list(request: SignedInRequest) -> HttpResponse:
    """The board as two lists: what waits, and who is promised where, day by day."""
    asked = asked_of(request, BOARD, WorkOrder)
    wanted = board_asked(request, asked)
    return render(request, "dispatch/board_list.html", {
        "tray": tray(request.user, wanted), "people": _promised(request, wanted), "line": wanted.line, "asked": asked,
        "fields": [filter_field(request, one, asked) for one in BOARD.filters], "query": asked_query(wanted),
        "before": wanted.line.first - timedelta(days=7), "after": wanted.line.first + timedelta(days=7),
        "plans": request.user.has_role(*PLANNERS), "now": timezone.now(),
    })  # fmt: skip


def _promised(request: SignedInRequest, wanted: BoardAsked) -> list[dict[str, Any]]:
    found = board(request.user, wanted)
    return [
        {"name": group.name, "rows": [row for row in group.rows if row.bars or row.leaves]}
        for group in found.groups
        if any(row.bars or row.leaves for row in group.rows)
    ]
