"""A ship at a glance, for programs: what the page of a vessel shows, in a handful of statements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from aftersail.core.models import Account
from aftersail.core.prepared import Prepared, SeenBy
from aftersail.fleet.models import Equipment, Milestone, StateChange, Vessel
from aftersail.fleet.queries.ledger import frozen_of
from aftersail.fleet.queries.tree import systems
from aftersail.fleet.states import ChangeState

FACTS = (
    "id", "version", "hull_code", "name", "name_en", "imo_number", "vessel_type", "customer_id", "customer__name", "built_by_id",
    "station_id", "station__name", "home_port_id", "lies_at_id", "lies_at__name", "steward_id", "steward__name", "deputy_id",
    "deputy__name", "delivered_on", "retired_on", "code_scheme_id",
)  # fmt: skip
VESSEL = Prepared(lambda vessel: Vessel.objects.filter(pk=vessel).values_list(*FACTS), UUID)
DATES = Prepared(
    lambda vessel: (
        Milestone.objects.filter(vessel=vessel)
        .order_by("planned_on", "pk")
        .values_list("kind", "planned_on", "actual_on")
    ),
    UUID,
)
ABOARD = SeenBy(
    Equipment,
    lambda rows, vessel: (
        rows.filter(vessel=vessel, removed_on=None)
        .order_by()
        .values_list("vessel")
        .annotate(
            units=Count("pk"),
            outermost=Count("pk", filter=Q(parent=None)),
            unknown=Count("pk", filter=Q(product_version=None)),
        )
        .values_list("units", "outermost", "unknown")
    ),
    UUID,
)
WAITING = SeenBy(
    StateChange,
    lambda rows, vessel: (
        rows.filter(vessel=vessel, state__in=(ChangeState.PLANNED, ChangeState.INSTALLED))
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    ),
    UUID,
)


def vessel_summary(account: Account, vessel: Vessel) -> dict[str, Any]:
    """Return a ship's facts, milestones, systems with their outermost units, frozen states and counts."""
    facts = VESSEL.first(vessel.pk)
    units, outermost, unknown = ABOARD.first(account, vessel.pk) or (0, 0, 0)
    waiting = dict(WAITING.rows(account, vessel.pk))
    return {
        "vessel": dict(zip(FACTS, facts or (), strict=False)),
        "milestones": [{"kind": kind, "planned_on": planned, "actual_on": actual} for kind, planned, actual in DATES.rows(vessel.pk)],
        "systems": [asdict(one) for one in systems(account, vessel.pk, vessel.code_scheme_id)],
        "counts": {
            "units": units, "outermost": outermost, "version_unknown": unknown, "changes_planned": waiting.get("planned", 0),
            "changes_to_verify": waiting.get("installed", 0),
        },
        "frozen": [{"kind": kind, "state_on": on, "frozen_at": at, "frozen_by": by} for kind, on, at, by, _d in frozen_of(vessel.pk)],
    }  # fmt: skip
