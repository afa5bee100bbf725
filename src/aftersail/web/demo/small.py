"""A world of a handful of records, in which a test can make its own history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.roles import HOUSE, Role
from aftersail.fleet.actions.ledger import begin_states
from aftersail.fleet.models import (
    Customer,
    Equipment,
    FailureCode,
    ProductModel,
    ServiceAccount,
    Vessel,
    Yard,
)
from aftersail.fleet.states import HullStage
from aftersail.people.models import Certificate, CertificateKind, Port, Skill, Staff, StaffSkill, Station
from aftersail.supply.models import Part
from aftersail.visits.models import Procedure
from aftersail.web.demo.accounts import DEMO_ACCOUNTS, password_hash
from aftersail.web.demo.always import always
from aftersail.web.demo.small_masters import (
    all_codes,
    customer_named,
    few_models,
    few_stations,
    five_units,
    keep_promises,
    one_procedure,
    three_vessels,
)


@dataclass
class World:
    """The named objects of the small world; accounts by sign-in name, staff by role or by what sets them apart.

    QD lies in the north, SH in the east. `customer` owns `vessel` (delivered ten months ago, in warranty, lies at
    Qingdao) and `old_vessel` (six years old); `other_customer` owns `yard_vessel`, still at `yard` in Shanghai.
    """

    house: Organisation
    stations: dict[str, Station]
    ports: dict[str, Port]
    skills: dict[str, Skill]
    yard: Yard
    customer: Customer
    other_customer: Customer
    vessel: Vessel
    old_vessel: Vessel
    yard_vessel: Vessel
    radar_model: ProductModel
    old_radar_model: ProductModel
    generator_model: ProductModel
    radar: Equipment
    radar_transceiver: Equipment
    generator: Equipment
    old_radar: Equipment
    yard_radar: Equipment
    part: Part
    procedure: Procedure
    codes: dict[str, FailureCode]
    accounts: dict[str, Account] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)

    @property
    def station(self) -> Station:
        """The station that covers `vessel`."""
        return self.stations["QD"]

    @property
    def other_station(self) -> Station:
        """The station that covers `yard_vessel`."""
        return self.stations["SH"]

    def account(self, role: str) -> Account:
        """Return an account that holds this role (the first of them)."""
        return next(account for account in self.accounts.values() if role in account.roles)


@transaction.atomic
def load_small(*, today: date | None = None) -> World:
    """Make the small world; to be called under every row (`as_system`).

    Two customers, three vessels, one yard, two stations beside the headquarters, four engineers, all demo
    accounts plus `other_crew` and `other_engineer`, no history.
    """
    today = today or timezone.localdate()
    house = Organisation.objects.create(
        name="海澄船舶装备研究所", name_en="Haicheng Marine Equipment Institute", kind="house"
    )
    ports, stations = few_stations()
    skills = {
        code: Skill.objects.create(code=code, name=name, name_en=name_en)
        for code, name, name_en in (("RAD", "导航雷达", "Radar"), ("GEN", "发电机组", "Generator sets"))
    }
    models = few_models(skills)
    keep_promises(models)
    customers = [
        customer_named(n, name, name_en)
        for n, (name, name_en) in enumerate(
            (("碧川远洋运输公司", "Bichuan Ocean Shipping"), ("南屏海事工程公司", "Nanping Marine Works")), 1
        )
    ]
    yard = Yard.objects.create(
        code="Y-LJ",
        name="鹭江重工船厂",
        name_en="Lujiang Shipyard",
        port=ports["SHG"],
        organisation=Organisation.objects.create(
            name="鹭江重工", name_en="Lujiang Heavy Industries", kind="yard"
        ),
    )
    vessels = three_vessels(customers, yard, stations, ports, today)
    units = five_units(vessels, models, today)
    begin_states(units, at=timezone.now())
    world = World(
        house=house, stations=stations, ports=ports, skills=skills, yard=yard,
        customer=customers[0], other_customer=customers[1],
        vessel=vessels[0], old_vessel=vessels[1], yard_vessel=vessels[2],
        radar_model=models["HR-300"], old_radar_model=models["HR-100"], generator_model=models["GD-500"],
        radar=units[0], radar_transceiver=units[1], generator=units[2], old_radar=units[3], yard_radar=units[4],
        part=Part.objects.create(number="HR-PSU-24", name="电源模块", name_en="Power module", family=models["HR-300"].family, price_cny=Decimal("3600.00"), serialised=True),
        procedure=one_procedure(models["HR-300"].family),
        codes=all_codes(),
    )  # fmt: skip
    _accounts(world)
    _staff(world, today)
    _grants(world)
    return world


def _accounts(world: World) -> None:
    secret = password_hash()
    sides = {
        Role.CREW: always(world.customer.organisation),
        Role.FLEET_MANAGER: always(world.customer.organisation),
        Role.YARD: always(world.yard.organisation),
        Role.SUPPLIER: Organisation.objects.create(name="泊远配套", kind="supplier"),
    }
    for spec in DEMO_ACCOUNTS:
        world.accounts[spec.username] = Account.objects.create(
            username=spec.username,
            name=spec.name,
            name_en=spec.name_en,
            password=secret,
            roles=[spec.role],
            organisation=sides.get(spec.role, world.house),
        )
    others = (
        ("other_crew", "任他船", Role.CREW, always(world.other_customer.organisation)),
        ("other_engineer", "孔祥舟", Role.ENGINEER, world.house),
    )
    for username, name, role, organisation in others:
        world.accounts[username] = Account.objects.create(
            username=username, name=name, password=secret, roles=[role], organisation=organisation
        )


def _staff(world: World, today: date) -> None:
    engineers = (
        ("engineer", "QD", {"RAD": 3, "GEN": 2}),
        ("second_engineer", "QD", {"RAD": 2}),
        ("unskilled_engineer", "QD", {"GEN": 1}),
        ("other_engineer", "SH", {"RAD": 3, "GEN": 3}),
    )
    permit = CertificateKind.objects.create(
        code="boarding", name="登船许可", name_en="Boarding permit", boarding=True
    )
    for n, (key, station, levels) in enumerate(engineers, 1):
        account = world.accounts.get(key)
        staff = Staff.objects.create(
            number=f"E{n:03d}",
            name=account.name if account else f"工程师{n}",
            account=account,
            station=world.stations[station],
        )
        StaffSkill.objects.bulk_create(
            StaffSkill(staff=staff, skill=world.skills[skill], level=level) for skill, level in levels.items()
        )
        Certificate.objects.create(
            staff=staff,
            kind=permit,
            number=f"B-{n}",
            valid_from=today - timedelta(200),
            expires_on=today + timedelta(400),
        )
        world.staff[key] = staff
    for n, (username, account) in enumerate(world.accounts.items(), 50):
        if username not in world.staff and account.role_set & HOUSE:
            world.staff[username] = Staff.objects.create(
                number=f"D{n:03d}",
                name=account.name,
                account=account,
                station=world.stations["QD" if username in {"manager", "steward"} else "HQ"],
                serves_on_board=False,
            )
    for vessel in (world.vessel, world.old_vessel, world.yard_vessel):
        Vessel.objects.filter(pk=vessel.pk).update(
            steward=world.staff["steward"], deputy=world.staff["manager"]
        )
        vessel.refresh_from_db()
    for vessel in (world.vessel, world.old_vessel):
        on = always(vessel.delivered_on)
        ServiceAccount.objects.create(vessel=vessel, delivered_on=on, opened_on=on)
        Vessel.objects.filter(pk=vessel.pk).update(stage=HullStage.IN_SERVICE)
        vessel.refresh_from_db()
    Vessel.objects.filter(pk=world.yard_vessel.pk).update(stage=HullStage.COMMISSIONING)
    world.yard_vessel.refresh_from_db()


def _grants(world: World) -> None:
    accounts = world.accounts
    granted: list[tuple[str, str, Any]] = [
        ("manager", "station", world.station),
        ("engineer", "station", world.station),
        ("other_engineer", "station", world.other_station),
        ("steward", "vessel", world.vessel),
        ("steward", "vessel", world.old_vessel),
        ("crew", "vessel", world.vessel),
        ("other_crew", "vessel", world.yard_vessel),
        ("owner", "customer", world.customer),
        ("yard", "yard", world.yard),
    ]
    for username, kind, target in granted:
        AccessGrant.objects.create(account=accounts[username], kind=kind, target_id=target.pk)
