"""What happens to a return visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.care.states import ReturnVisitKind
from aftersail.core.events import Event


@dataclass(frozen=True)
class ReturnVisitPlanned(Event):
    """A ship is owed a call or visit by a day."""

    label: ClassVar = _("Return visit due on %(due_on)s: %(kind)s")
    choices: ClassVar = {"kind": ReturnVisitKind}
    due_on: date
    kind: str


@dataclass(frozen=True)
class ReturnVisitAssigned(Event):
    """Somebody was named to make the call."""

    label: ClassVar = _("Return visit goes to %(person)s")
    tells_followers: ClassVar[bool] = True
    person: str


@dataclass(frozen=True)
class ReturnVisitMissed(Event):
    """Nobody was reached."""

    label: ClassVar = _("Return visit: nobody reached, try %(attempt)s of %(most)s")
    attempt: int
    most: int


@dataclass(frozen=True)
class ReturnVisitRecorded(Event):
    """The customer said how things are."""

    label: ClassVar = _("Return visit made: spoke to %(interviewee)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    interviewee: str
    has_problems: bool


@dataclass(frozen=True)
class ReturnVisitClosed(Event):
    """What was said has been followed up."""

    label: ClassVar = _("Return visit closed. %(note)s")
    note: str = ""
