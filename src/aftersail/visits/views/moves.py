"""The steps of a visit as buttons: next step, wait, not done, back to work, review, return, close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.visits.actions import closing, moving, overrunning, signing
from aftersail.visits.forms import ExpectedForm, MomentForm, ReasonForm, WaitForm
from aftersail.visits.models import Visit
from aftersail.visits.permissions import MOVERS, REVIEWERS
from aftersail.visits.queries.visits import visit_by_id
from aftersail.visits.views.page import back_to, shown

SIMPLE: dict[str, Callable[..., Visit]] = {
    "accept": moving.accept_visit,
    "set_out": moving.set_out,
    "arrive": moving.arrive,
    "begin": moving.begin_work,
    "finish": moving.finish_work,
    "resume": moving.resume_work,
    "review": signing.review_visit,
    "close": closing.close_visit,
}


@audience(*MOVERS)
@require_POST
def move(request: SignedInRequest, visit_id: UUID, name: str) -> HttpResponse:
    """Take a step that needs no more than a press of a button."""
    found, action = visit_by_id(request.user, visit_id), SIMPLE.get(name)
    if action is None:
        raise NotThere
    form = MomentForm(request.POST)
    made = attempt(form, lambda typed: action(by=request.user, visit=found, at=_when(typed)))
    return _answer(request, found, made, form, "")


@audience(*MOVERS)
@require_POST
def wait(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say what work on board waits for."""
    found, form = visit_by_id(request.user, visit_id), WaitForm(request.POST)
    made = attempt(
        form,
        lambda typed: moving.wait_on_board(
            by=request.user, visit=found, reason=typed["reason"], at=_when(typed)
        ),
    )
    return _answer(request, found, made, form, "steps")


@audience(*MOVERS)
@require_POST
def abort(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say why the visit is not done."""
    found, form = visit_by_id(request.user, visit_id), ReasonForm(request.POST, prefix="abort")
    made = attempt(
        form,
        lambda typed: moving.abort_visit(
            by=request.user, visit=found, reason=typed["reason"], at=timezone.now()
        ),
    )
    return _answer(request, found, made, form, "overview")


@audience(*MOVERS)
@require_POST
def expect(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say when the work on board will be finished."""
    found, form = visit_by_id(request.user, visit_id), ExpectedForm(request.POST, prefix="expect")
    made = attempt(
        form,
        lambda typed: overrunning.expect_finish(
            by=request.user, visit=found, until=typed["until"], at=timezone.now()
        ),
    )
    return _answer(request, found, made, form, "steps")


@audience(*REVIEWERS)
@require_POST
def send_back(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Send a signed record back for a correction."""
    found, form = visit_by_id(request.user, visit_id), ReasonForm(request.POST, prefix="return")
    made = attempt(
        form,
        lambda typed: signing.return_visit(
            by=request.user, visit=found, reason=typed["reason"], at=timezone.now()
        ),
    )
    return _answer(request, found, made, form, "sign")


def _when(typed: dict[str, Any]) -> datetime:
    return typed.get("at") or timezone.now()


def _answer(request: SignedInRequest, found: Visit, made: Visit | None, form: Any, tab: str) -> HttpResponse:
    if made is not None:
        return back_to(found, tab)
    fresh = visit_by_id(request.user, found.pk)
    return shown(request, fresh, tab, status=422, refused=form)
