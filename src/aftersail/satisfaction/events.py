"""What happens to a satisfaction card; scores stay on the card and out of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event


@dataclass(frozen=True)
class CardHandedOut(Event):
    """The customer was asked how the service was."""

    label: ClassVar = _("Satisfaction card handed out: %(occasion)s")
    for_customer: ClassVar[bool] = True
    occasion: str


@dataclass(frozen=True)
class CardAnswered(Event):
    """The customer answered."""

    label: ClassVar = _("Satisfaction card answered (%(channel)s)")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    channel: str
    by_desk: bool = False


@dataclass(frozen=True)
class CardDeclined(Event):
    """The customer gave no answer, and why."""

    label: ClassVar = _("Satisfaction card declined: %(reason)s")
    for_customer: ClassVar[bool] = True
    reason: str
    note: str = ""
