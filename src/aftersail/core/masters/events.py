"""What happens to records of a register: entered, changed, removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event


@dataclass(frozen=True)
class RecordEntered(Event):
    """Somebody added a record to a register."""

    register: str
    title: str
    label = _("“%(title)s” was entered")


@dataclass(frozen=True)
class RecordChanged(Event):
    """Somebody changed fields of a record; `before` and `after` hold those fields alone."""

    register: str
    title: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    label = _("“%(title)s” was changed")
    tells_followers = True


@dataclass(frozen=True)
class RecordRemoved(Event):
    """Somebody took a record out of a register; `before` holds what it said."""

    register: str
    title: str
    before: dict[str, Any] = field(default_factory=dict)
    label = _("“%(title)s” was removed")
