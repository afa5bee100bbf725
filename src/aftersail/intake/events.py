"""What happens to a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.intake.states import Channel


@dataclass(frozen=True)
class RequestReceived(Event):
    """A customer's words came in."""

    label: ClassVar = _("Request %(number)s received: %(channel)s")
    choices: ClassVar = {"channel": Channel}
    icon: ClassVar[str] = "inbox"
    for_customer: ClassVar[bool] = True
    number: str
    channel: str


@dataclass(frozen=True)
class RequestIdentified(Event):
    """Vessel or equipment of a request was named afterwards."""

    label: ClassVar = _("Request %(number)s: vessel or equipment named")
    for_customer: ClassVar[bool] = True
    number: str


@dataclass(frozen=True)
class RequestAnswered(Event):
    """A request was answered and closed without a case."""

    label: ClassVar = _("Request %(number)s answered: %(answer)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    answer: str


@dataclass(frozen=True)
class RequestSettled(Event):
    """A request became a case, or part of one."""

    label: ClassVar = _("Request %(number)s is now case %(case)s")
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    number: str
    case: str


@dataclass(frozen=True)
class MailAdded(Event):
    """A mail answered ours about a request, or named its number."""

    label: ClassVar = _("Mail from %(sender)s: %(text)s")
    icon: ClassVar[str] = "mail"
    for_customer: ClassVar[bool] = True
    tells_followers: ClassVar[bool] = True
    sender: str
    text: str
    mail_id: str


@dataclass(frozen=True)
class MailTakenInByHand(Event):
    """A mail that had been refused was taken in after all."""

    label: ClassVar = _("Took in the mail of %(sender)s by hand")
    sender: str
