"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.core.audience import EVERYONE, GUESTS, audience
from aftersail.core.events import Event
from aftersail.core.forms import SignInForm
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.views.going_back import safe_address


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody signed in."""

    label: ClassVar[Any] = _("Signed in")
    address: str


@dataclass(frozen=True)
class SignInFailed(Event):
    """A password for a known name was wrong, or the account closed or locked."""

    label: ClassVar[Any] = _("Failed to sign in")
    address: str


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@audience(*GUESTS)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, then go on to where the person was heading."""
    onward = safe_address(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # The lock-out counts names as typed; in one letter case it cannot be dodged by another spelling.
        username = form.cleaned_data["username"].strip().lower()
        account = authenticate(request, username=username, password=form.cleaned_data["password"])
        _remember(request, username, account)
        if account is not None:
            login(request, account)
            return redirect(onward)
        form.add_error(
            None, _("Name or password is not right. After five failures the name is locked for 15 minutes.")
        )
    status = 422 if form.errors else 200
    return render(request, "core/sign_in.html", {"form": form, "next": onward}, status=status)


@require_POST
@audience(*EVERYONE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("core:sign_in")


def _remember(request: HttpRequest, username: str, account: Any) -> None:
    """Log the attempt of a known name; unknown names stay out of a log that never forgets: they may be passwords."""
    named = account or Account.objects.filter(username__iexact=username).first()
    if named is None:
        return
    address = str(request.META.get("REMOTE_ADDR", ""))
    with as_system(), transaction.atomic():
        event = SignedIn(address=address) if account else SignInFailed(address=address)
        record(event, by=account, about=named)
