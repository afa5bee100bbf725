"""Who keeps, checks and signs a handover, and what it leaves over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import CUSTOMER_SIDE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.models import Handover, Leftover, Vessel
from aftersail.fleet.permissions import HOUSE_READERS, is_keeper_of, may_keep_vessel
from aftersail.fleet.states import HANDOVER, HANDOVER_KEEPERS, HandoverState

HANDOVER_READERS = frozenset(
    {
        Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR,
        Role.CREW, Role.FLEET_MANAGER, Role.YARD,
    }
)  # fmt: skip
"""Who opens handovers of its reach: the house's service people, the ship's owner, the yard while the hull is open to it."""

HANDOVER_WRITERS = frozenset(HANDOVER_KEEPERS)
CHECKERS = HANDOVER_WRITERS | {Role.ENGINEER}
SIGNERS = frozenset(HANDOVER.named("sign").roles)
ACCOUNT_READERS = frozenset(
    {Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR}
)
LEFTOVER_READERS = HOUSE_READERS | CUSTOMER_SIDE
"""The warranty list as a register; a yard has its own list of what it owes."""

SIDE_OF_ROLE: dict[str, str] = {Role.YARD: "yard", Role.CREW: "user", Role.FLEET_MANAGER: "user"}


def may_keep_handover(account: Account, vessel: Vessel) -> Verdict:
    """A handover is the dispatcher's, the covering station's manager's, or the hull's own service manager's."""
    own = account.has_role(Role.SERVICE_MANAGER) and is_keeper_of(account, vessel)
    if own or may_keep_vessel(account, vessel):
        return ALLOWED
    return refuse(
        _(
            "A handover is kept by the dispatcher, the manager of the covering station or the hull's service manager."
        )
    )


def may_move_handover(account: Account, handover: Handover, name: str) -> Verdict:
    """Whether this person may take this step now, by the transition table."""
    return all_of(
        HANDOVER.may(name, handover.state, account.role_set), may_keep_handover(account, handover.vessel)
    )


def may_check_items(account: Account, handover: Handover) -> Verdict:
    """Items are checked in the draft, by the keepers or by an engineer who reaches the hull."""
    if handover.state != HandoverState.DRAFT:
        return refuse(_("Items are changed in the draft only. Take the handover back to draft first."))
    if account.has_role(Role.ENGINEER):
        return ALLOWED
    return may_keep_handover(account, handover.vessel)


def may_sign_for(account: Account, handover: Handover, side: str) -> Verdict:
    """Yard and user sign for themselves; the maker's keeper may collect every signature on one device."""
    verdict = HANDOVER.may("sign", handover.state, account.role_set)
    if not verdict:
        return verdict
    if account.has_role(*HANDOVER_KEEPERS):
        return may_keep_handover(account, handover.vessel)
    sides = {SIDE_OF_ROLE[role] for role in account.role_set if role in SIDE_OF_ROLE}
    return ALLOWED if side in sides else refuse(_("You may sign for your own side only."))


def may_keep_leftover(account: Account, leftover: Leftover) -> Verdict:
    """Leftovers are kept by whoever keeps the handover of the hull."""
    return may_keep_handover(account, leftover.vessel)


def may_fix_leftover(account: Account, leftover: Leftover) -> Verdict:
    """What is put right is told by the yard that owes it, or by the house."""
    if account.has_role(Role.YARD):
        owes = leftover.yard_id is not None and leftover.yard_id in account.reach_ids
        return ALLOWED if owes else refuse(_("Another party owes this item."))
    if account.has_role(Role.ENGINEER, *HANDOVER_KEEPERS):
        return ALLOWED
    return refuse(
        _("What is put right is told by the yard that owes it, by the engineer or by the service manager.")
    )


def may_accept_leftover(account: Account, leftover: Leftover) -> Verdict:
    """The user accepts what was put right; the hull's service manager may note the user's word."""
    if account.is_customer or may_keep_leftover(account, leftover):
        return ALLOWED
    return refuse(_("The ship's owner accepts what was put right; its service manager may note it."))


def may_keep_readiness(account: Account, item: object) -> Verdict:
    """The service plan of a hull is kept by whoever keeps its handover."""
    return may_keep_handover(account, item.vessel)  # type: ignore[attr-defined]
