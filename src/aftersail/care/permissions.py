"""Who may see and make return visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.care.models import ReturnVisit
from aftersail.care.states import CALLERS, RETURN_VISIT
from aftersail.core.models import Account
from aftersail.core.roles import DESK
from aftersail.core.verdicts import ALLOWED, Verdict, refuse

READERS = DESK


def may_move(by: Account, visit: ReturnVisit, move: str) -> Verdict:
    """Whether this person may take this step, by the transition table."""
    return RETURN_VISIT.may(move, visit.state, by.role_set)


def may_plan(by: Account) -> Verdict:
    """Whether this person may plan the calls after a delivery."""
    if by.has_role(*CALLERS):
        return ALLOWED
    return refuse(_("Return visits are planned by the service manager, the station or dispatch."))
