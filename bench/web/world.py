"""The house in which the cases happen: stations, staff, ships and units, and the accounts that send the requests."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.fleet.models import Customer, Equipment, Vessel
from aftersail.people.models import Area, Port, Staff, Station
from aftersail.web.demo.geography import STATIONS, port_named
from aftersail.web.demo.small import World, load_small

CUSTOMERS = 60
VESSELS = 600
UNITS = 6000
STAFF = 120


def build_world(seed: int = 7) -> Account:
    """Make the masters, unless they are there, and return the dispatcher, who sees every row and sends the requests.

    They are the small world of the tests, and a fleet of a real maker's size around it.
    """
    with as_system(), transaction.atomic():
        known = Account.objects.filter(username="dispatcher")
        if not known.exists():
            _widen(load_small(), Random(seed))
        return known.get()


def _widen(world: World, dice: Random) -> None:
    stations = [*_stations(world).values()]
    staff = Staff.objects.bulk_create(
        Staff(number=f"X{n:03d}", name=f"工程师{n:03d}", station=stations[n % len(stations)])
        for n in range(STAFF)
    )
    at_station = {station.pk: [one for one in staff if one.station_id == station.pk] for station in stations}
    customers = Customer.objects.bulk_create(
        Customer(code=f"K{n:03d}", name=f"远晟航运 {n:03d} 公司", name_en=f"Yuansheng Shipping {n:03d}")
        for n in range(CUSTOMERS)
    )
    today = timezone.localdate()
    vessels = []
    for n in range(VESSELS):
        station = stations[int(len(stations) * dice.random() ** 1.5)]
        vessels.append(Vessel(
            hull_code=f"YS-{n:04d}", name=f"远晟 {n}", name_en=f"Yuansheng {n}", customer=dice.choice(customers), built_by=world.yard,
            station=station, home_port=station.port, lies_at=station.port, steward=dice.choice(at_station[station.pk]),
            delivered_on=today - timedelta(days=dice.randrange(30, 12 * 365)),
        ))  # fmt: skip
    Vessel.objects.bulk_create(vessels)
    models = (world.radar_model, world.old_radar_model, world.generator_model)
    Equipment.objects.bulk_create(
        Equipment(
            vessel=vessels[n % VESSELS], model=models[n % 3], serial_number=f"BN{n:06d}", name=f"{n % 9 + 1} 号{models[n % 3].family.name}",
            commissioned_on=vessels[n % VESSELS].delivered_on,
        )
        for n in range(UNITS)
    )  # fmt: skip


def _stations(world: World) -> dict[str, Station]:
    made = dict(world.stations)
    for spot in STATIONS:
        if spot.code in made:
            continue
        at = port_named(spot.port)
        area = Area.objects.get(code=at.area)
        port = Port.objects.create(
            code=at.code,
            name=at.name,
            name_en=at.name_en,
            area=area,
            latitude=at.latitude,
            longitude=at.longitude,
        )
        made[spot.code] = Station.objects.create(
            code=spot.code, name=spot.name, name_en=spot.name_en, port=port, area=area
        )
    return {code: station for code, station in made.items() if not station.headquarters}
