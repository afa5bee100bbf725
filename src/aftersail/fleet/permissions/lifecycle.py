"""Who reviews the gates of a hull, and who reads what its user's tasks are about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import CUSTOMER_SIDE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.fleet.models import Vessel
from aftersail.fleet.permissions import HOUSE_READERS, is_keeper_of, may_keep_vessel

TASK_READERS = HOUSE_READERS | CUSTOMER_SIDE
TASK_WRITERS = frozenset({Role.FLEET_MANAGER, Role.SERVICE_MANAGER})


def may_keep_gates(account: Account, _record: object) -> Verdict:
    """The checklists of gates are the quality engineer's."""
    if account.has_role(Role.QUALITY):
        return ALLOWED
    return refuse(_("Only quality engineers change the checklists of gates."))


def may_review_gate(account: Account, vessel: Vessel) -> Verdict:
    """A gate is reviewed by quality or by whoever keeps the vessel."""
    if account.has_role(Role.QUALITY):
        return ALLOWED
    return may_keep_vessel(account, vessel)


def may_waive(account: Account) -> Verdict:
    """A mandatory point is waived by quality or the executive, over their name."""
    if account.has_role(Role.QUALITY, Role.EXECUTIVE):
        return ALLOWED
    return refuse(_("A mandatory point is waived by the quality engineer or the executive."))


def may_read_task_content(account: Account, vessel: Vessel) -> bool:
    """Whether what the user's tasks are about is for this account: need-to-know (HANDBOOK §5)."""
    if account.has_role(Role.FLEET_MANAGER):
        return vessel.customer_id in account.reach_ids
    return account.has_role(Role.SERVICE_MANAGER) and is_keeper_of(account, vessel)


def may_keep_tasks(account: Account, vessel: Vessel) -> Verdict:
    """The user task calendar is the owner's fleet manager's; the hull's service manager may enter what the user says."""
    if may_read_task_content(account, vessel):
        return ALLOWED
    return refuse(
        _("The task calendar is kept by the owner's fleet manager or the hull's own service manager.")
    )
