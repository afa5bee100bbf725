"""Reactions: a serious case that closed, and a delivery, owe the ship a call."""

from __future__ import annotations

from aftersail.care.actions import plan_after_closure, plan_after_delivery, plan_periodic
from aftersail.cases.events import CaseClosed
from aftersail.cases.models import Case
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.fleet.events import HandoverAccepted, VesselDelivered
from aftersail.fleet.models import Vessel


@on(CaseClosed)
def owe_call_after_closure(_event: CaseClosed, entry: LogEntry) -> None:
    """Plan the call after an S1 or S2 closed."""
    plan_after_closure(case=Case.objects.select_related("vessel").get(pk=entry.subject_id), at=entry.at)


@on(VesselDelivered)
def owe_calls_after_delivery(event: VesselDelivered, entry: LogEntry) -> None:
    """Plan the calls 30 and 90 days after a delivery."""
    vessel = Vessel.objects.get(pk=event.vessel_id)
    plan_after_delivery(by=None, vessel=vessel, delivered_on=event.delivered_on, at=entry.at)


@on(HandoverAccepted)
def make_plan_after_handover(event: HandoverAccepted, entry: LogEntry) -> None:
    """Make the ship's plan of return visits: 30 and 90 days after delivery, then at regular intervals (R41, R79)."""
    vessel = Vessel.objects.get(pk=event.vessel_id)
    plan_after_delivery(by=None, vessel=vessel, delivered_on=event.delivered_on, at=entry.at)
    plan_periodic(vessel=vessel, since=event.delivered_on, at=entry.at)
