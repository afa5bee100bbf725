"""Who calls the API: a person's session with its CSRF secret, or a program's token. The middleware has read both."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer


class Token(HttpBearer):
    """`Authorization: Bearer …`, made on the page of API tokens."""

    openapi_description = "An API token with its scopes."

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return the account of the token that the middleware has accepted."""
        accepted = getattr(request, "token", None)
        return accepted.account if accepted is not None else None


class Session(APIKeyCookie):
    """The session of a signed-in browser; writes need the header X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        """Return the account signed in by this browser."""
        return request.user if request.user.is_authenticated else None


SIGNED_IN = [Token(), Session()]
