"""Time-based one-time codes (RFC 6238): six digits from a shared secret, a new one every 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20


def new_secret() -> str:
    """Return a new secret as authenticator apps take it (Base32)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(at: datetime) -> int:
    """Return the number of the time step that holds an instant."""
    return int(at.timestamp()) // STEP_S


def code_of(secret: str, step: int) -> str:
    """Return the code of a time step.

    RFC 6238's own example, cut to six digits: at 59 s the secret "12345678901234567890" gives 287082.

    >>> code_of(base64.b32encode(b"12345678901234567890").decode(), 59 // STEP_S)
    '287082'
    """
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[-1] & 0xF
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: str, code: str, at: datetime, tolerance: int = 1) -> int | None:
    """Return the step whose code this is, now or up to `tolerance` steps before or after; None when it is none."""
    now = step_at(at)
    near = sorted(range(now - tolerance, now + tolerance + 1), key=lambda step: abs(step - now))
    return next((step for step in near if hmac.compare_digest(code_of(secret, step), code)), None)


def address_for_app(secret: str, account: str, house: str) -> str:
    """Return the otpauth:// address that an authenticator app reads from a QR code."""
    label = quote(f"{house}:{account}")
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret, "issuer": house, "digits": DIGITS, "period": STEP_S}
    )
