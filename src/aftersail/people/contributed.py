"""What later chapters tell the pages about people: promised work, stretches of a life, promised hours.

A page of this chapter must show things that come later in the story. A later chapter hands over a function in its
app's `ready`; nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from aftersail.core.models import Account


@dataclass(frozen=True, slots=True)
class BusyStretch:
    """Days on which a person is promised to something; `text` is short, `url` empty where the reader may not open it."""

    staff_id: UUID
    first_day: date
    last_day: date
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LifeEntry:
    """A stretch of a person's work: where in the chain, what, where it can be opened; an open end lasts."""

    first_day: date
    last_day: date | None
    stage: Any
    title: Any
    detail: Any = ""
    url: str = ""
    icon: str = "point"


@dataclass(frozen=True, slots=True)
class OnsiteTarget:
    """An on-site time that the house promises: a key for addresses, its label, and the hours.

    The promise is `factors[nearness]` times as long, by how the station lies to the ship: `same_port`, `same_area` or
    `other_area`. usual: the one to be shown first.
    """

    key: str
    label: Any
    hours: float
    factors: Mapping[str, float] = field(default_factory=dict)
    usual: bool = False

    def promised(self, nearness: str) -> float:
        """Return the hours promised to a ship that lies so."""
        return self.hours * self.factors.get(nearness, 1.0)


Busy = Callable[[Account, Collection[UUID], date, date], Iterable[BusyStretch]]
Life = Callable[[Account, UUID], Iterable[LifeEntry]]
Targets = Callable[[date], Iterable[OnsiteTarget]]

_busy: list[Busy] = []
_lives: list[Life] = []
_targets: list[Targets] = []


def tell_busy(teller: Busy) -> None:
    """Let the calendar ask a later chapter who is promised in some days."""
    _busy.append(teller)


def tell_life(teller: Life) -> None:
    """Let a person's timeline ask a later chapter what the person did."""
    _lives.append(teller)


def tell_targets(teller: Targets) -> None:
    """Let the coverage page ask a later chapter for the on-site times promised on a day."""
    _targets.append(teller)


def busy_stretches(account: Account, staff: Collection[UUID], first: date, last: date) -> list[BusyStretch]:
    """Return what people are promised to in some days, from every chapter that knows."""
    return [one for teller in _busy for one in teller(account, staff, first, last)]


def life_entries(account: Account, staff_id: UUID) -> list[LifeEntry]:
    """Return what later chapters know of a person's work."""
    return [one for teller in _lives for one in teller(account, staff_id)]


def onsite_targets(on: date) -> list[OnsiteTarget]:
    """Return the on-site times promised on a day, the usual one first."""
    return sorted((one for teller in _targets for one in teller(on)), key=lambda one: not one.usual)
