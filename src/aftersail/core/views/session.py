"""Signing in and out: name and password, the second step, a passkey alone, another house's word."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.audience import EVERYONE, GUESTS, audience
from aftersail.core.doors import directory, entering, oidc, passkeys
from aftersail.core.doors.factors import Locked, check_code, codes_left, has_authenticator
from aftersail.core.errors import refusal_page
from aftersail.core.forms import SecondStepForm, SignInForm, add_reasons
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.core.views.going_back import safe_address

ERRAND = "oidc_errand"
WRONG = _("Name or password is not right. After five failures the name is locked for 15 minutes.")
DOWN = _(
    "The directory of your organisation does not answer at the moment. Accounts with a password of our own still work; try again in a few minutes."
)


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
        if account is not None:
            means = "directory" if account.backend.endswith("DirectoryBackend") else "password"
            return entering.proceed(request, account, onward, means)
        _note_failure(request, username)
        for reason in _why_not(request):
            form.add_error(None, reason)
    return _sign_in_page(request, form, onward)


def _why_not(request: HttpRequest) -> list[Any]:
    if getattr(request, "directory_down", False):
        return [DOWN]
    return getattr(request, "not_let_in", None) or [WRONG]


def _sign_in_page(request: HttpRequest, form: SignInForm, onward: str) -> HttpResponse:
    context = {
        "form": form,
        "next": onward,
        "oidc": oidc.configured() if oidc.configured().issuer else None,
        "directory": bool(directory.configured().url),
    }
    return render(request, "core/sign_in.html", context, status=422 if form.errors else 200)


def _note_failure(request: HttpRequest, username: str) -> None:
    """Log the attempt of a known name; unknown names stay out of a log that never forgets: they may be passwords."""
    named = Account.objects.filter(username__iexact=username).first()
    if named is not None:
        entering.note_entry(request, named, "password", came_in=False)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@audience(*GUESTS)
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave a right password for a code of their app, a recovery code or a passkey."""
    waiting = entering.waiting_account(request)
    if waiting is None:
        reason = _("Begin with your name and password; the second step is open for ten minutes after them.")
        return _sign_in_page(request, SignInForm({}, reasons=[reason]), "/")
    account, errand = waiting
    form = SecondStepForm(request.POST or None)
    with as_system():
        if request.method == "POST" and form.is_valid():
            try:
                came_in = _second_proof(request, account, form.cleaned_data)
            except Locked as locked:
                answer = refusal_page(request, 429, [str(reason) for reason in locked.reasons])
                answer["Retry-After"] = str(15 * 60)
                return answer
            except Refused as refused:
                add_reasons(form, refused)
                came_in = ""
            if came_in:
                means = f"{errand['means']}+{came_in}"
                return entering.open_session(request, account, errand["onward"], means, two_steps=True)
            entering.note_entry(request, account, "code", came_in=False)
        context = {
            "form": form,
            "who": account,
            "app": has_authenticator(account),
            "keys": account.passkeys.exists(),
            "codes": codes_left(account),
        }
    return render(request, "core/second_step.html", context, status=422 if form.errors else 200)


def _second_proof(request: HttpRequest, account: Account, given: dict[str, str]) -> str:
    """Return by what the account proved itself a second time, or nothing when the code was wrong."""
    now = timezone.now()
    if given["credential"]:
        passkeys.account_of_passkey(request=request, credential=given["credential"], account=account, at=now)
        return "passkey"
    if check_code(account=account, code=given["code"], at=now):
        return "code"
    raise Refused(
        [_("This code is not right, or has been used already. Type the newest one that the app shows.")]
    )


@never_cache
@require_GET
@audience(*GUESTS)
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Answer what a browser needs to sign in with a passkey: of the account waiting at the second step, or of any."""
    waiting = entering.waiting_account(request)
    with as_system():
        options = passkeys.options_for_signing_in(request, waiting[0] if waiting else None)
    return HttpResponse(options, content_type="application/json")


@never_cache
@require_POST
@audience(*GUESTS)
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey that has checked its owner: both proofs in one."""
    onward = safe_address(request, request.POST.get("next"))
    form = SignInForm()
    try:
        with as_system():
            account = passkeys.account_of_passkey(
                request=request,
                credential=request.POST.get("credential", ""),
                account=None,
                at=timezone.now(),
            )
    except Refused as refused:
        form = SignInForm({}, reasons=refused.reasons)
        return _sign_in_page(request, form, onward)
    return entering.open_session(request, account, onward, "passkey", two_steps=True)


@never_cache
@require_GET
@audience(*GUESTS)
def oidc_start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    onward = safe_address(request, request.GET.get("next"))
    try:
        there, errand = oidc.begin(_oidc_return(request), onward)
    except Refused as refused:
        return _sign_in_page(request, SignInForm({}, reasons=refused.reasons), onward)
    request.session[ERRAND] = [errand.state, errand.nonce, errand.verifier, errand.onward]
    return redirect(there)


@never_cache
@require_GET
@audience(*GUESTS)
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Take the browser back from the identity provider."""
    kept = request.session.pop(ERRAND, None)
    onward = kept[3] if kept else "/"
    try:
        if not kept:
            raise Refused([_("This sign-in was not begun here, or too long ago. Begin again.")])
        with as_system():
            vouched = oidc.finish(
                oidc.Errand(*kept), request.GET.dict(), _oidc_return(request), timezone.now()
            )
    except Refused as refused:
        return _sign_in_page(request, SignInForm({}, reasons=refused.reasons), onward)
    return entering.proceed(request, vouched.account, onward, "provider", strong=vouched.strong)


def _oidc_return(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("core:oidc_back"))


@require_POST
@audience(*EVERYONE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("core:sign_in")
