"""From the first proof to an open session: the second step where an account has one, the log, the session's marks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aftersail.core.doors.events import SignedIn, SignInFailed
from aftersail.core.doors.factors import has_one
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.scope import as_system

WAITING = "second_step"
TWO_STEPS = "two_steps"
"""Mark of a session that was opened with more than one proof."""

SECOND_STEP_WITHIN = timedelta(minutes=10)
BACKEND = "aftersail.core.signin.PasswordBackend"


def proceed(
    request: HttpRequest, account: Account, onward: str, means: str, *, strong: bool = False
) -> HttpResponse:
    """Open the session, or ask for the second factor first where the account has one and the proof was a single one."""
    with as_system():
        second = not strong and has_one(account)
    if second:
        request.session.cycle_key()
        request.session[WAITING] = {
            "account": str(account.pk), "onward": onward, "means": means, "at": timezone.now().isoformat(),
        }  # fmt: skip
        return redirect("core:second_step")
    return open_session(request, account, onward, means, two_steps=strong)


def open_session(
    request: HttpRequest, account: Account, onward: str, means: str, *, two_steps: bool
) -> HttpResponse:
    """Open the session and go on to where the person was heading."""
    request.session.pop(WAITING, None)
    login(request, account, backend=BACKEND)
    request.session[TWO_STEPS] = two_steps
    note_entry(request, account, means, came_in=True)
    return redirect(onward)


def waiting_account(request: HttpRequest) -> tuple[Account, dict[str, Any]] | None:
    """Return who has given the first proof in this browser and not yet the second; None when that is too long ago."""
    waiting = request.session.get(WAITING)
    if not waiting:
        return None
    if timezone.now() - datetime.fromisoformat(waiting["at"]) > SECOND_STEP_WITHIN:
        del request.session[WAITING]
        return None
    account = Account.objects.filter(pk=waiting["account"], is_active=True).first()
    return (account, waiting) if account else None


def note_entry(request: HttpRequest, account: Account, means: str, *, came_in: bool) -> None:
    """Log that an account came in, or that somebody failed to come in as it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    event = (SignedIn if came_in else SignInFailed)(address=address, means=means)
    with as_system(), transaction.atomic():
        record(event, by=account if came_in else None, about=account)
