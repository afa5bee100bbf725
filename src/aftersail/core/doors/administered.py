"""What an administrator sees of the doors by which an account comes in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersail.core.doors import directory, oidc
from aftersail.core.doors.configured import DIRECTORY
from aftersail.core.doors.factors import has_authenticator
from aftersail.core.models import Account


def doors_of(account: Account) -> dict[str, Any]:
    """Return the second factors of an account, its names in other houses, and which houses there are."""
    providers = []
    if directory.configured().url:
        providers.append((DIRECTORY, _("Directory")))
    if issuer := oidc.configured().issuer:
        providers.append((issuer, oidc.configured().label or issuer))
    return {
        "app": has_authenticator(account),
        "keys": list(account.passkeys.all()),
        "identities": list(account.identities.all()),
        "providers": providers,
        "tokens": list(
            account.tokens.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)
        ),
    }
