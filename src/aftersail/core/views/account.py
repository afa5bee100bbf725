"""One's own account: language, look, password, API tokens."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.accounts import change_own_password
from aftersail.core.audience import EVERYONE, SignedInRequest, audience, scopes_declared
from aftersail.core.forms import PasswordForm, TokenForm, add_reasons
from aftersail.core.models import ApiToken
from aftersail.core.navigation import role_labels
from aftersail.core.tokens import make_token, revoke_token
from aftersail.core.verdicts import Refused


@require_GET
@audience(*EVERYONE)
def account(request: SignedInRequest) -> HttpResponse:
    """Show one's own account."""
    return _account_page(request, PasswordForm())


@sensitive_post_parameters()
@require_POST
@audience(*EVERYONE)
def change_password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end."""
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            change_own_password(
                by=request.user, present=given["present"], password=given["password"], at=timezone.now()
            )
        except Refused as refused:
            add_reasons(form, refused)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(
                request, _("The password is changed. Other sessions of this account have ended.")
            )
            return redirect("core:account")
    return _account_page(request, form)


def _account_page(request: SignedInRequest, form: PasswordForm) -> HttpResponse:
    context = {"form": form, "roles": role_labels(request.user)}
    return render(request, "core/account.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@audience(*EVERYONE)
def tokens(request: SignedInRequest) -> HttpResponse:
    """List one's API tokens and make new ones; a new key is shown in this answer only."""
    form = TokenForm(request.POST or None, scopes=sorted(scopes_declared()))
    key = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _token, key = make_token(by=request.user, at=timezone.now(), **given)
            form = TokenForm(scopes=sorted(scopes_declared()))
        except Refused as refused:
            add_reasons(form, refused)
    mine = ApiToken.objects.filter(account=request.user).order_by("-created_at")[:100]
    context = {"form": form, "key": key, "tokens": mine, "now": timezone.now()}
    return render(request, "core/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@audience(*EVERYONE)
def revoke(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    """End a token."""
    token = revoke_token(by=request.user, token_id=token_id, at=timezone.now())
    messages.success(request, _("The token “%s” is revoked.") % token.name)
    return redirect("core:tokens")
