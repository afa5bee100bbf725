"""API tokens: made once, shown once, kept as a hash, limited in scope and time, revoked at will."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import scopes_declared
from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import Account, ApiToken, Notification
from aftersail.core.prepared import Prepared
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.core.roles import Role
from aftersail.core.verdicts import Refused

PREFIX = "aft_"
MOST = 20
LONGEST_DAYS = 730
USE_NOTED_EVERY = timedelta(minutes=10)
WARNED_BEFORE = timedelta(days=7)
EXPIRING = "core.TokenExpires"


@dataclass(frozen=True)
class TokenMade(Event):
    """A token was made; the key itself is nowhere."""

    label: ClassVar[Any] = _("Made the API token %(token_name)s")
    token_name: str
    scopes: list[str]
    expires_at: datetime | None


@dataclass(frozen=True)
class TokenRevoked(Event):
    """A token was revoked."""

    label: ClassVar[Any] = _("Revoked the API token %(token_name)s")
    token_name: str


def digest_of(key: str) -> str:
    """Return what is stored of a key; keys are long and random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_token(
    *,
    by: Account,
    name: str,
    scopes: list[str],
    days: int | None,
    at: datetime,
    within: list[str] | None = None,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its key, which is never seen again.

    days: until it expires; None for a token that lives until revoked. within: the scopes of the token by which
    this was asked, which the new one may not exceed.
    """
    name = " ".join(name.split())[:60]
    wanted = sorted(set(scopes))
    if not name:
        raise Refused([_("Give the token a name, such as the program that will use it.")])
    if not wanted:
        raise Refused([_("Choose at least one scope.")])
    if set(wanted) - scopes_declared() or (within is not None and set(wanted) - set(within)):
        raise Refused([_("There is no such scope, or it is beyond what you may give away.")])
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused([_("A token lives from 1 to 730 days.")])
    if ApiToken.objects.filter(account=by, revoked_at=None).count() >= MOST:
        raise Refused([_("You have 20 tokens already. Revoke one first.")])
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(account=by, name=name, digest=digest_of(key), scopes=wanted)
    token.expires_at = at + timedelta(days=days) if days is not None else None
    token.save(force_insert=True)
    record(TokenMade(token_name=name, scopes=wanted, expires_at=token.expires_at), by=by, about=by, at=at)
    return token, key


@transaction.atomic
def revoke_token(*, by: Account, token_id: UUID, at: datetime, of: Account | None = None) -> ApiToken:
    """End a token at once: one's own, or as administrator one `of` somebody else; ending it again changes nothing."""
    owner = of or by
    if owner.pk != by.pk and not by.has_role(Role.ADMIN):
        raise Forbidden([_("Only an administrator may change accounts.")])
    token = ApiToken.objects.select_for_update().filter(account=owner, pk=token_id).first()
    if token is None:
        raise NotThere([_("There is no such token.")])
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token_name=token.name), by=by, about=owner, at=at)
    return token


def _in_force(digest: str, now: datetime) -> Any:
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    return ApiToken.objects.select_related("account").filter(
        alive, digest=digest, revoked_at=None, account__is_active=True
    )


IN_FORCE = Prepared(lambda digest, now: _in_force(digest, now).order_by(), str, datetime)


def token_in_force(key: str) -> ApiToken | None:
    """Return the token with this key if it is neither revoked nor expired nor its account closed."""
    token: ApiToken | None = IN_FORCE.first(digest_of(key), timezone.now())
    if token is not None and (
        token.last_used_at is None or timezone.now() - token.last_used_at > USE_NOTED_EVERY
    ):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
    return token


def warn_of_expiry(at: datetime) -> int:
    """Tell the owners of tokens that expire within a week, once for each token; return how many were told."""
    soon = ApiToken.objects.filter(
        revoked_at=None, expires_at__gt=at, expires_at__lte=at + WARNED_BEFORE, account__is_active=True
    )
    told = 0
    for token in soon.select_related("account"):
        with translation.override(token.account.language):
            title = _("The API token “%(name)s” expires on %(day)s. Make a new one in time.") % {
                "name": token.name, "day": f"{timezone.localtime(token.expires_at):%Y-%m-%d}",
            }  # fmt: skip
            told += _told_once(token, str(title))
    return told


def _told_once(token: ApiToken, title: str) -> bool:
    data = {"token": str(token.pk)}
    if Notification.objects.filter(account=token.account, event=EXPIRING, data=data).exists():
        return False
    url = reverse("core:tokens")
    Notification.objects.create(account=token.account, event=EXPIRING, title=title[:200], url=url, data=data)
    return True
