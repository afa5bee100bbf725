"""What happens to the promise of an engineer's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.dispatch.states import PartnerOrderState


@dataclass(frozen=True)
class OrderAssigned(Event):
    """A work order got its engineer."""

    label: ClassVar[Any] = _("%(engineer)s goes for work order %(number)s, planned %(planned)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    order_id: UUID
    assignment_id: UUID
    engineer: str
    planned: str


@dataclass(frozen=True)
class BestPassedOver(Event):
    """Somebody chose another engineer than the one proposed first, and said why (R17, R38)."""

    label: ClassVar[Any] = _("%(chosen)s chosen for %(number)s instead of %(best)s: %(reason)s")
    number: str
    chosen: str
    best: str
    reason: str


@dataclass(frozen=True)
class AssignmentReleased(Event):
    """An engineer was freed from a work order."""

    label: ClassVar[Any] = _("%(engineer)s no longer goes for work order %(number)s: %(reason)s")
    tells_followers: ClassVar[bool] = True
    number: str
    order_id: UUID
    engineer: str
    reason: str


@dataclass(frozen=True)
class AssignmentMoved(Event):
    """A promise was moved to another person or other hours, in one step."""

    label: ClassVar[Any] = _(
        "%(engineer)s goes for work order %(number)s, planned %(planned)s (before: %(engineer_before)s, %(planned_before)s)"
    )
    icon: ClassVar[str] = "arrows-exchange"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    order_id: UUID
    assignment_id: UUID
    engineer: str
    planned: str
    engineer_before: str
    planned_before: str


@dataclass(frozen=True)
class AssignmentLocked(Event):
    """Somebody locked a promise so that nobody moves it unasked."""

    label: ClassVar[Any] = _("Locked: %(engineer)s for work order %(number)s. %(reason)s")
    icon: ClassVar[str] = "lock"
    number: str
    order_id: UUID
    assignment_id: UUID
    engineer: str
    reason: str


@dataclass(frozen=True)
class AssignmentUnlocked(Event):
    """A lock was taken off."""

    label: ClassVar[Any] = _("No longer locked: %(engineer)s for work order %(number)s")
    icon: ClassVar[str] = "lock-open"
    number: str
    order_id: UUID
    assignment_id: UUID
    engineer: str


@dataclass(frozen=True)
class PlanPublished(Event):
    """Steps of a draft plan became promises; each of them has an entry of its own."""

    label: ClassVar[Any] = _(
        "Plan from %(first_day)s published: %(published)s steps went through, %(refused)s were refused"
    )
    icon: ClassVar[str] = "route"
    first_day: str
    published: int
    refused: int


@dataclass(frozen=True)
class PlanDiscarded(Event):
    """A draft plan was thrown away; nothing of it was promised."""

    label: ClassVar[Any] = _("Plan from %(first_day)s discarded")
    icon: ClassVar[str] = "trash"
    first_day: str


@dataclass(frozen=True)
class OverrunExpected(Event):
    """Work that has begun will take longer, or less long, than was promised."""

    label: ClassVar[Any] = _("Work on %(number)s is expected to end at %(expected_until)s")
    icon: ClassVar[str] = "hourglass"
    number: str
    order_id: UUID
    expected_until: datetime


@dataclass(frozen=True)
class ReplanDrafted(Event):
    """A change touched promises, and a draft says how they could be kept otherwise; nothing is promised yet."""

    label: ClassVar[Any] = _(
        "Cannot be kept: %(orders)s. A draft plan proposes %(steps)s steps; %(left_out)s have no way out"
    )
    icon: ClassVar[str] = "route"
    tone: ClassVar[str] = "attention"
    orders: list[str]
    steps: int
    left_out: int


@dataclass(frozen=True)
class PlanSuperseded(Event):
    """A newer draft plan took the place of this one before it was published."""

    label: ClassVar[Any] = _("Plan from %(first_day)s superseded by a newer one")
    icon: ClassVar[str] = "archive"
    first_day: str


@dataclass(frozen=True)
class OrderInserted(Event):
    """An urgent order was put into the plan as it was promised; what it pushed has entries of its own."""

    label: ClassVar[Any] = _(
        "Urgent work order %(number)s inserted: %(engineer)s, planned %(planned)s; moved for it: %(pushed)s"
    )
    icon: ClassVar[str] = "alarm"
    number: str
    order_id: UUID
    engineer: str
    planned: str
    pushed: list[str]


@dataclass(frozen=True)
class PartnerOffered(Event):
    """A work order was offered to a partner."""

    label: ClassVar[Any] = _("Work order %(number)s was offered to %(partner)s: %(reason)s")
    icon: ClassVar[str] = "send"
    tells_followers: ClassVar[bool] = True
    number: str
    partner: str
    reason: str


@dataclass(frozen=True)
class PartnerOrderMoved(Event):
    """A partner answered or reported, or the desk judged what was reported."""

    label: ClassVar[Any] = _("%(partner)s, work order %(number)s: %(target)s. %(reason)s")
    icon: ClassVar[str] = "arrow-right"
    choices: ClassVar[dict[str, Any]] = {"target": PartnerOrderState}
    quiet: ClassVar[frozenset[str]] = frozenset({"reason"})
    tells_followers: ClassVar[bool] = True
    number: str
    partner: str
    target: str
    reason: str = ""
