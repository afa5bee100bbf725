"""What happens to a satisfaction card; scores stay on the card and out of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.intake.states import Channel
from aftersail.satisfaction.states import CardEvent, DeclineCode


@dataclass(frozen=True)
class CardHandedOut(Event):
    """The customer was asked how the service was."""

    label: ClassVar = _("Satisfaction card handed out: %(occasion)s")
    choices: ClassVar = {"occasion": CardEvent}
    for_customer: ClassVar[bool] = True
    occasion: str


@dataclass(frozen=True)
class CardAnswered(Event):
    """The customer answered."""

    label: ClassVar = _("Satisfaction card answered (%(channel)s)")
    choices: ClassVar = {"channel": Channel}
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    channel: str
    by_desk: bool = False


@dataclass(frozen=True)
class CardDeclined(Event):
    """The customer gave no answer, and why."""

    label: ClassVar = _("Satisfaction card declined: %(reason)s")
    choices: ClassVar = {"reason": DeclineCode}
    for_customer: ClassVar[bool] = True
    reason: str
    note: str = ""
