"""What follows when a date of a hull is set, moved or reached."""

from __future__ import annotations

from datetime import datetime

from aftersail.core.log import record as log
from aftersail.core.models import Account, SearchEntry
from aftersail.fleet.events import MilestoneMoved, MilestoneReached, VesselDelivered
from aftersail.fleet.models import Equipment, Milestone, Vessel
from aftersail.fleet.states import MilestoneKind


def follow_milestone(record: Milestone, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Tell the vessel's followers of a moved or reached date; at delivery, hand the vessel over.

    Runs in the transaction that wrote the milestone.
    """
    vessel = record.vessel
    if "planned_on" in changed and record.planned_on is not None:
        moved = MilestoneMoved(
            vessel_id=vessel.pk, kind=record.kind, planned_on=record.planned_on, before=None
        )
        log(moved, by=by, about=vessel, at=at)
    if "actual_on" not in changed or record.actual_on is None:
        return
    log(
        MilestoneReached(vessel_id=vessel.pk, kind=record.kind, actual_on=record.actual_on),
        by=by,
        about=vessel,
        at=at,
    )
    if record.kind == MilestoneKind.DELIVERY and vessel.delivered_on != record.actual_on:
        _hand_over(vessel, record, by=by, at=at)


def _hand_over(vessel: Vessel, milestone: Milestone, *, by: Account | None, at: datetime) -> None:
    """Start the vessel's service life: its delivery date stands, and the yard's access ends."""
    assert milestone.actual_on is not None
    vessel.change(delivered_on=milestone.actual_on, open_to_yard=None)
    keys = vessel.reach_keys()
    aboard = [vessel.pk, *Equipment.objects.filter(vessel=vessel).values_list("pk", flat=True)]
    SearchEntry.objects.filter(pk__in=aboard).update(keys=keys)
    delivered = VesselDelivered(
        vessel_id=vessel.pk, customer_id=vessel.customer_id, delivered_on=milestone.actual_on
    )
    log(delivered, by=by, about=vessel, at=at)
