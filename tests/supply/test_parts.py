"""The parts catalogue: kept by the dispatcher, read by the house with its prices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from aftersail.core.masters import master_named
from aftersail.core.masters.saving import enter_record
from aftersail.core.refusals import Forbidden
from aftersail.core.scope import entered
from aftersail.core.verdicts import Refused

pytestmark = pytest.mark.django_db
VALUES = {"number": "XX-1", "name": "密封圈", "price_cny": Decimal("12.50")}


def test_a_part_is_entered_by_the_dispatcher_alone(world):
    master = master_named("supply.parts")
    by, engineer = world.accounts["dispatcher"], world.accounts["engineer"]
    with entered(by.scope()):
        assert enter_record(master, by=by, values=VALUES, at=timezone.now()).price_cny == Decimal("12.50")
        with pytest.raises(Refused):
            enter_record(
                master, by=by, values=VALUES | {"number": "XX-2", "price_cny": Decimal(-1)}, at=timezone.now()
            )
    with entered(engineer.scope()), pytest.raises(Forbidden):
        enter_record(master, by=engineer, values=VALUES | {"number": "XX-3"}, at=timezone.now())


@pytest.mark.parametrize("who", ["owner", "crew", "yard"])
def test_prices_are_not_for_people_outside(world, signed_in, who):
    assert signed_in(who).get("/api/v1/supply/parts").status_code == 403
    assert signed_in(who).get(master_named("supply.parts").url("list")).status_code == 403
