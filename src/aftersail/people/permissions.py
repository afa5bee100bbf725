"""Who may write which master of the people chapter."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.people.models import Station
from aftersail.people.states import CONTRACT_KEEPERS, RULE_KEEPERS, EditionState

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
