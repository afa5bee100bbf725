"""Who answers for a hull, and which hulls have nobody present (R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from aftersail.core.models import AccessGrant, Account
from aftersail.core.prepared import Prepared
from aftersail.core.roles import Role
from aftersail.fleet.models import Vessel
from aftersail.fleet.rules.handover import steward_gap
from aftersail.fleet.states import StewardGap
from aftersail.people.models import Leave


def owners_of(vessel: Vessel) -> list[Account]:
    """Return the accounts that plan by a hull's dates: service manager, deputy, station manager, dispatchers."""
    named = [
        one.account for one in (vessel.steward, vessel.deputy) if one is not None and one.account is not None
    ]
    holders = AccessGrant.objects.filter(
        target_id__in=[vessel.station_id] if vessel.station_id else [], kind="station"
    ).values("account")
    managers = Account.objects.filter(pk__in=holders, roles__contains=[Role.STATION_MANAGER], is_active=True)
    dispatchers = Account.objects.filter(roles__contains=[Role.DISPATCHER], is_active=True)
    everybody = {one.pk: one for one in (*named, *managers, *dispatchers) if one.is_active}
    return list(everybody.values())


@dataclass(frozen=True, slots=True)
class Unattended:
    """A ship in service care with nobody to turn to, and why."""

    vessel: Vessel
    gap: StewardGap


AWAY = Prepared(
    lambda on: Leave.objects.filter(first_day__lte=on, last_day__gte=on).values_list("staff_id"), date
)


def away_on(on: date) -> set[object]:
    """Return the ids of staff on leave on a day."""
    return {staff_id for (staff_id,) in AWAY.rows(on)}


def gap_of(vessel: Vessel, away: set[object]) -> StewardGap | None:
    """Return why a ship has nobody to turn to, if so."""
    return steward_gap(
        steward=vessel.steward_id, deputy=vessel.deputy_id,
        steward_active=vessel.steward is None or vessel.steward.active,
        deputy_active=vessel.deputy is None or vessel.deputy.active,
        steward_away=vessel.steward_id in away, deputy_away=vessel.deputy_id in away,
    )  # fmt: skip


def unattended(vessels: QuerySet[Vessel], on: date) -> list[Unattended]:
    """Return those ships in service care that have nobody to turn to on a day, with the reason (R42)."""
    away = away_on(on)
    rows = vessels.filter(retired_on=None).exclude(service_account=None).select_related("steward", "deputy")
    return [Unattended(one, gap) for one in rows.order_by("hull_code") if (gap := gap_of(one, away))]
