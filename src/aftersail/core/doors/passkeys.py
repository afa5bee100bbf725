"""Passkeys (WebAuthn): keys in people's devices that sign our challenge, bound to our address."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from aftersail.core.doors.events import PasskeyAdded
from aftersail.core.log import record
from aftersail.core.models import Account, Passkey
from aftersail.core.one_line import one_line
from aftersail.core.verdicts import Refused

CHALLENGE = "passkey_challenge"
MOST = 10
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""What a malformed answer of a browser may raise in the reader of it."""


def house_address(request: HttpRequest) -> tuple[str, str]:
    """Return the name to which keys are bound, and the origin from which they may sign."""
    return request.get_host().rsplit(":", 1)[0], f"{request.scheme}://{request.get_host()}"


def options_for_new(request: HttpRequest, account: Account) -> str:
    """Return what a browser needs to make a key for an account; the challenge is kept in the session."""
    name, _origin = house_address(request)
    known = [PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in account.passkeys.all()]
    options = generate_registration_options(
        rp_id=name,
        rp_name=settings.HOUSE_NAME or "Aftersail",
        user_id=account.pk.bytes,
        user_name=account.username,
        user_display_name=account.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _kept(request, options)


def options_for_signing_in(request: HttpRequest, account: Account | None) -> str:
    """Return what a browser needs to sign in: with a key of this account, or with whichever it has for us."""
    name, _origin = house_address(request)
    known = account.passkeys.all() if account is not None else []
    options = generate_authentication_options(
        rp_id=name,
        allow_credentials=[PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in known],
        user_verification=UserVerificationRequirement.PREFERRED
        if account is not None
        else UserVerificationRequirement.REQUIRED,
    )
    return _kept(request, options)


def _kept(request: HttpRequest, options: Any) -> str:
    request.session[CHALLENGE] = options.challenge.hex()
    return str(options_to_json(options))


def _challenge(request: HttpRequest) -> bytes:
    """Return the challenge that was sent; each is good for one answer."""
    kept = request.session.pop(CHALLENGE, "")
    if not kept:
        raise Refused([_("The passkey came too late. Try again.")])
    return bytes.fromhex(kept)


@transaction.atomic
def add_passkey(*, by: Account, request: HttpRequest, credential: str, name: str, at: datetime) -> Passkey:
    """Take a new key into use."""
    if by.passkeys.count() >= MOST:
        raise Refused([_("You have 10 passkeys already. Remove one first.")])
    bound_to, origin = house_address(request)
    try:
        verified = verify_registration_response(
            credential=_read(credential), expected_challenge=_challenge(request),
            expected_rp_id=bound_to, expected_origin=origin,
        )  # fmt: skip
    except BROKEN as error:
        raise Refused([_("The device's answer could not be verified. Try again.")]) from error
    if Passkey.objects.filter(credential_id=verified.credential_id).exists():
        raise Refused([_("This passkey is in use already.")])
    made = Passkey.objects.create(
        account=by,
        name=one_line(name, 60) or str(_("Passkey")),
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
    )
    record(PasskeyAdded(passkey_name=made.name), by=by, about=by, at=at)
    return made


def account_of_passkey(
    *, request: HttpRequest, credential: str, account: Account | None, at: datetime
) -> Account:
    """Return whose key signed our challenge. Without `account` the key is the only proof, so it must have checked its owner.

    Raises `Refused` for a key that is unknown, of somebody else, or whose counter shows that it was copied.
    """
    unknown = Refused([_("This passkey is not known here, or no longer. Sign in with your password.")])
    answer = _read(credential)
    challenge = _challenge(request)
    try:
        credential_id = base64url_to_bytes(str(answer.get("id", "")))
    except BROKEN as error:
        raise unknown from error
    key = Passkey.objects.select_related("account").filter(credential_id=credential_id).first()
    if key is None or not key.account.is_active or (account is not None and key.account_id != account.pk):
        raise unknown
    bound_to, origin = house_address(request)
    try:
        verified = verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=bound_to, expected_origin=origin,
            credential_public_key=bytes(key.public_key), credential_current_sign_count=key.sign_count,
            require_user_verification=account is None,
        )  # fmt: skip
    except BROKEN as error:
        raise Refused([_("The device's answer could not be verified. Try again.")]) from error
    Passkey.objects.filter(pk=key.pk).update(sign_count=verified.new_sign_count, last_used_at=at)
    owner: Account = key.account
    return owner


def _read(credential: str) -> dict[str, Any]:
    try:
        answer = json.loads(credential)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Refused([_("The device sent no answer. Try again, or use another way.")])
    return answer
