"""A visit to a ship with a tree of thousands of units."""

from __future__ import annotations

from uuid import UUID

from aftersail.core.scope import as_system
from aftersail.fleet.models import Equipment
from aftersail.web.demo.small import load_small
from tests.dispatch.conftest import Story
from tests.visits.conftest import Aboard

PARTS_OF_EACH = 20


def visit_on_a_large_ship(units: int) -> tuple[UUID, UUID]:
    """Make the small world with so many units on its ship; return the engineer's visit and the ship."""
    with as_system():
        world = load_small()
        model = world.radar.model
        standing = Equipment.objects.filter(vessel=world.vessel, removed_on=None).count()
        made = [
            Equipment(vessel=world.vessel, model=model, name=f"机柜单元 {n}", serial_number=f"BENCH-{n:05}", location="机舱")
            for n in range(units - standing)
        ]  # fmt: skip
        for n, unit in enumerate(made):
            if n % (PARTS_OF_EACH + 1):
                unit.parent = made[n - n % (PARTS_OF_EACH + 1)]
        Equipment.objects.bulk_create(made)
        visit = Aboard(Story(world))
    return visit.pk, world.vessel.pk
