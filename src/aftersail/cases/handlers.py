"""Reactions: when a hull closes to its yard, so do its cases and requests."""

from __future__ import annotations

from aftersail.cases.actions.closing_to_yard import follow_vessel
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.fleet.events import HandoverAccepted, VesselDelivered
from aftersail.fleet.models import Vessel


@on(VesselDelivered, HandoverAccepted)
def close_cases_to_yard(event: VesselDelivered | HandoverAccepted, _entry: LogEntry) -> None:
    """Bring cases and requests of a hull into step with who may see the hull."""
    follow_vessel(Vessel.objects.get(pk=event.vessel_id))
