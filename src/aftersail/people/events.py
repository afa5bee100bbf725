"""What happens to people: leave asked for and decided, levels raised, promotions, plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.people.states import EngagementState


@dataclass(frozen=True)
class LeaveRequested(Event):
    """Somebody asks for days off."""

    person: str
    first_day: date
    last_day: date
    label = _("%(person)s asked for leave from %(first_day)s to %(last_day)s")
    icon = "calendar-event"


@dataclass(frozen=True)
class LeaveApproved(Event):
    """The days off are granted."""

    person: str
    answer: str = ""
    label = _("The leave of %(person)s was approved %(answer)s")
    icon = "check"
    tone = "good"
    quiet = frozenset({"answer"})


@dataclass(frozen=True)
class LeaveRefused(Event):
    """The days off are not granted."""

    person: str
    answer: str
    label = _("The leave of %(person)s was refused: %(answer)s")
    icon = "ban"
    tone = "attention"


@dataclass(frozen=True)
class LeaveWithdrawn(Event):
    """The days off are no longer wanted."""

    person: str
    label = _("The leave of %(person)s was taken back")
    icon = "arrow-back-up"


@dataclass(frozen=True)
class SkillLevelSet(Event):
    """A person's level of a skill was judged anew."""

    person: str
    what: str
    before: int
    after: int
    basis: str
    label = _("%(person)s · %(what)s: level %(before)s → %(after)s. %(basis)s")
    icon = "checklist"


@dataclass(frozen=True)
class StaffPromoted(Event):
    """A person rose by a grade."""

    person: str
    before: str
    after: str
    label = _("%(person)s was promoted from %(before)s to %(after)s")
    icon = "award"
    tone = "good"


@dataclass(frozen=True)
class PlanDrafted(Event):
    """A development plan was drafted from what a person's station lacks."""

    person: str
    steps: int
    label = _("A development plan of %(steps)s steps was drafted for %(person)s")
    icon = "route"


@dataclass(frozen=True)
class CertificateEnding(Event):
    """A certificate ends soon or has ended: its holder and the station's manager are told."""

    person: str
    kind: str
    expires_on: date
    days: int
    label = _("%(person)s: %(kind)s ends on %(expires_on)s (%(days)s days)")
    icon = "certificate"
    tone = "attention"


@dataclass(frozen=True)
class PeopleDefaultsLoaded(Event):
    """The defaults that ship with the product were put into the registers."""

    count: int
    label = _("%(count)s default records were entered: seas, kinds, patterns, ladder")
    icon = "database-import"


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
