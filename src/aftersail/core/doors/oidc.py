"""OpenID Connect, the code flow with PKCE: another house signs people in and vouches for them with a signed token."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from aftersail.core.calling import ANYWHERE, call
from aftersail.core.doors.configured import Oidc, roles_for
from aftersail.core.doors.identities import (
    account_known_as,
    account_with_address,
    link_identity,
    note_use,
    take_over_roles,
)
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures of a key pair only: `none` and shared secrets are not taken."""

LEEWAY_S = 60
KEPT_S = 600
STRONG = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face"})
"""What a provider says when it has asked for more than a password (RFC 8176)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What must come back unchanged from the provider; kept in the session meanwhile."""

    state: str
    nonce: str
    verifier: str
    onward: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for, and whether it asked for a second factor."""

    account: Account
    strong: bool


def configured() -> Oidc:
    """Return the provider of this installation."""
    found: Oidc = settings.OIDC
    return found


def begin(redirect_to: str, onward: str) -> tuple[str, Errand]:
    """Return the provider's address to which the browser goes, and what to keep until it comes back."""
    provider = configured()
    errand = Errand(_random(), _random(), _random(), onward)
    challenge = (
        base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode()
    )
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": redirect_to, "scope": provider.scopes,
        "state": errand.state, "nonce": errand.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    start = _discovered()["authorization_endpoint"]
    return f"{start}{'&' if '?' in start else '?'}{urlencode(asked)}", errand


def _random() -> str:
    return secrets.token_urlsafe(32)


def finish(errand: Errand, answer: dict[str, str], redirect_to: str, at: datetime) -> Vouched:
    """Return whom the provider vouches for, from what the browser brought back. Raises `Refused` with the reason."""
    if not secrets.compare_digest(answer.get("state", "").encode(), errand.state.encode()):
        raise Refused([_("This sign-in was not begun here, or too long ago. Begin again.")])
    if "error" in answer:
        raise Refused(
            [_("The identity provider refused: %s") % answer.get("error_description", answer["error"])[:200]]
        )
    tokens = _exchange(answer.get("code", ""), errand.verifier, redirect_to)
    claims = _verified(str(tokens.get("id_token", "")), errand.nonce, int(at.timestamp()))
    if "email" not in claims and tokens.get("access_token"):
        claims |= _user_info(str(tokens["access_token"]), claims["sub"])
    account = _account_of(claims, at)
    if not account.is_active:
        raise Refused([_("This account is closed. Ask the administrator.")])
    if configured().role_map:
        take_over_roles(account, roles_for(_groups(claims), configured().role_map), at)
    note_use(configured().issuer, claims["sub"], at)
    return Vouched(account, strong=not STRONG.isdisjoint(claims.get("amr") or ()))


def _account_of(claims: dict[str, Any], at: datetime) -> Account:
    issuer, subject = configured().issuer, str(claims["sub"])
    if known := account_known_as(issuer, subject):
        return known
    verified = claims.get("email_verified") in (True, "true")
    account = account_with_address(str(claims.get("email", ""))) if verified else None
    if account is None:
        raise Refused([
            _("No account here is linked to you. Ask the administrator to link the name %s.") % subject[:100]
        ])  # fmt: skip
    link_identity(by=None, account=account, provider=issuer, subject=subject, at=at)
    return account


def _groups(claims: dict[str, Any]) -> list[str]:
    held = claims.get(configured().role_claim) or []
    return [str(group) for group in held] if isinstance(held, list) else [str(held)]


def _exchange(code: str, verifier: str, redirect_to: str) -> dict[str, Any]:
    provider = configured()
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_to, "code_verifier": verifier,
        "client_id": provider.client_id,
    }  # fmt: skip
    if provider.client_secret:
        form["client_secret"] = provider.client_secret
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return _json("POST", _discovered()["token_endpoint"], body=urlencode(form).encode(), headers=headers)


def _verified(token: str, nonce: str, now: int) -> dict[str, Any]:
    """Return the claims of an ID token whose signature, issuer, audience, time and nonce are right."""
    provider = configured()
    try:
        claims = dict(jwt.decode(token, _keys(token), algorithms=ALGORITHMS).claims)
        jwt.JWTClaimsRegistry(
            now=now, leeway=LEEWAY_S, iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id}, exp={"essential": True}, iat={"essential": True},
            sub={"essential": True}, nonce={"essential": True, "value": nonce},
        ).validate(claims)  # fmt: skip
    except (JoseError, ValueError, KeyError) as error:
        raise Refused(
            [_("The identity provider's token could not be verified: %s") % type(error).__name__]
        ) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise Refused([_("The identity provider's token is meant for another program.")])
    return claims


def _keys(token: str) -> KeySet:
    """Return the provider's keys; asked for anew when the token names one that is not among them."""
    kept = f"oidc-keys:{configured().issuer}"
    try:
        head = token.split(".")[0]
        wanted = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("kid")
    except (ValueError, AttributeError) as error:
        raise ValueError("no token") from error
    keys: dict[str, Any] | None = cache.get(kept)
    if keys is None or (wanted and wanted not in {key.get("kid") for key in keys.get("keys", [])}):
        keys = _json("GET", _discovered()["jwks_uri"])
        cache.set(kept, keys, KEPT_S)
    return KeySet.import_key_set(keys)  # type: ignore[arg-type]


def _user_info(access_token: str, subject: str) -> dict[str, Any]:
    where = _discovered().get("userinfo_endpoint")
    told = _json("GET", where, headers={"Authorization": f"Bearer {access_token}"}) if where else {}
    wanted = {"email", "email_verified", configured().role_claim}
    return {key: told[key] for key in wanted & set(told)} if told.get("sub") == subject else {}


def _discovered() -> dict[str, Any]:
    """Return what the provider says of itself. It must name itself as configured, else somebody else answers."""
    issuer = configured().issuer
    if not issuer:
        raise Refused([_("No identity provider is set up here.")])
    kept = f"oidc:{issuer}"
    told: dict[str, Any] | None = cache.get(kept)
    if told is None:
        told = _json("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
        if told.get("issuer") != issuer:
            raise Refused([_("The identity provider calls itself by another name than the one set up here.")])
        cache.set(kept, told, KEPT_S)
    return told


def _json(method: str, url: str, **more: Any) -> dict[str, Any]:
    answer = call(method, url, allowed=ANYWHERE, **more)
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    if answer.status != 200 or not isinstance(told, dict):
        raise Refused(
            [
                _("The identity provider answered %s. Try again, or sign in with your password.")
                % answer.status
            ]
        )
    return told
