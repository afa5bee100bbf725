"""States of a return visit (HANDBOOK §4.7); overdue is a flag, not a state."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class ReturnVisitState(models.TextChoices):
    """Where a return visit stands."""

    GENERATED = "generated", pgettext_lazy("return visit", "Due")
    ASSIGNED = "assigned", pgettext_lazy("return visit", "Assigned")
    UNREACHABLE = "unreachable", _("Unreachable")
    RECORDED = "recorded", _("Recorded")
    CLOSED = "closed", _("Closed")


class ReturnVisitKind(models.TextChoices):
    """Why we call again."""

    DELIVERY = "delivery", _("After delivery")
    CLOSURE = "closure", _("After a case closed")
    PERIODIC = "periodic", _("Periodic")
    DESIGN = "design", _("Design return visit")


R = ReturnVisitState
CALLERS = (Role.SERVICE_MANAGER, Role.STATION_MANAGER, Role.DISPATCHER)

RETURN_VISIT = Machine(
    noun="return visit",
    initial=R.GENERATED,
    transitions=(
        move("assign", {R.GENERATED, R.UNREACHABLE}, R.ASSIGNED, CALLERS, _("Assign")),
        move(
            "miss",
            {R.GENERATED, R.ASSIGNED, R.UNREACHABLE},
            R.UNREACHABLE,
            CALLERS,
            _("Not reached"),
            guard="three_tries_at_most",
        ),
        move(
            "record",
            {R.GENERATED, R.ASSIGNED, R.UNREACHABLE},
            R.RECORDED,
            CALLERS,
            _("Record the call"),
            guard="answers_written",
            primary=True,
        ),
        move(
            "close",
            R.RECORDED,
            R.CLOSED,
            (Role.SERVICE_MANAGER, Role.STATION_MANAGER, Role.QUALITY),
            _("Close"),
            primary=True,
        ),
    ),
    terminal=frozenset({R.CLOSED}),
)
