"""Who reads which figures."""

from __future__ import annotations

from aftersail.cases.permissions import SEES_COST
from aftersail.core.models import Account
from aftersail.core.roles import DESK, Role

READERS = frozenset({*DESK, Role.FINANCE, Role.FLEET_MANAGER})
WORKLOAD_READERS = frozenset(DESK)
LADDER_READERS = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR, Role.FINANCE,
})  # fmt: skip
"""Who reads what people have shown for their grades and where they worked: managers and HR."""

KNOWS_CASES = READERS - {Role.FINANCE}
"""Finance sees what service costs, and no case text."""


def sees_service(account: Account) -> bool:
    """Whether figures of speed and quality are shown to this person."""
    return account.has_role(*KNOWS_CASES)


def sees_cost(account: Account) -> bool:
    """Whether figures of money are shown to this person; never to customers."""
    return account.has_role(*SEES_COST) and account.is_house


def compares_stations(account: Account) -> bool:
    """Whether tables by station and area are shown: to the house."""
    return account.is_house
