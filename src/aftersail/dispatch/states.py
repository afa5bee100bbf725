"""How far a partner has come with a work order (R21, R22)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.cases.states import DESK_ROLES
from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class PartnerOrderState(models.TextChoices):
    """Where an order given to a partner stands."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", pgettext_lazy("partner order", "Accepted")
    DECLINED = "declined", pgettext_lazy("partner order", "Declined")
    REPORTED = "reported", _("Reported done")
    CONFIRMED = "confirmed", pgettext_lazy("partner order", "Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


P = PartnerOrderState
GIVEN = frozenset({P.OFFERED, P.ACCEPTED, P.REPORTED})
"""States in which a work order is in the partner's hands."""

TO_COME = frozenset({P.OFFERED, P.ACCEPTED})
"""States in which the work lies ahead of a partner, and takes one of its people."""

THEIRS = (Role.SUPPLIER,)
PARTNER_ORDER = Machine(
    noun="partner order",
    initial=P.OFFERED,
    transitions=(
        move("accept", P.OFFERED, P.ACCEPTED, THEIRS, pgettext_lazy("partner order", "Accept"), primary=True),
        move("decline", P.OFFERED, P.DECLINED, THEIRS, pgettext_lazy("partner order", "Decline"), guard="reason_given", danger=True),
        move("report", P.ACCEPTED, P.REPORTED, THEIRS, _("Report it done"), guard="report_complete", primary=True),
        move("confirm", P.REPORTED, P.CONFIRMED, DESK_ROLES, _("Confirm the work"), primary=True),
        move("return", P.REPORTED, P.ACCEPTED, DESK_ROLES, _("Send back for rework"), guard="reason_given"),
        move("withdraw", {P.OFFERED, P.ACCEPTED, P.DECLINED}, P.WITHDRAWN, DESK_ROLES, _("Withdraw"), guard="reason_given", danger=True),
    ),
    terminal=frozenset({P.CONFIRMED, P.WITHDRAWN}),
)  # fmt: skip
