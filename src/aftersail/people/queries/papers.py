"""Certificates that end: who holds them, who must be told, and in how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from aftersail.core.models import AccessGrant, Account
from aftersail.core.roles import Role
from aftersail.people.models import Certificate, Staff

NOTICES = (60, 30, 7, 0)
"""Days before the end at which holder and manager are told; the last is the day itself (default of the house)."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends, and how many days are left; negative when it has ended."""

    paper: Certificate
    days: int

    @property
    def ago(self) -> int:
        """How many days ago it ended; 0 for one that has not."""
        return max(0, -self.days)


def endings(account: Account | None, on: date, within: int) -> list[Ending]:
    """Return the certificates of active people that end within so many days and have no successor, soonest first."""
    newer = Certificate.objects.filter(
        staff=OuterRef("staff"), kind=OuterRef("kind"), expires_on__gt=OuterRef("expires_on")
    )
    rows = Certificate.objects.all() if account is None else Certificate.objects.visible_to(account)
    rows = rows.filter(staff__active=True, expires_on__lte=on + timedelta(days=within)).exclude(Exists(newer))
    rows = rows.select_related("staff__station", "staff__account", "kind").order_by(
        "expires_on", "staff__number"
    )
    return [Ending(paper, (paper.expires_on - on).days) for paper in rows if paper.expires_on]


def to_tell(staff: Staff) -> list[Account]:
    """Return who hears of a person's papers and leave: the person, and the managers of the station."""
    grants = AccessGrant.objects.filter(
        kind="station", target_id=staff.station_id, until=None, account__isnull=False
    )
    found = [
        grant.account
        for grant in grants.select_related("account")
        if grant.account and grant.account.is_active and Role.STATION_MANAGER in grant.account.role_set
    ]
    if staff.account is not None and staff.account.is_active:
        found.append(staff.account)
    return list({one.pk: one for one in found}.values())
