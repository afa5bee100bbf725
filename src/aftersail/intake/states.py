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
