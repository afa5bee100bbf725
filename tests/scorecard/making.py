"""Cases written straight into a small world, so that a figure can be worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from aftersail.cases.models import Case, WorkOrder
from aftersail.core.scope import as_system
from aftersail.visits.models import Visit
from aftersail.web.demo.small import World

_numbers = count(1)


def make_case(world: World, reported_at: datetime, **values: Any) -> Case:
    """Write a case of the first vessel; anything may be said of it, lawful or not."""
    vessel = values.pop("vessel", world.vessel)
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "number": f"SC-TEST-{n:05d}", "title": f"case {n}", "channel": "phone", "state": "closed", "severity": "S2", "stage": "warranty",
        "customer_id": vessel.customer_id, "station_id": vessel.station_id, "open_to_yard_id": vessel.open_to_yard_id,
        "owner": world.staff["steward"],
    }  # fmt: skip
    with as_system():
        return Case.objects.create(vessel=vessel, reported_at=reported_at, **(defaults | values))


def make_visit(world: World, case: Case, at: datetime, lead: str = "engineer", **values: Any) -> Visit:
    """Write a work order and a visit of one day for a case."""
    n = next(_numbers)
    with as_system():
        order = WorkOrder.objects.create(
            number=f"WO-TEST-{n:05d}",
            case=case,
            state="done",
            scope="repair",
            port=world.ports["QDG"],
            window_from=at,
            window_until=at + timedelta(days=1),
        )
        return Visit.objects.create(
            number=f"V-TEST-{n:05d}",
            order=order,
            lead=world.staff[lead],
            planned_from=at,
            planned_until=at + timedelta(hours=8),
            **values,
        )
