"""A promise that somebody locked stays as it is until the lock is taken off (R38)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse


class Lockable(Protocol):
    """A promise with or without a lock."""

    locked_at: datetime | None
    lock_reason: str


def is_open(promise: Lockable) -> Verdict:
    """Whether a promise may be moved or taken back: nobody has locked it."""
    if promise.locked_at is None:
        return ALLOWED
    told = _("This promise is locked: {reason} Take the lock off first.")
    return refuse(format_lazy(told, reason=_ended(promise.lock_reason)))


def _ended(sentence: str) -> str:
    """Close a reason with a full stop where its writer did not."""
    return sentence if sentence.endswith((".", "!", "?", "。", "！", "？")) else f"{sentence}."
