"""Channels by which a request comes, and what becomes of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class Channel(models.TextChoices):
    """How the customer's voice reached us (R87)."""

    PORTAL = "portal", _("Portal")
    QR = "qr", _("QR label")
    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("E-mail")
    FAX = "fax", _("Fax")
    LETTER = "letter", _("Letter")
    INTERVIEW = "interview", _("Interview")
    VISIT = "visit", _("Seen during a visit")


class RequestState(models.TextChoices):
    """What became of a request; none disappears."""

    RECEIVED = "received", pgettext_lazy("request", "Received")
    ACCEPTED = "accepted", _("Case opened")
    DUPLICATE = "duplicate", _("Same as another")
    REJECTED = "rejected", _("Not ours, answered")


class MailOutcome(models.TextChoices):
    """What became of a mail that reached the service's mailbox."""

    REQUEST = "request", _("New request")
    ADDED = "added", _("Added to a request")
    REFUSED = "refused", _("Not taken in")
    FAILED = "failed", _("Could not be read")


class MailRefusal(models.TextChoices):
    """Why a mail was not taken in."""

    BOUNCE = "bounce", _("Notice of a mail that could not be delivered")
    AUTO = "auto", _("Automatic reply")
    BULK = "bulk", _("Circular or mailing list")
    LOOP = "loop", _("Our own mail come back")
    OWN = "own", _("Sent from our own address")
    NOBODY = "nobody", _("No sender")
    TOO_MANY = "too_many", _("Too many from this sender within the hour")
    TOO_LARGE = "too_large", _("Larger than the mailbox takes")
    EMPTY = "empty", _("Nothing written and nothing enclosed")
    UNREADABLE = "unreadable", _("Cannot be read by the program; open it in the mailbox")


TRIAGE = (Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER)

REQUEST = Machine(
    noun="request",
    initial=RequestState.RECEIVED,
    transitions=(
        move("accept", RequestState.RECEIVED, RequestState.ACCEPTED, TRIAGE, _("Open a case"), primary=True),
        move("join", RequestState.RECEIVED, RequestState.DUPLICATE, TRIAGE, _("Join to an open case")),
        move(
            "reject", RequestState.RECEIVED, RequestState.REJECTED, TRIAGE, _("Answer and close"), danger=True
        ),
    ),
    terminal=frozenset({RequestState.ACCEPTED, RequestState.DUPLICATE, RequestState.REJECTED}),
)
