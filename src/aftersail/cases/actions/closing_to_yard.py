"""A yard's access to a hull ends at the handover, and with it that to the hull's cases and requests (HANDBOOK §5)."""

from __future__ import annotations

from aftersail.cases.models import Case
from aftersail.core.models import SearchEntry
from aftersail.fleet.models import Vessel
from aftersail.intake.models import Request


def follow_vessel(vessel: Vessel) -> None:
    """Give cases and requests of a vessel the yard that may see the vessel now, or none.

    What the yard still owes went into the handover as leftovers, which it keeps seeing by themselves.
    """
    rows = Case.objects.filter(vessel=vessel)
    moved = [one for one in rows if one.open_to_yard_id != vessel.open_to_yard_id]
    Case.objects.filter(pk__in=[one.pk for one in moved]).update(open_to_yard=vessel.open_to_yard_id)
    Request.objects.filter(vessel=vessel).update(open_to_yard=vessel.open_to_yard_id)
    for one in moved:
        one.open_to_yard_id = vessel.open_to_yard_id
        SearchEntry.objects.filter(pk=one.pk).update(keys=one.reach_keys())
    for request in Request.objects.filter(vessel=vessel):
        SearchEntry.objects.filter(pk=request.pk).update(keys=request.reach_keys())
