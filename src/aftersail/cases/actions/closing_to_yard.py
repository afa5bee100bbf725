"""A yard's access to a hull ends at the handover, and with it that to the hull's cases and requests (HANDBOOK §5)."""

from __future__ import annotations

from aftersail.cases.models import Case, CaseTask
from aftersail.core.models import SearchEntry
from aftersail.fleet.models import Vessel
from aftersail.intake.models import Request


def follow_vessel(vessel: Vessel) -> None:
    """Give cases and requests of a vessel its yard, or none; a case in which that yard still owes a task stays open to it."""
    rows = Case.objects.filter(vessel=vessel)
    yard = vessel.built_by
    if vessel.open_to_yard_id is None and yard is not None and yard.organisation_id is not None:
        owing = CaseTask.objects.filter(case__vessel=vessel, party=yard.organisation_id, done_at=None)
        rows = rows.exclude(pk__in=owing.values("case"))
    moved = [one for one in rows if one.open_to_yard_id != vessel.open_to_yard_id]
    Case.objects.filter(pk__in=[one.pk for one in moved]).update(open_to_yard=vessel.open_to_yard_id)
    Request.objects.filter(vessel=vessel).update(open_to_yard=vessel.open_to_yard_id)
    for one in moved:
        one.open_to_yard_id = vessel.open_to_yard_id
        SearchEntry.objects.filter(pk=one.pk).update(keys=one.reach_keys())
    for request in Request.objects.filter(vessel=vessel):
        SearchEntry.objects.filter(pk=request.pk).update(keys=request.reach_keys())
