"""The steps of a visit as buttons: next step, wait, not done, back to work, review, return, close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
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
    if name not in SIMPLE:
        raise NotThere
    return _taken(request, visit_id, SIMPLE[name], MomentForm(request.POST), "")


@audience(*MOVERS)
@require_POST
def wait(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say what work on board waits for."""
    return _taken(request, visit_id, moving.wait_on_board, WaitForm(request.POST), "steps")


@audience(*MOVERS)
@require_POST
def abort(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say why the visit is not done."""
    return _taken(request, visit_id, moving.abort_visit, ReasonForm(request.POST, prefix="abort"), "overview")


@audience(*MOVERS)
@require_POST
def expect(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Say when the work on board will be finished."""
    return _taken(
        request, visit_id, overrunning.expect_finish, ExpectedForm(request.POST, prefix="expect"), "steps"
    )


@audience(*REVIEWERS)
@require_POST
def send_back(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Send a signed record back for a correction."""
    return _taken(request, visit_id, signing.return_visit, ReasonForm(request.POST, prefix="return"), "sign")


def _taken(
    request: SignedInRequest, visit_id: UUID, action: Callable[..., Visit], form: Form, tab: str
) -> HttpResponse:
    """Take the step with what was typed, at the moment that was typed or now; show the tab, or what was refused."""
    found = visit_by_id(request.user, visit_id)

    def take(typed: dict[str, Any]) -> Visit:
        said = {name: value for name, value in typed.items() if name != "at"}
        return action(by=request.user, visit=found, at=typed.get("at") or timezone.now(), **said)

    if attempt(form, take) is not None:
        return back_to(found, tab)
    fresh = visit_by_id(request.user, found.pk)
    return shown(request, fresh, tab, status=422, refused=form)
