"""Keeping secrets that must be read again: sealed with a key made from the installation's own."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused


def seal(text: str, purpose: str) -> str:
    """Return the text sealed for a purpose; only the same purpose opens it."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Return a sealed text. Raises `Refused` when the installation's key is another one by now."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Refused(
            [_("The installation's key has changed; this secret cannot be read any more. Make it anew.")]
        ) from error


def _box(purpose: str) -> Fernet:
    key = hashlib.sha256(f"aftersail {purpose} {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
