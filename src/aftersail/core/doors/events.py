"""What happens at the doors; no secret is ever in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody signed in."""

    label: ClassVar[Any] = _("Signed in")
    address: str
    means: str = "password"


@dataclass(frozen=True)
class SignInFailed(Event):
    """A password or code for a known name was wrong, or the account closed or locked."""

    label: ClassVar[Any] = _("Failed to sign in")
    address: str
    means: str = "password"


@dataclass(frozen=True)
class AuthenticatorAdded(Event):
    """An authenticator app came into use."""

    label: ClassVar[Any] = _("Added an authenticator app")


@dataclass(frozen=True)
class AuthenticatorRemoved(Event):
    """The authenticator app is no longer in use."""

    label: ClassVar[Any] = _("Removed the authenticator app")


@dataclass(frozen=True)
class PasskeyAdded(Event):
    """A passkey came into use."""

    label: ClassVar[Any] = _("Added the passkey %(passkey_name)s")
    passkey_name: str


@dataclass(frozen=True)
class PasskeyRemoved(Event):
    """A passkey is no longer in use."""

    label: ClassVar[Any] = _("Removed the passkey %(passkey_name)s")
    passkey_name: str


@dataclass(frozen=True)
class RecoveryCodesMade(Event):
    """New recovery codes were made; the ones before are void."""

    label: ClassVar[Any] = _("Made new recovery codes")
    count: int


@dataclass(frozen=True)
class RecoveryCodeUsed(Event):
    """A recovery code was used up."""

    label: ClassVar[Any] = _("Used a recovery code; %(left)s are left")
    left: int


@dataclass(frozen=True)
class SecondFactorsReset(Event):
    """An administrator took away every second factor of somebody who has lost them."""

    label: ClassVar[Any] = _("Reset the second factors of %(username)s: %(reason)s")
    username: str
    reason: str


@dataclass(frozen=True)
class IdentityLinked(Event):
    """An account is known to another house under a name."""

    label: ClassVar[Any] = _("Linked %(username)s to %(subject)s at %(provider)s")
    username: str
    provider: str
    subject: str


@dataclass(frozen=True)
class IdentityUnlinked(Event):
    """An account is no longer known to another house."""

    label: ClassVar[Any] = _("Unlinked %(username)s from %(subject)s at %(provider)s")
    username: str
    provider: str
    subject: str
