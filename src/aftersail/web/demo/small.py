"""A world of a handful of records, in which a test can make its own history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.roles import HOUSE, Role
from aftersail.fleet.models import (
    BaselineRule,
    Contact,
    Customer,
    Equipment,
    FailureCode,
    Milestone,
    ProductFamily,
    ProductModel,
    Vessel,
    WarrantyTerm,
    Yard,
)
from aftersail.people.models import Area, Certificate, Coverage, Port, Skill, Staff, StaffSkill, Station
from aftersail.supply.models import Part
from aftersail.visits.models import Procedure
from aftersail.web.demo.accounts import DEMO_ACCOUNTS, password_hash
from aftersail.web.demo.geography import AREAS, HEADQUARTERS, STATIONS, StationSpot, port_named
from aftersail.web.demo.promises import WARRANTY_CLAUSES, baseline_rows

CODES = (
    ("mode", "NOO", "无输出", "No output"),
    ("mode", "ERO", "输出不稳", "Erratic output"),
    ("mode", "VIB", "振动", "Vibration"),
    ("mechanism", "2.4", "磨损", "Wear"),
    ("mechanism", "4.3", "失电", "No power"),
    ("cause", "1.2", "选材不当", "Improper material"),
    ("cause", "3.4", "正常磨损", "Expected wear and tear"),
    ("detection", "8", "偶然发现", "Casual observation"),
    ("activity", "1", "更换", "Replace"),
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
    house = Organisation.objects.create(name="海澄船舶装备研究所", name_en="Haicheng Marine Equipment Institute", kind="house")
    ports, stations = _stations()
    skills = {code: Skill.objects.create(code=code, name=name, name_en=name_en) for code, name, name_en in (("RAD", "导航雷达", "Radar"), ("GEN", "发电机组", "Generator sets"))}
    models = _models(skills)
    _promises(models)
    customers = [_customer(n, name, name_en) for n, (name, name_en) in enumerate((("碧川远洋运输公司", "Bichuan Ocean Shipping"), ("南屏海事工程公司", "Nanping Marine Works")), 1)]
    yard = Yard.objects.create(
        code="Y-LJ",
        name="鹭江重工船厂",
        name_en="Lujiang Shipyard",
        port=ports["SHG"],
        organisation=Organisation.objects.create(name="鹭江重工", name_en="Lujiang Heavy Industries", kind="yard"),
    )
    vessels = _vessels(customers, yard, stations, ports, today)
    units = _units(vessels, models, today)
    world = World(
        house=house, stations=stations, ports=ports, skills=skills, yard=yard,
        customer=customers[0], other_customer=customers[1],
        vessel=vessels[0], old_vessel=vessels[1], yard_vessel=vessels[2],
        radar_model=models["HR-300"], old_radar_model=models["HR-100"], generator_model=models["GD-500"],
        radar=units[0], radar_transceiver=units[1], generator=units[2], old_radar=units[3], yard_radar=units[4],
        part=Part.objects.create(number="HR-PSU-24", name="电源模块", name_en="Power module", family=models["HR-300"].family, price_cny=Decimal("3600.00"), serialised=True),
        procedure=_procedure(models["HR-300"].family),
        codes={f"{kind}-{code}": FailureCode.objects.create(kind=kind, code=code, name=name, name_en=name_en) for kind, code, name, name_en in CODES},
    )  # fmt: skip
    _accounts(world)
    _staff(world, today)
    _grants(world)
    return world


def _stations() -> tuple[dict[str, Port], dict[str, Station]]:
    areas = {code: Area.objects.create(code=code, name=name, name_en=name_en) for code, name, name_en in AREAS}
    ports: dict[str, Port] = {}
    stations: dict[str, Station] = {}
    spots: list[StationSpot] = [HEADQUARTERS, *(s for s in STATIONS if s.code in {"QD", "SH"})]
    for spot in spots:
        at = port_named(spot.port)
        port = Port.objects.create(code=at.code, name=at.name, name_en=at.name_en, area=areas[at.area], latitude=at.latitude, longitude=at.longitude)
        ports[port.code] = port
        stations[spot.code] = Station.objects.create(
            code=spot.code, name=spot.name, name_en=spot.name_en, port=port, area=areas[at.area], headquarters=spot is HEADQUARTERS
        )
    for code, port_code in (("QD", "QDG"), ("SH", "SHG")):
        Coverage.objects.create(port=ports[port_code], station=stations[code], rank=1)
    Coverage.objects.create(port=ports["QDG"], station=stations["SH"], rank=2)
    return ports, stations


def _models(skills: Mapping[str, Skill]) -> dict[str, ProductModel]:
    families = {
        code: ProductFamily.objects.create(code=code, name=skill.name, name_en=skill.name_en, skill=skill) for code, skill in skills.items()
    }
    old = ProductModel.objects.create(code="HR-100", name="导航雷达 100 型", name_en="Radar 100", family=families["RAD"], criticality="A", legacy=True)
    return {
        "HR-100": old,
        "HR-300": ProductModel.objects.create(code="HR-300", name="导航雷达 300 型", name_en="Radar 300", family=families["RAD"], criticality="A", predecessor=old),
        "GD-500": ProductModel.objects.create(code="GD-500", name="柴油发电机组 500 型", name_en="Generator set 500", family=families["GEN"], criticality="B"),
    }


def _promises(models: Mapping[str, ProductModel]) -> None:
    BaselineRule.objects.bulk_create(BaselineRule(**row) for row in baseline_rows())
    families = {model.family.code: model.family for model in models.values()}
    for clause in WARRANTY_CLAUSES:
        family = clause.get("family")
        if family is None or family in families:
            WarrantyTerm.objects.create(**(clause | {"family": families.get(family) if family else None}))


def _customer(n: int, name: str, name_en: str) -> Customer:
    organisation = Organisation.objects.create(name=name, name_en=name_en, kind="customer")
    return Customer.objects.create(code=f"C{n:03d}", name=name, name_en=name_en, organisation=organisation)


def _vessels(customers: list[Customer], yard: Yard, stations: Mapping[str, Station], ports: Mapping[str, Port], today: date) -> list[Vessel]:
    common: dict[str, Any] = {"customer": customers[0], "built_by": yard, "station": stations["QD"], "home_port": ports["QDG"], "lies_at": ports["QDG"]}
    vessels = [
        Vessel.objects.create(hull_code="BC-101", name="碧川 1", name_en="Bichuan 1", vessel_type="多用途船", delivered_on=today - timedelta(300), **common),
        Vessel.objects.create(hull_code="BC-007", name="碧川 7", name_en="Bichuan 7", vessel_type="散货船", delivered_on=today - timedelta(6 * 365), **common),
        Vessel.objects.create(
            hull_code="NP-201", name="南屏 201", name_en="Nanping 201", vessel_type="工程船", customer=customers[1],
            built_by=yard, open_to_yard=yard, station=stations["SH"], home_port=ports["SHG"], lies_at=ports["SHG"],
        ),
    ]  # fmt: skip
    for vessel in vessels:
        Milestone.objects.create(vessel=vessel, kind="commissioning", actual_on=(vessel.delivered_on or today) - timedelta(60))
        Contact.objects.create(customer=vessel.customer, vessel=vessel, name="郑轮机", post="轮机长", phone="000-0000001")
        if vessel.delivered_on:
            Milestone.objects.create(vessel=vessel, kind="delivery", planned_on=vessel.delivered_on, actual_on=vessel.delivered_on)
    return vessels


def _units(vessels: list[Vessel], models: Mapping[str, ProductModel], today: date) -> list[Equipment]:
    def unit(vessel: Vessel, model: str, serial: str, name: str, parent: Equipment | None = None) -> Equipment:
        begun = (vessel.delivered_on or today) - timedelta(90)
        return Equipment.objects.create(
            vessel=vessel, model=models[model], serial_number=serial, name=name, parent=parent, location="驾驶室" if "雷达" in name else "机舱",
            shipped_on=begun, commissioned_on=begun + timedelta(30), running_hours=Decimal("1200.0"), running_hours_at=timezone.now(),
        )  # fmt: skip

    radar = unit(vessels[0], "HR-300", "HR300-0001", "1 号导航雷达")
    return [
        radar,
        unit(vessels[0], "HR-300", "HR300-0001-T", "雷达收发机", radar),
        unit(vessels[0], "GD-500", "GD500-0001", "1 号发电机组"),
        unit(vessels[1], "HR-100", "HR100-0077", "导航雷达"),
        unit(vessels[2], "HR-300", "HR300-0002", "导航雷达"),
    ]


def _procedure(family: ProductFamily) -> Procedure:
    steps = [
        {"text": "断电挂牌", "text_en": "Switch off and tag", "required": True, "hold_point": True},
        {"text": "测量电源输出", "text_en": "Measure the supply", "required": True, "unit": "V", "low": "22.8", "high": "25.2"},
        {"text": "通电试运行", "text_en": "Trial run", "required": True},
    ]
    return Procedure.objects.create(code="P-RAD-01", title="雷达检修", title_en="Radar repair", family=family, steps=steps)


def _accounts(world: World) -> None:
    secret = password_hash()
    sides = {Role.CREW: world.customer.organisation, Role.FLEET_MANAGER: world.customer.organisation, Role.YARD: world.yard.organisation}
    for spec in DEMO_ACCOUNTS:
        world.accounts[spec.username] = Account.objects.create(
            username=spec.username, name=spec.name, name_en=spec.name_en, password=secret, roles=[spec.role], organisation=sides.get(spec.role, world.house)
        )
    others = (("other_crew", "任他船", Role.CREW, world.other_customer.organisation), ("other_engineer", "孔祥舟", Role.ENGINEER, world.house))
    for username, name, role, organisation in others:
        world.accounts[username] = Account.objects.create(username=username, name=name, password=secret, roles=[role], organisation=organisation)


def _staff(world: World, today: date) -> None:
    engineers = (
        ("engineer", "QD", {"RAD": 3, "GEN": 2}),
        ("second_engineer", "QD", {"RAD": 2}),
        ("unskilled_engineer", "QD", {"GEN": 1}),
        ("other_engineer", "SH", {"RAD": 3, "GEN": 3}),
    )
    for n, (key, station, levels) in enumerate(engineers, 1):
        account = world.accounts.get(key)
        staff = Staff.objects.create(number=f"E{n:03d}", name=account.name if account else f"工程师{n}", account=account, station=world.stations[station])
        StaffSkill.objects.bulk_create(StaffSkill(staff=staff, skill=world.skills[skill], level=level) for skill, level in levels.items())
        Certificate.objects.create(staff=staff, kind="boarding", number=f"B-{n}", valid_from=today - timedelta(200), expires_on=today + timedelta(400))
        world.staff[key] = staff
    for n, (username, account) in enumerate(world.accounts.items(), 50):
        if username not in world.staff and account.role_set & HOUSE:
            world.staff[username] = Staff.objects.create(
                number=f"D{n:03d}", name=account.name, account=account, station=world.stations["QD" if username in {"manager", "steward"} else "HQ"], serves_on_board=False
            )
    for vessel in (world.vessel, world.old_vessel, world.yard_vessel):
        Vessel.objects.filter(pk=vessel.pk).update(steward=world.staff["steward"], deputy=world.staff["manager"])
        vessel.refresh_from_db()


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
