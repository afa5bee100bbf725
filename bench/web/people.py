"""Who sends the requests: a browser's session and a program's token of real accounts, made as the product makes them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.urls import get_resolver
from django.utils import timezone
from django.utils.crypto import get_random_string

from aftersail.core.audience import scopes_declared
from aftersail.core.models import Account, ApiToken
from aftersail.core.scope import as_system
from aftersail.core.tokens import make_token


@dataclass(frozen=True, slots=True)
class Caller:
    """The headers of a browser and of a program that act as one account."""

    session: str
    browser: dict[str, str]
    program: dict[str, str]


def caller(account: Account) -> Caller:
    """Sign an account in and give it a token with every scope."""
    assert get_resolver().url_patterns  # loading the routes declares the scopes
    with as_system():
        ApiToken.objects.filter(account=account).update(revoked_at=timezone.now())
        _token, key = make_token(
            by=account, name="bench", scopes=sorted(scopes_declared()), days=1, at=timezone.now()
        )
        session = _session(account)
    secret = get_random_string(CSRF_SECRET_LENGTH)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={secret}"
    browser = {
        "Cookie": cookies,
        "X-CSRFToken": secret,
        "Accept-Language": "zh-CN",
        "Accept-Encoding": "gzip",
    }
    return Caller(session, browser, {"Authorization": f"Bearer {key}", "Accept-Language": "zh-CN"})


def _session(account: Account) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)
