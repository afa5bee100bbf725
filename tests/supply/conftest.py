"""A store at each station, a kit, parts with and without serial numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.supply.actions.moves import every_station
from aftersail.supply.actions.stores import receive_stock
from aftersail.supply.models import Part, StockPlace, StockTotal, Tool
from aftersail.web.demo.small import World


@dataclass
class Stores:
    """The central warehouse, a store in Qingdao and one in Shanghai, and a bolt that has no serial number."""

    world: World
    central: StockPlace
    store: StockPlace
    other_store: StockPlace
    bolt: Part

    def put(
        self, quantity: int, *, part: Part | None = None, place: StockPlace | None = None, **more: Any
    ) -> None:
        """Take parts in, as the dispatcher."""
        receive_stock(
            by=self.world.accounts["dispatcher"], id=new_id(), place=place or self.store, part=part or self.bolt, quantity=quantity,
            at=timezone.now(), **more,
        )  # fmt: skip

    def total(self, *, part: Part | None = None, place: StockPlace | None = None) -> tuple[int, int]:
        """Return how many lie there and how many of them are held."""
        found = StockTotal.objects.filter(place=place or self.store, part=part or self.bolt).first()
        return (found.quantity, found.reserved) if found else (0, 0)


def make_stores(world: World) -> Stores:
    """Put the stores down; under every row."""
    keys = every_station()

    def place(code: str, kind: str, station: str) -> StockPlace:
        return StockPlace.objects.create(
            code=code,
            name=f"{code} 库",
            name_en=f"{code} store",
            kind=kind,
            station=world.stations[station],
            keys=keys,
        )

    return Stores(
        world,
        place("HQ-A", "central", "HQ"),
        place("QD-A", "station", "QD"),
        place("SH-A", "station", "SH"),
        Part.objects.create(
            number="GEN-B1", name="螺栓", name_en="Bolt", price_cny=Decimal(5), sale_price_cny=Decimal(8)
        ),
    )


@pytest.fixture
def stores(world: World) -> Stores:
    """Return empty stores."""
    with as_system():
        return make_stores(world)


@pytest.fixture
def tool(world: World) -> Tool:
    """A torque wrench of Qingdao, calibrated half a year ago, good for another half."""
    today = timezone.localdate()
    with as_system():
        return Tool.objects.create(
            asset_number="T-001", name="扭矩扳手", name_en="Torque wrench", tool_class="torque wrench", station=world.station,
            interval_months=12, calibrated_on=today.replace(day=1), due_on=today.replace(day=1, year=today.year + 1),
        )  # fmt: skip


def account(world: World, name: str) -> Account:
    """Return an account as a request would load it."""
    return Account.objects.get(pk=world.accounts[name].pk)
