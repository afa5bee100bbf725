"""Who may do what with a request."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.intake.models import Request
from aftersail.intake.states import REQUEST, TRIAGE

READERS = frozenset(
    {
        *TRIAGE,
        Role.QUALITY,
        Role.EXECUTIVE,
        Role.AUDITOR,
        Role.ENGINEER,
        Role.CREW,
        Role.FLEET_MANAGER,
        Role.YARD,
    }
)
REPORTERS = frozenset({*TRIAGE, Role.QUALITY, Role.ENGINEER, Role.CREW, Role.FLEET_MANAGER, Role.YARD})
DESK_ENTRY = frozenset({*TRIAGE, Role.QUALITY, Role.ENGINEER})


def may_report(by: Account) -> Verdict:
    """Whether this person may enter a request."""
    if by.has_role(*REPORTERS):
        return ALLOWED
    return refuse(_("Your role does not enter requests. Tell the dispatcher."))


def may_settle(by: Account, request: Request, move: str) -> Verdict:
    """Whether this person may take a request on its way: accept, join or reject it."""
    return REQUEST.may(move, request.state, by.role_set)


def may_take_in_mail(by: Account) -> Verdict:
    """Whether this person may overrule the mailbox's refusals: whoever sees mails that belong to nobody yet."""
    if by.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only dispatch takes in mails that were refused."))
