"""Who changes, corrects and freezes technical states, and who keeps permits and the lines of products."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.fleet.models import Permit, StateChange
from aftersail.fleet.permissions import VESSEL_READERS
from aftersail.fleet.states import AUTHORS, FITTERS, PERMIT, STATE_CHANGE, USERS, PermitState

STATE_READERS = VESSEL_READERS
"""Whoever opens a ship also reads what is fitted aboard."""

PLANNERS = frozenset({*FITTERS, Role.DISPATCHER, Role.QUALITY})
CORRECTORS = frozenset({Role.QUALITY})
FREEZERS = frozenset({Role.QUALITY, Role.DISPATCHER, Role.STATION_MANAGER})
VERIFIERS = STATE_CHANGE.named("verify").roles | {Role.SERVICE_MANAGER}
"""The service manager may write down that the user confirmed, with the name of the person aboard."""

PERMIT_DECIDERS = PERMIT.named("approve").roles | PERMIT.named("submit").roles
PERMIT_AUTHORS = frozenset(AUTHORS)
LINEAGE_KEEPERS = frozenset({Role.DESIGNER, Role.QUALITY})
"""Versions, bills and the obsolescence register belong to design and quality."""


def may_plan_change(account: Account, _unit: object) -> Verdict:
    """Changes are planned by whoever fits units, by dispatch or by quality."""
    if account.has_role(*PLANNERS):
        return ALLOWED
    return refuse(_("Changes are planned by the engineer, the station, dispatch or quality."))


def may_move_change(account: Account, change: StateChange, move: str) -> Verdict:
    """Whether this person may take this step with a change, by the transition table."""
    roles = account.role_set
    if move == "verify" and Role.SERVICE_MANAGER in roles:
        roles = roles | {Role.CREW}
    return STATE_CHANGE.may(move, change.state, roles)


def verifying_side(account: Account) -> str:
    """Return for whom an account verifies: "quality", "user", or "" for neither."""
    if account.has_role(Role.QUALITY):
        return "quality"
    return "user" if account.has_role(*USERS, Role.SERVICE_MANAGER) else ""


def may_correct_state(account: Account, _unit: object) -> Verdict:
    """What the technical state says wrongly is put right by quality."""
    if account.has_role(*CORRECTORS):
        return ALLOWED
    return refuse(_("Only quality engineers correct a technical state. Plan a change instead."))


def may_freeze_state(account: Account, _vessel: object) -> Verdict:
    """A hull's state is frozen by quality, dispatch or the station."""
    if account.has_role(*FREEZERS):
        return ALLOWED
    return refuse(_("A technical state is frozen by quality, dispatch or the station manager."))


def may_keep_permit(account: Account, permit: Permit) -> Verdict:
    """A permit is written by quality or design while it is a draft."""
    if not account.has_role(*AUTHORS):
        return refuse(_("Permits are written by quality engineers and designers."))
    if permit.state != PermitState.DRAFT:
        return refuse(_("Only a draft can be changed. Return the permit to its author, or write a new one."))
    return ALLOWED


def may_move_permit(account: Account, permit: Permit, move: str) -> Verdict:
    """Whether this person may take this step with a permit, by the transition table."""
    return PERMIT.may(move, permit.state, account.role_set)


def may_keep_lineage(account: Account, _record: object) -> Verdict:
    """Versions, bills and obsolescence are kept by design and quality."""
    if account.has_role(*LINEAGE_KEEPERS):
        return ALLOWED
    return refuse(
        _("Versions, bills and the obsolescence register are kept by designers and quality engineers.")
    )
