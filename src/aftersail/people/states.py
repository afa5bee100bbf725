"""States of leave: asked for, granted, refused, taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class LeaveState(models.TextChoices):
    """Where a leave stands; only an approved one keeps a person from being sent."""

    REQUESTED = "requested", pgettext_lazy("leave", "Requested")
    APPROVED = "approved", pgettext_lazy("leave", "Approved")
    REFUSED = "refused", pgettext_lazy("leave", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("leave", "Withdrawn")


L = LeaveState
DECIDERS = (Role.STATION_MANAGER, Role.DISPATCHER)
ASKERS = (Role.ENGINEER, Role.SERVICE_MANAGER, Role.DESIGNER, Role.QUALITY, Role.CONSULTANT, *DECIDERS)

LEAVE = Machine(
    noun="leave",
    initial=L.REQUESTED,
    transitions=(
        move("approve", {L.REQUESTED, L.REFUSED}, L.APPROVED, DECIDERS, _("Approve"), primary=True),
        move("refuse", L.REQUESTED, L.REFUSED, DECIDERS, _("Refuse"), guard="says_why", danger=True),
        move("withdraw", {L.REQUESTED, L.APPROVED}, L.WITHDRAWN, ASKERS, _("Take back"), guard="not_begun"),
    ),
    terminal=frozenset({L.WITHDRAWN}),
)

COUNTING = frozenset({L.REQUESTED, L.APPROVED})
"""Leave that stands or may yet stand: two of them on one day are a mistake."""
