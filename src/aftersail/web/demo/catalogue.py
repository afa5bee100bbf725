"""What the invented maker makes: eight families, thirty-one models in their lines, and the faults each family has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a family fails, in the words of the crew and of the engineer; `{a~b}` stands for a number."""

    title: str
    en: str
    said: tuple[str, ...]
    said_en: str
    found: str
    found_en: str
    did: str
    item: str
    item_en: str
    at: str
    codes: tuple[str, str, str]
    severity: str
    price: int
    key: str = ""

    @property
    def takes_a_part(self) -> bool:
        """Whether the repair uses a part with a price."""
        return self.price > 0


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model: code, criticality, the years in which it was built into ships, and what it came after."""

    code: str
    name: str
    name_en: str
    criticality: str
    first_year: int
    last_year: int
    predecessor: str = ""
    support_ended: int = 0


@dataclass(frozen=True, slots=True)
class Family:
    """A family with its models, the parts a unit is made of, its faults, and how many units a ship carries."""

    code: str
    name: str
    name_en: str
    units: tuple[int, int]
    models: tuple[ModelSpec, ...]
    components: tuple[tuple[str, str, str, str], ...] = field(default=())
    faults: tuple[Fault, ...] = field(default=())


FAMILIES = (
    ("RAD", "导航雷达", "Navigation radar", (1, 2), (
        ("HR-90", "导航雷达 90 型", "Radar 90", "A", 1998, 2008, "", 2020),
        ("HR-100", "导航雷达 100 型", "Radar 100", "A", 2006, 2014, "HR-90", 2024),
        ("HR-300", "导航雷达 300 型", "Radar 300", "A", 2013, 2022, "HR-100", 0),
        ("HR-320", "固态导航雷达 320 型", "Solid-state radar 320", "A", 2020, 2099, "HR-300", 0),
    )),
    ("MON", "主推进监控", "Propulsion monitoring", (1, 1), (
        ("HM-10", "推进监控系统 10 型", "Propulsion control 10", "A", 1998, 2010, "", 2021),
        ("HM-20", "推进监控系统 20 型", "Propulsion control 20", "A", 2009, 2019, "HM-10", 0),
        ("HM-30", "推进监控系统 30 型", "Propulsion control 30", "A", 2018, 2099, "HM-20", 0),
    )),
    ("STG", "舵机", "Steering gear", (1, 2), (
        ("HS-150", "电液舵机 150 型", "Steering gear 150", "A", 1998, 2012, "", 2023),
        ("HS-180", "电液舵机 180 型", "Steering gear 180", "A", 2008, 2019, "HS-150", 0),
        ("HS-220", "电液舵机 220 型", "Steering gear 220", "A", 2018, 2099, "HS-180", 0),
    )),
    ("DKM", "锚绞机", "Deck machinery", (1, 2), (
        ("HW-40", "液压锚机 40 型", "Windlass 40", "B", 1998, 2013, "", 2022),
        ("HW-60", "液压锚机 60 型", "Windlass 60", "B", 2010, 2099, "HW-40", 0),
        ("HC-25", "系泊绞车 25 型", "Mooring winch 25", "C", 2002, 2016, "", 0),
        ("HC-35", "恒张力绞车 35 型", "Constant tension winch 35", "C", 2015, 2099, "HC-25", 0),
    )),
    ("FWG", "海水淡化", "Fresh water generator", (1, 1), (
        ("HF-5", "反渗透造水机 5 型", "Reverse osmosis plant 5", "C", 1999, 2012, "", 2021),
        ("HF-12", "反渗透造水机 12 型", "Reverse osmosis plant 12", "B", 2010, 2020, "HF-5", 0),
        ("HF-15", "反渗透造水机 15 型", "Reverse osmosis plant 15", "B", 2019, 2099, "HF-12", 0),
    )),
    ("BWT", "压载水处理", "Ballast water treatment", (1, 1), (
        ("HB-250", "压载水处理装置 250 型", "Ballast water system 250", "B", 2010, 2017, "", 2025),
        ("HB-300", "压载水处理装置 300 型", "Ballast water system 300", "B", 2016, 2099, "HB-250", 0),
        ("HB-500", "压载水处理装置 500 型", "Ballast water system 500", "B", 2018, 2099, "", 0),
    )),
    ("GEN", "发电机组", "Generator sets", (2, 3), (
        ("GD-200", "柴油发电机组 200 型", "Generator set 200", "B", 1998, 2009, "", 2022),
        ("GD-300", "柴油发电机组 300 型", "Generator set 300", "B", 2006, 2015, "GD-200", 0),
        ("GD-500", "柴油发电机组 500 型", "Generator set 500", "B", 2014, 2099, "GD-300", 0),
        ("GD-550", "柴油发电机组 550 型", "Generator set 550", "B", 2020, 2099, "GD-500", 0),
        ("GE-100", "应急发电机组 100 型", "Emergency generator 100", "A", 2004, 2099, "", 0),
    )),
    ("NAV", "通信导航", "Communication and navigation", (2, 3), (
        ("HE-11", "测深仪 11 型", "Echo sounder 11", "B", 1998, 2012, "", 2020),
        ("HE-16", "测深仪 16 型", "Echo sounder 16", "B", 2011, 2099, "HE-11", 0),
        ("HN-40", "组合导航终端 40 型", "Navigation terminal 40", "B", 2003, 2015, "", 0),
        ("HN-60", "组合导航终端 60 型", "Navigation terminal 60", "B", 2014, 2099, "HN-40", 0),
        ("HT-8", "船用电台 8 型", "Ship radio 8", "B", 2008, 2099, "", 0),
        ("HL-6", "计程仪 6 型", "Speed log 6", "C", 2005, 2099, "", 0),
    )),
)  # fmt: skip


@cache
def families() -> tuple[Family, ...]:
    """Return the families with their models, components and faults."""
    return tuple(
        _family(code, name, name_en, units, tuple(ModelSpec(*row) for row in models))
        for code, name, name_en, units, models in FAMILIES
    )


def _family(
    code: str, name: str, name_en: str, units: tuple[int, int], models: tuple[ModelSpec, ...]
) -> Family:
    table = tomllib.loads(files("aftersail.web.demo").joinpath("faults", f"{code}.toml").read_text("utf-8"))
    components = tuple((row[0], row[1], row[2], row[3]) for row in table["components"])
    return Family(
        code, name, name_en, units, models, components, tuple(_fault(row) for row in table["fault"])
    )


def _fault(row: dict[str, Any]) -> Fault:
    return Fault(**(row | {"said": tuple(row["said"]), "codes": tuple(row["codes"])}))
