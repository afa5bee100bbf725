"""What happens to people: leave asked for and decided, levels raised, promotions, plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event


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
