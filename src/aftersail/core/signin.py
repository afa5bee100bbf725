"""Signing in with a name and a password, and being locked out after repeated failures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aftersail.core.errors import refusal_page
from aftersail.core.models import Account
from aftersail.core.prepared import Prepared

ACTIVE = Prepared(lambda key: Account.objects.filter(pk=key, is_active=True).order_by(), UUID)


class PasswordBackend(BaseBackend):
    """Checks a password (Argon2); takes the same time for names that do not exist."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_kwargs: Any
    ) -> Account | None:
        """Return the active account with this name and password."""
        account = Account.objects.filter(username__iexact=username.strip()).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: Any) -> Account | None:
        """Return the active account of a session."""
        account: Account | None = ACTIVE.first(UUID(str(user_id)))
        return account


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Tell someone who failed too often how long to wait."""
    told = refusal_page(
        request, 429, [_("Too many failed attempts. Wait 15 minutes, or ask the administrator.")]
    )
    told["Retry-After"] = str(15 * 60)
    return told
