"""The maker's own house: stations, staff with their skills, certificates and leave, and their accounts."""

from __future__ import annotations

from datetime import date, timedelta

from aftersail.core.models import Account, Organisation
from aftersail.core.roles import Role
from aftersail.people.models import (
    Area,
    Certificate,
    CertificateKind,
    Coverage,
    Leave,
    Port,
    Skill,
    Staff,
    StaffSkill,
    Station,
)
from aftersail.people.rules.defaults import CERTIFICATE_KINDS
from aftersail.people.rules.rosters import overlapping
from aftersail.web.demo.accounts import DEMO_ACCOUNTS, UNUSABLE_PASSWORD, demo_account
from aftersail.web.demo.always import always
from aftersail.web.demo.anomalies import LENT_OUT, OVERLOADED_STATION, SHORT_OF_SKILL, busy_season
from aftersail.web.demo.catalogue import families
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.geography import AREAS, HEADQUARTERS, PORTS, STATIONS, StationSpot
from aftersail.web.demo.names import People, in_pinyin
from aftersail.web.demo.setting import Setting

GRADES = {"trainee": 0.08, "junior": 0.27, "engineer": 0.4, "senior": 0.2, "chief": 0.05}
DESK_POSTS = (
    (Role.DISPATCHER, 3),
    (Role.QUALITY, 3),
    (Role.DESIGNER, 4),
    (Role.CONSULTANT, 3),
    (Role.EXECUTIVE, 1),
    (Role.AUDITOR, 1),
    (Role.FINANCE, 1),
    (Role.ADMIN, 1),
)


def build_house(stage: Setting, secret: str) -> None:
    """Put down the maker: places, then people with their accounts; `secret` is the hash of the demo password."""
    dice = stage.dice("house")
    stage.house = stage.make(
        Organisation,
        dice,
        name="海澄船舶装备研究所",
        name_en="Haicheng Marine Equipment Institute",
        kind="house",
    )
    _places(stage, dice)
    for family in families():
        stage.skills[family.code] = stage.make(
            Skill, dice, code=family.code, name=family.name, name_en=family.name_en
        )
    kinds = stage.dice("kinds")
    for kind in CERTIFICATE_KINDS:
        stage.certificate_kinds[kind.code] = stage.make(CertificateKind, kinds, **kind._asdict())
    _Staffing(stage, secret).hire_all()


def _places(stage: Setting, dice: Dice) -> None:
    for code, name, name_en in AREAS:
        stage.areas[code] = stage.make(Area, dice, code=code, name=name, name_en=name_en)
    for spot in PORTS:
        stage.ports[spot.code] = stage.make(
            Port,
            dice,
            code=spot.code,
            name=spot.name,
            name_en=spot.name_en,
            area=stage.areas[spot.area],
            latitude=spot.latitude,
            longitude=spot.longitude,
        )
    for place in (HEADQUARTERS, *STATIONS):
        port = stage.ports[place.port]
        stage.stations[place.code] = stage.make(
            Station, dice, code=place.code, name=place.name, name_en=place.name_en, port=port, area=port.area,
            headquarters=place is HEADQUARTERS, phone=f"100-0000-{place.opened_year}", opened_on=stage.today.replace(year=place.opened_year, month=3, day=1),
        )  # fmt: skip
    for port in stage.ports.values():
        near = sorted(
            (s for s in stage.stations.values() if not s.headquarters),
            key=lambda s: (s.area_id != port.area_id, _distance(s.port, port)),
        )
        for rank, station in enumerate(near[:3], 1):
            stage.make(Coverage, dice, port=port, station=station, rank=rank)


def _distance(one: Port, other: Port) -> float:
    return (one.latitude - other.latitude) ** 2 + (0.85 * (one.longitude - other.longitude)) ** 2


class _Staffing:
    """Hires people one by one; those of the demo's accounts come first in their post."""

    def __init__(self, stage: Setting, secret: str) -> None:
        self.stage, self.secret = stage, secret
        self.people = People(stage.seed, "house")
        self.dice = stage.dice("staff")
        self.waiting = {spec.username: spec for spec in DEMO_ACCOUNTS}
        self.count = 0

    def hire_all(self) -> None:
        stage = self.stage
        for role, posts in DESK_POSTS:
            for _post in range(posts):
                stage.desk[role].append(self.hire(role, stage.stations["HQ"], on_board=False))
        for spot in STATIONS:
            station = stage.stations[spot.code]
            stage.managers[spot.code] = self.hire(Role.STATION_MANAGER, station, on_board=False)
            for _post in range(2 if spot.size > 10 else 1):
                stage.stewards[spot.code].append(self.hire(Role.SERVICE_MANAGER, station, on_board=False))
        stage.managers["HQ"] = self.hire(Role.STATION_MANAGER, stage.stations["HQ"], on_board=False)
        for spot in (*STATIONS, HEADQUARTERS):
            self.hire_engineers(spot)

    def hire(self, role: Role, station: Station, *, on_board: bool) -> Staff:
        """Hire a person for a post, with an account."""
        stage, dice = self.stage, self.dice
        spec = next((s for s in self.waiting.values() if s.role == role), None)
        if spec:
            del self.waiting[spec.username]
        name = spec.name if spec else self.people.name()
        self.count += 1
        account = stage.make(
            Account, dice, username=spec.username if spec else f"hc{self.count:04d}", name=name, name_en=in_pinyin(name),
            password=self.secret if spec else UNUSABLE_PASSWORD, roles=[role.value], organisation=stage.house,
        )  # fmt: skip
        stage.accounts[account.username] = account
        return stage.make(
            Staff, dice, number=f"HC{self.count:04d}", name=name, name_en=in_pinyin(name), account=account, station=station,
            grade=dice.weighted(GRADES) if on_board else "senior", serves_on_board=on_board, hired_locally=dice.chance(0.55),
            hired_on=stage.today - timedelta(days=dice.randrange(500, 7000)), active=True,
        )  # fmt: skip

    def hire_engineers(self, spot: StationSpot) -> None:
        codes = [family.code for family in families()]
        for place in range(spot.size):
            staff = self.hire(Role.ENGINEER, self.stage.stations[spot.code], on_board=True)
            main = {codes[place % 8], codes[(place + 3) % 8], codes[(place * 3 + 5) % 8]}
            favourite = always(staff.account).username == "engineer"
            self.teach(staff, set(codes) if favourite else main, codes)
            self.certify(staff)
            if not favourite:
                self.give_leave(staff, spot, place)
            self.stage.engineers[spot.code].append(staff)

    def teach(self, staff: Staff, main: set[str], codes: list[str]) -> None:
        dice, levels = self.dice, self.stage.levels[staff.pk]
        for code in codes:
            if code in main:
                levels[code] = dice.weighted({2: 0.45, 3: 0.4, 4: 0.15})
            elif dice.chance(0.3):
                levels[code] = dice.weighted({1: 0.6, 2: 0.4})
        if staff.station.code == SHORT_OF_SKILL[0] and not self.stage.engineers[staff.station.code]:
            levels[SHORT_OF_SKILL[1]] = 2
        for code, level in levels.items():
            self.stage.make(StaffSkill, dice, staff=staff, skill=self.stage.skills[code], level=level)

    def certify(self, staff: Staff) -> None:
        dice, today = self.dice, self.stage.today
        kinds = [
            "boarding",
            "safety",
            *(["electrical"] if dice.chance(0.7) else []),
            *(["working_aloft"] if dice.chance(0.4) else []),
        ]
        for kind in kinds:
            lapsed = dice.chance(0.05) and always(staff.account).username != "engineer"
            left = (
                dice.randrange(-90, 0)
                if lapsed
                else dice.randrange(60 if always(staff.account).username == "engineer" else 5, 1100)
            )
            expires = today + timedelta(days=left)
            self.stage.make(
                Certificate, dice, staff=staff, kind=self.stage.certificate_kinds[kind], number=f"{kind[:2].upper()}{dice.randrange(10**6):06d}",
                valid_from=expires - timedelta(days=1460), expires_on=expires,
            )  # fmt: skip

    def give_leave(self, staff: Staff, spot: StationSpot, place: int) -> None:
        stage, dice = self.stage, self.dice
        days = (stage.present - stage.begins).days
        if spot.code == OVERLOADED_STATION and place < LENT_OUT:
            first, last = busy_season(stage.today)
            self.away(staff, "other", first, (last - first).days)
        for _leave in range(dice.randrange(3, 7)):
            first = stage.today + timedelta(days=dice.randrange(-days, 45))
            length = dice.weighted({1: 3, 3: 3, 5: 3, 9: 1})
            self.away(
                staff, dice.weighted({"annual": 6, "sick": 2, "training": 2, "other": 1}), first, length
            )

    def away(self, staff: Staff, kind: str, first: date, length: int) -> None:
        taken = [(one.first_day, one.last_day) for one in self.stage.leaves[staff.pk]]
        if overlapping(taken, first, first + timedelta(days=length)):
            return
        leave = self.stage.make(
            Leave, self.dice, staff=staff, kind=kind, first_day=first, last_day=first + timedelta(days=length)
        )
        self.stage.leaves[staff.pk].append(leave)


def engineer_of_the_demo(stage: Setting) -> Staff:
    """Return the engineer whose account visitors try."""
    name = demo_account("engineer").name
    return next(staff for staff in stage.engineers["QD"] if staff.name == name)
