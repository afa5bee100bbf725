"""Who may write which master of the people chapter."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.people.models import Leave, Staff, Station
from aftersail.people.states import CONTRACT_KEEPERS, LEAVE, RULE_KEEPERS, EditionState

READERS = HOUSE - {Role.ADMIN}
"""The house reads its registers; the administrator keeps accounts, not business."""

KEEPERS = frozenset({Role.DISPATCHER, Role.STATION_MANAGER})
"""Who keeps registers of people: the dispatcher all, a station manager those of the own station."""

DISPATCHERS = frozenset({Role.DISPATCHER})


def holds_station(account: Account, station_id: UUID | None) -> bool:
    """Whether a station manager answers for this station."""
    return account.has_role(Role.STATION_MANAGER) and station_id in account.reach_ids


def may_keep_places(account: Account, _record: object) -> Verdict:
    """Areas, ports, coverage and skills are the dispatcher's."""
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(
        _("Only the dispatcher changes the map of areas, ports and coverage, and the list of skills.")
    )


def may_keep_station(account: Account, station: Station) -> Verdict:
    """A station is changed by the dispatcher, or by its own manager."""
    if account.has_role(Role.DISPATCHER) or holds_station(account, station.pk):
        return ALLOWED
    return refuse(_("A station's record is changed by the dispatcher or by its own manager."))


def may_keep_staff_of(account: Account, station_id: UUID | None) -> Verdict:
    """Staff, their skills, certificates and leave are kept by the dispatcher or by the manager of their station."""
    if account.has_role(Role.DISPATCHER) or holds_station(account, station_id):
        return ALLOWED
    return refuse(_("Staff records are kept by the dispatcher or by the manager of the person's station."))


GROWTH_READERS = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.FINANCE, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR, Role.ENGINEER,
    Role.DESIGNER, Role.SERVICE_MANAGER, Role.CONSULTANT,
})  # fmt: skip
"""Who reads plans, trainings and promotions."""

LADDER_KEEPERS = frozenset({Role.DISPATCHER, Role.FINANCE})
"""Who keeps the criteria of the grades: the dispatcher, and finance with HR."""


def may_keep_ladder(account: Account, _record: object) -> Verdict:
    """The criteria of the grades are the dispatcher's and HR's."""
    if account.has_role(*LADDER_KEEPERS):
        return ALLOWED
    return refuse(_("The criteria of the grades are kept by the dispatcher and by HR."))


def may_promote(account: Account, station_id: UUID | None) -> Verdict:
    """Promotions are entered by HR, the dispatcher, or the manager of the person's station; never one's own."""
    if account.has_role(*LADDER_KEEPERS) or holds_station(account, station_id):
        return ALLOWED
    return refuse(
        _("Promotions are entered by HR, by the dispatcher or by the manager of the person's station.")
    )


def may_ask_leave(account: Account, person: Staff) -> Verdict:
    """Leave is asked for by the person, or entered by who keeps the station's people."""
    if person.account_id == account.pk:
        return ALLOWED
    return may_keep_staff_of(account, person.station_id)


def may_move_leave(account: Account, leave: Leave, name: str) -> Verdict:
    """Deciding is for the station's manager and the dispatcher, never for one's own leave; taking back also for the person."""
    own = leave.staff.account_id == account.pk
    state = LEAVE.may(name, leave.state, account.role_set)
    if not state:
        return state
    if name == "withdraw":
        return ALLOWED if own else may_keep_staff_of(account, leave.staff.station_id)
    if own:
        return refuse(_("Nobody decides on their own leave. Ask the dispatcher or another manager."))
    return may_keep_staff_of(account, leave.staff.station_id)


RULE_WRITERS = frozenset(RULE_KEEPERS)
CONTRACTORS = frozenset(CONTRACT_KEEPERS)
SCORERS = frozenset({Role.QUALITY, Role.DISPATCHER})
SEES_TERMS = frozenset({Role.DISPATCHER, Role.FINANCE, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR})
"""Who reads what partners cost and how they score."""


def may_keep_edition(account: Account, state: str) -> Verdict:
    """Policy and duties are written by quality or the executive, and only while they are a draft."""
    if not account.has_role(*RULE_KEEPERS):
        return refuse(_("Policy and duties are written by quality or the executive."))
    if state != EditionState.DRAFT:
        return refuse(_("An edition that was in force is never changed. Draft a new edition."))
    return ALLOWED


def may_keep_contracts(account: Account, _record: object = None) -> Verdict:
    """Consultants and partners are engaged by the dispatcher or by finance and HR."""
    if account.has_role(*CONTRACT_KEEPERS):
        return ALLOWED
    return refuse(_("Consultants and partners are kept by the dispatcher or by finance and HR."))


def may_score(account: Account, _record: object = None) -> Verdict:
    """Scores and weights are entered by quality or the dispatcher."""
    if account.has_role(*SCORERS):
        return ALLOWED
    return refuse(_("Scores and weights are entered by quality or the dispatcher."))
