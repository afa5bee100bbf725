"""What happens around every request: whose eyes are used, and how a refusal is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aftersail.core.audience import unauthorised
from aftersail.core.errors import refusal_page
from aftersail.core.models import ApiToken
from aftersail.core.problems import problem
from aftersail.core.refusals import status_of
from aftersail.core.scope import entered
from aftersail.core.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]


class ReachMiddleware:
    """Works each request under the scope of who sent it; programs come with a token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bearer = request.headers.get("Authorization", "")
        if bearer.startswith("Bearer ") and request.path.startswith("/api/"):
            token = token_in_force(bearer.removeprefix("Bearer ").strip())
            if token is None:
                return unauthorised()
            request.token, request.user = token, token.account  # type: ignore[attr-defined]
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        account = request.user
        if not account.is_authenticated:
            return self.get_response(request)
        with entered(account.scope()):
            return self.get_response(request)


class RefusalMiddleware:
    """Turns a refusal into a page or a problem document with every reason."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a `Refused` that no view handled; leave everything else to Django."""
        if not isinstance(exception, Refused):
            return None
        status = status_of(exception)
        reasons = [str(reason) for reason in exception.reasons]
        if request.path.startswith("/api/"):
            return problem(status, " ".join(reasons), reasons=reasons)
        return refusal_page(request, status, reasons)


def token_in_force(key: str) -> ApiToken | None:
    """Return the token with this key if it is neither revoked nor expired nor its account closed."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    tokens: Any = ApiToken.objects.select_related("account").filter(alive, revoked_at=None, account__is_active=True)
    return tokens.filter(digest=digest).first()

