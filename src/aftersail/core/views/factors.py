"""One's own second factors: authenticator app, passkeys, recovery codes; and what an administrator does about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.doors import entering, factors, passkeys, totp
from aftersail.core.doors.identities import link_identity, unlink_identity
from aftersail.core.forms import CodeForm, add_reasons
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.tokens import revoke_token
from aftersail.core.verdicts import Refused


@never_cache
@require_GET
@audience(*EVERYONE)
def security(request: SignedInRequest) -> HttpResponse:
    """Show by what the account proves itself."""
    return _page(request)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@audience(*EVERYONE)
def authenticator(request: SignedInRequest) -> HttpResponse:
    """Show the QR code for the app, and take the app into use by its first code."""
    account, form = request.user, CodeForm(request.POST or None)
    if factors.has_authenticator(account):
        return redirect("core:security")
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.confirm_authenticator(
                by=account, code=form.cleaned_data["code"], at=timezone.now()
            )
        except Refused as refused:
            add_reasons(form, refused)
        else:
            request.session[entering.TWO_STEPS] = True
            return _page(request, codes=codes)
    secret = factors.begin_authenticator(by=account)
    house = settings.HOUSE_NAME or "Aftersail"
    drawn = segno.make(totp.address_for_app(secret, account.username, house), error="m")
    context = {
        "form": form,
        "picture": drawn.svg_data_uri(scale=5, border=2, dark="#0f2a43", light="#ffffff"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "core/authenticator.html", context, status=422 if form.errors else 200)


@require_POST
@audience(*EVERYONE)
def authenticator_off(request: SignedInRequest) -> HttpResponse:
    """Stop using the app, proving oneself once more with a code."""
    form = CodeForm(request.POST)
    try:
        if not form.is_valid() or not factors.check_code(
            account=request.user, code=form.cleaned_data["code"], at=timezone.now()
        ):
            raise Refused([_("Type a code that the app shows now, or a recovery code, to remove the app.")])
        factors.remove_authenticator(by=request.user, at=timezone.now())
    except Refused as refused:
        return _page(request, reasons=refused.reasons)
    messages.success(request, _("The authenticator app is removed."))
    return redirect("core:security")


@never_cache
@require_POST
@audience(*EVERYONE)
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    try:
        return _page(request, codes=factors.make_recovery_codes(by=request.user, at=timezone.now()))
    except Refused as refused:
        return _page(request, reasons=refused.reasons)


@never_cache
@require_GET
@audience(*EVERYONE)
def new_passkey_options(request: SignedInRequest) -> HttpResponse:
    """Answer what a browser needs to make a passkey."""
    return HttpResponse(passkeys.options_for_new(request, request.user), content_type="application/json")


@never_cache
@require_POST
@audience(*EVERYONE)
def passkey_add(request: SignedInRequest) -> HttpResponse:
    """Take a passkey into use; the first factor of an account comes with recovery codes."""
    account, codes = request.user, None
    try:
        made = passkeys.add_passkey(
            by=account, request=request, credential=request.POST.get("credential", ""),
            name=request.POST.get("name", ""), at=timezone.now(),
        )  # fmt: skip
        if not factors.codes_left(account):
            codes = factors.make_recovery_codes(by=account, at=timezone.now())
    except Refused as refused:
        return _page(request, reasons=refused.reasons)
    request.session[entering.TWO_STEPS] = True
    if codes:
        return _page(request, codes=codes)
    messages.success(request, _("The passkey “%s” is in use.") % made.name)
    return redirect("core:security")


@require_POST
@audience(*EVERYONE)
def passkey_remove(request: SignedInRequest, passkey_id: UUID) -> HttpResponse:
    """Stop using a passkey."""
    try:
        name = factors.remove_passkey(by=request.user, passkey_id=passkey_id, at=timezone.now())
    except NotThere:
        raise
    except Refused as refused:
        return _page(request, reasons=refused.reasons)
    messages.success(request, _("The passkey “%s” is removed.") % name)
    return redirect("core:security")


def _page(request: SignedInRequest, codes: list[str] | None = None, reasons: Any = ()) -> HttpResponse:
    account = request.user
    context = {
        "app": factors.has_authenticator(account),
        "keys": list(account.passkeys.all()),
        "codes": codes,
        "codes_left": factors.codes_left(account),
        "required": factors.must_have_one(account),
        "has_one": factors.has_one(account),
        "identities": list(account.identities.all()),
        "reasons": reasons,
    }
    return render(request, "core/security.html", context, status=422 if reasons else 200)


@require_POST
@audience(Role.ADMIN)
def reset(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Take every second factor from somebody who has lost them."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        factors.reset_factors(
            by=request.user, account=account, reason=request.POST.get("reason", ""), at=timezone.now()
        )
    messages.success(request, _("The second factors of %s are reset.") % account.username)
    return redirect("core:account_edit", account.pk)


@require_POST
@audience(Role.ADMIN)
def identity_link(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Let another house vouch for an account."""
    account = get_object_or_404(Account, pk=account_id)
    provider, subject = request.POST.get("provider", ""), request.POST.get("subject", "")
    with as_system():
        link_identity(by=request.user, account=account, provider=provider, subject=subject, at=timezone.now())
    messages.success(request, _("The account is linked."))
    return redirect("core:account_edit", account.pk)


@require_POST
@audience(Role.ADMIN)
def identity_unlink(request: SignedInRequest, account_id: UUID, identity_id: UUID) -> HttpResponse:
    """Let another house vouch for an account no more."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        unlink_identity(by=request.user, account=account, identity_id=identity_id, at=timezone.now())
    messages.success(request, _("The link is removed."))
    return redirect("core:account_edit", account.pk)


@require_POST
@audience(Role.ADMIN)
def token_revoke(request: SignedInRequest, account_id: UUID, token_id: UUID) -> HttpResponse:
    """End an API token of somebody else."""
    account = get_object_or_404(Account, pk=account_id)
    token = revoke_token(by=request.user, of=account, token_id=token_id, at=timezone.now())
    messages.success(request, _("The token “%s” is revoked.") % token.name)
    return redirect("core:account_edit", account.pk)
