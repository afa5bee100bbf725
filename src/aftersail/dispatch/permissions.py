"""Who may see and decide who goes where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.permissions import may_move_order
from aftersail.cases.states import DESK_ROLES
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.states import PARTNER_ORDER

READERS = frozenset({*DESK_ROLES, Role.SERVICE_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR})
"""Who reads the queue and the proposals, load and reasons included."""

PLANNERS = frozenset(DESK_ROLES)

ASSIGNMENT_READERS = READERS | {Role.ENGINEER, Role.CREW, Role.FLEET_MANAGER, Role.YARD, Role.CONSULTANT}
"""Who may read who comes to a ship of theirs; distances, reasons and overrides are for `READERS`."""


def may_assign(by: Account, order: WorkOrder) -> Verdict:
    """Whether this person may send somebody for this order, in its present state."""
    return all_of(_plans(by), may_move_order(by, order, "assign")) if by.has_role(*PLANNERS) else _plans(by)


def may_release(by: Account, order: WorkOrder) -> Verdict:
    """Whether this person may take an engineer off this order; one already under way must abort the visit."""
    return all_of(_plans(by), may_move_order(by, order, "unassign")) if by.has_role(*PLANNERS) else _plans(by)


def may_lock(by: Account) -> Verdict:
    """Whether this person may lock a promise, or take a lock off."""
    return _plans(by)


def may_plan(by: Account) -> Verdict:
    """Whether this person may ask for a plan, publish it or throw it away."""
    return _plans(by)


def _plans(by: Account) -> Verdict:
    if by.has_role(*PLANNERS):
        return ALLOWED
    return refuse(_("Who goes is decided by the dispatcher or the station manager."))


PARTNER_READERS = READERS | {Role.SUPPLIER}
"""Who opens orders given to partners: the desk all that it reaches, a partner its own."""


def may_move_partner_order(by: Account, given: PartnerOrder, move: str) -> Verdict:
    """Whether this person may take this step: the partner's own people theirs, the desk its own."""
    verdict = PARTNER_ORDER.may(move, given.state, by.role_set)
    if PARTNER_ORDER.named(move).roles <= {Role.SUPPLIER} and given.partner_id not in by.reach_ids:
        return refuse(_("This step is for the partner's own people."))
    return verdict
