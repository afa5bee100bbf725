"""What happens to policy and duties, to consultants and partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.people.states import EngagementState


@dataclass(frozen=True)
class EditionDrafted(Event):
    """A new edition was begun, from the one in force where there is one."""

    label: ClassVar = _("Edition %(edition)s was drafted")
    icon: ClassVar[str] = "pencil"
    edition: int


@dataclass(frozen=True)
class EditionPutInForce(Event):
    """An edition holds from now on."""

    label: ClassVar = _("Edition %(edition)s is in force")
    icon: ClassVar[str] = "check"
    tone: ClassVar[str] = "good"
    edition: int


@dataclass(frozen=True)
class EditionSuperseded(Event):
    """A newer edition took the place of this one."""

    label: ClassVar = _("Edition %(edition)s was superseded")
    icon: ClassVar[str] = "archive"
    edition: int


@dataclass(frozen=True)
class PolicyAcknowledged(Event):
    """A person said to have read the policy."""

    label: ClassVar = _("%(person)s has read and acknowledged edition %(edition)s")
    icon: ClassVar[str] = "user-check"
    person: str
    edition: int


@dataclass(frozen=True)
class DutiesStated(Event):
    """Who does what in an activity was set anew."""

    label: ClassVar = _("%(activity)s: A is %(accountable)s; %(others)s")
    icon: ClassVar[str] = "users"
    activity: str
    accountable: str
    others: str


@dataclass(frozen=True)
class EngagementMoved(Event):
    """A consultant or partner was engaged, suspended, or let go."""

    label: ClassVar = _("%(name)s: %(source)s → %(target)s. %(reason)s")
    icon: ClassVar[str] = "arrow-right"
    choices: ClassVar = {"source": EngagementState, "target": EngagementState}
    quiet: ClassVar = frozenset({"reason"})
    name: str
    source: str
    target: str
    reason: str = ""
