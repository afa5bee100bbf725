"""The fleet: some ninety hulls from the slipway to old age, with their units in trees and the dates of their lives."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from aftersail.core.models import AccessGrant, Account
from aftersail.core.roles import Role
from aftersail.fleet.models import Contact, Customer, Equipment, Milestone, Vessel, WarrantyAdjustment, Yard
from aftersail.people.models import Port, Station
from aftersail.web.demo.accounts import UNUSABLE_PASSWORD, demo_account
from aftersail.web.demo.anomalies import BATCH, BATCH_MODEL, BATCH_YARD, SLIPPING_CUSTOMER
from aftersail.web.demo.catalogue import Family, ModelSpec, families
from aftersail.web.demo.names import People, in_pinyin, phone
from aftersail.web.demo.setting import Setting

VESSELS = 92
TYPES = ("多用途船", "散货船", "集装箱船", "工程船", "拖轮", "客滚船", "科考船", "供应船", "油化船", "巡航船")
HOURS_A_DAY = {
    "GEN": 9.5,
    "MON": 14.0,
    "RAD": 11.0,
    "NAV": 20.0,
    "STG": 11.0,
    "FWG": 8.0,
    "BWT": 1.5,
    "DKM": 0.8,
}
YARD_OF = {3: 2, 9: 2, 30: 2, 41: 2, 52: 2, 13: 0, 43: 0, 73: 0}
"""Hulls whose yard is given: the flawed yard's, and those still lying at the yard whose account visitors try."""
POSTS = ("船长", "轮机长", "大管轮", "电机员", "二副", "机务主管")


def build_fleet(stage: Setting, secret: str) -> None:
    """Put down the hulls, their units, contacts and crews."""
    _Slipway(stage, secret).launch_all()


class _Slipway:
    def __init__(self, stage: Setting, secret: str) -> None:
        self.stage, self.secret = stage, secret
        self.dice = stage.dice("fleet")
        self.people = People(stage.seed, "crews")
        self.built: dict[str, int] = {}

    def launch_all(self) -> None:
        """Launch every hull; the first belongs to the first customer and has the crew account to try."""
        customers = self.stage.customers
        for place in range(VESSELS):
            slipping = next(customer for customer in customers if customer.code == SLIPPING_CUSTOMER)
            customer = (
                customers[place]
                if place < len(customers)
                else slipping
                if place in {25, 26, 28, 31}
                else self.dice.one(customers)
            )
            self.launch(place, customer)

    def launch(self, place: int, customer: Customer) -> None:
        stage, dice = self.stage, self.dice
        delivered, expected = self._dates(place)
        yard = stage.yards[YARD_OF.get(place, dice.randrange(len(stage.yards)))]
        station, port = self._berth(place, customer, None if delivered else yard)
        short, short_en = customer.name[:2], customer.name_en.split(" ")[0]
        count = self.built[customer.code] = self.built.get(customer.code, 0) + 1
        number = count if place == 0 else count * 3 + dice.randrange(3)
        keepers = stage.stewards[station.code]
        vessel = stage.make(
            Vessel, dice, hull_code=f"{short_en[:2].upper()}{customer.code[-2:]}-{number:03d}", name=f"{short} {number}", name_en=f"{short_en} {number}",
            vessel_type=dice.one(TYPES), customer=customer, built_by=yard, open_to_yard=None if delivered else yard, station=station,
            home_port=port, lies_at=yard.port if delivered is None else port, steward=keepers[place % len(keepers)], deputy=stage.managers[station.code],
            delivered_on=delivered,
        )  # fmt: skip
        stage.vessels.append(vessel)
        self._milestones(vessel, delivered, expected)
        self._people(vessel, place)
        self._fit_out(vessel, delivered or expected)
        steward = vessel.steward.account
        stage.sheet.put(AccessGrant(account=steward, kind="vessel", target_id=vessel.pk))

    def _dates(self, place: int) -> tuple[date | None, date]:
        """Return the day of delivery (None in the yard) and the day expected."""
        today, dice = self.stage.today, self.dice
        if place % 10 == 3:
            return None, today + timedelta(days=dice.randrange(12, 70 if place in YARD_OF else 190))
        ages = {9: (5, 85), 0: (250, 330), 1: (95, 360), 2: (95, 500), 5: (6000, 9000), 7: (4500, 7500)}
        low, high = ages.get(place % 10, (500, 4400))
        on = today - timedelta(days=dice.randrange(low, high))
        return on, on

    def _berth(self, place: int, customer: Customer, yard: Yard | None) -> tuple[Station, Port]:
        """Return the covering station and the home port; a hull in the yard belongs to the yard's nearest station."""
        stage, dice = self.stage, self.dice
        if place == 0:
            return stage.stations["QD"], stage.ports["QDG"]
        if yard is not None:
            near = [
                s for s in stage.stations.values() if s.area_id == yard.port.area_id and not s.headquarters
            ]
            return min(near, key=lambda s: abs(s.port.latitude - yard.port.latitude)), yard.port
        if customer.code == SLIPPING_CUSTOMER:
            return stage.stations["SH"], stage.ports["NBG"]
        near = [s for s in stage.stations.values() if s.area_id == customer.area_id and not s.headquarters]
        station = dice.one(near)
        ports = [p for p in stage.ports.values() if p.area_id == station.area_id]
        ports.sort(
            key=lambda p: (
                (p.latitude - station.port.latitude) ** 2 + (p.longitude - station.port.longitude) ** 2
            )
        )
        return station, station.port if dice.chance(0.5) else dice.one(ports[:4])

    def _milestones(self, vessel: Vessel, delivered: date | None, expected: date) -> None:
        today = self.stage.today
        for kind, before in (
            ("equipment_due", 210),
            ("commissioning", 120),
            ("mooring_trial", 60),
            ("sea_trial", 30),
            ("delivery", 0),
        ):
            planned = expected - timedelta(days=before)
            actual = planned + timedelta(days=self.dice.randrange(0, 12)) if kind != "delivery" else delivered
            done = actual is not None and actual <= today and (delivered is None or actual <= delivered)
            milestone = self.stage.make(
                Milestone,
                self.dice,
                vessel=vessel,
                kind=kind,
                planned_on=planned,
                actual_on=actual if done else None,
            )
            self.stage.milestones[vessel.pk][kind] = milestone

    def _people(self, vessel: Vessel, place: int) -> None:
        stage, people = self.stage, self.people
        for post in POSTS[1:4]:
            stage.make(
                Contact,
                self.dice,
                customer=vessel.customer,
                vessel=vessel,
                name=people.name(),
                post=post,
                phone=phone(people.dice),
            )
        tried = place == 0
        name = demo_account("crew").name if tried else people.name()
        account = stage.make(
            Account, self.dice, username="crew" if tried else f"v{place:03d}", name=name, name_en=in_pinyin(name),
            password=self.secret if tried else UNUSABLE_PASSWORD, roles=[Role.CREW.value], organisation=vessel.customer.organisation,
        )  # fmt: skip
        stage.accounts[account.username] = account
        stage.crews[vessel.pk] = account
        stage.sheet.put(AccessGrant(account=account, kind="vessel", target_id=vessel.pk))

    def _fit_out(self, vessel: Vessel, on: date) -> None:
        for family in families():
            low, high = family.units
            for place in range(self.dice.randrange(low, high + 1) if vessel.vessel_type != "拖轮" else low):
                self._install(vessel, family, place + 1, on)

    def _install(self, vessel: Vessel, family: Family, place: int, on: date) -> None:
        stage, dice = self.stage, self.dice
        spec = self._model_of(family, vessel, place, on)
        count = self.built[spec.code] = self.built.get(spec.code, 0) + 1
        shipped = on - timedelta(days=dice.randrange(200, 260))
        commissioned = min(on - timedelta(days=dice.randrange(60, 110)), stage.today)
        running = HOURS_A_DAY[family.code] * max(0, (stage.today - on).days) * dice.uniform(0.75, 1.15)
        flawed = (
            spec.code == BATCH_MODEL
            and vessel.built_by is not None
            and vessel.built_by.code == BATCH_YARD
            and on.year >= 2018
        )
        unit = stage.make(
            Equipment, dice, vessel=vessel, parent=None, model=stage.models[spec.code], serial_number=f"{spec.code.replace('-', '')}-{count:04d}",
            name=f"{place} 号{family.name}" if family.units[1] > 1 else family.name, function_code=f"{family.code}.{place:02d}",
            location=family.components[0][3], batch=BATCH if flawed else f"{shipped:%y}{(shipped.month - 1) // 3 + 1:02d}",
            software_version=f"{dice.randrange(2, 5)}.{dice.randrange(10)}" if family.code in {"RAD", "MON", "NAV", "BWT"} else "",
            shipped_on=shipped, commissioned_on=commissioned if commissioned <= stage.today and on - timedelta(days=110) <= stage.today else None,
            running_hours=Decimal(round(running, 1)).quantize(Decimal("0.1")), running_hours_at=stage.present - timedelta(days=dice.randrange(1, 40)),
            label_token=f"{dice.code(16)}",
        )  # fmt: skip
        stage.units.append(unit)
        if on > stage.today - timedelta(days=400) and stage.today >= on and len(stage.units) % 9 == 0:
            self._adjust(unit, on)
        stage.children[unit.pk] = {}
        for suffix, name, _name_en, location in family.components:
            if dice.chance(0.58):
                stage.children[unit.pk][suffix] = stage.make(
                    Equipment, dice, vessel=vessel, parent=unit, model=unit.model, serial_number=f"{unit.serial_number}-{suffix}", name=f"{unit.name}{name}",
                    function_code=f"{unit.function_code}.{suffix}", location=location, batch=unit.batch, shipped_on=shipped,
                    commissioned_on=unit.commissioned_on, running_hours=unit.running_hours, running_hours_at=unit.running_hours_at,
                    label_token=f"{dice.code(16)}",
                )  # fmt: skip

    def _adjust(self, unit: Equipment, on: date) -> None:
        """Agree something about the warranty of a unit after the history ends: an extension, or a time laid up."""
        stage, dice = self.stage, self.dice
        laid_up = dice.chance(0.4)
        stage.make(
            WarrantyAdjustment, dice, equipment=unit, kind="suspended" if laid_up else "extended", since_on=stage.today,
            until_on=stage.today + timedelta(days=30) if laid_up else None, months=None if laid_up else 6,
            paper=f"补充协议 {stage.today:%Y}-{len(stage.units):04d}", note="停航封存" if laid_up else "交付前遗留问题补偿",
        )  # fmt: skip

    def _model_of(self, family: Family, vessel: Vessel, place: int, on: date) -> ModelSpec:
        """Return a model that was sold when the ship was built; a flawed yard got the newest of its steering gears."""
        fitting = [spec for spec in family.models if spec.first_year <= on.year <= spec.last_year]
        if family.code == "GEN":
            emergency = next(spec for spec in family.models if spec.code == "GE-100")
            fitting = [spec for spec in fitting if spec is not emergency] if place < 3 else [emergency]
        if family.code in {"NAV", "DKM"} and len(fitting) > 1:
            return fitting[(place - 1) % len(fitting)]
        return self.dice.choices(
            fitting or list(family.models),
            [3.0 if spec.code == "GD-500" else 1.0 for spec in fitting or family.models],
        )[0]
