"""The maker's registers: families, models, parts, procedures, failure codes, targets, warranty clauses, limits."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files

from django.utils.text import capfirst

from aftersail.cases.models import WipLimit
from aftersail.fleet.models import (
    BaselineRule,
    FailureCode,
    ProductFamily,
    ProductModel,
    ServiceBaseline,
    SupplierWarranty,
    WarrantyTerm,
)
from aftersail.fleet.rules.default_codes import default_codes
from aftersail.supply.models import Part
from aftersail.visits.models import Procedure
from aftersail.web.demo.catalogue import Family, families
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.promises import WARRANTY_CLAUSES, baseline_rows, edition_rows
from aftersail.web.demo.setting import Setting

CONSUMABLES = (
    ("润滑脂", "grease", 85, "桶"),
    ("密封胶", "sealant", 40, "支"),
    ("紧固件包", "fastener kit", 120, "包"),
    ("保险丝组", "fuse set", 65, "套"),
    ("清洗剂", "cleaning agent", 110, "桶"),
)
CENT = Decimal("0.01")
WIP = (("todo", 60), ("doing", 120), ("waiting", 40), ("verify", 80))


def build_registers(stage: Setting) -> None:
    """Put down everything that is looked up while a case is worked on."""
    dice = stage.dice("registers")
    for code in default_codes():
        stage.codes[code.kind, code.code] = stage.make(
            FailureCode, dice, kind=code.kind, code=code.code, name=code.name, name_en=code.name_en
        )
    for family in families():
        stage.families[family.code] = stage.make(
            ProductFamily,
            dice,
            code=family.code,
            name=family.name,
            name_en=family.name_en,
            skill=stage.skills[family.code],
        )
        _models(stage, dice, family)
        _parts(stage, dice, family)
    _procedures(stage, dice)
    _promises(stage, dice)
    for clause in WARRANTY_CLAUSES:
        family_code = clause.get("family")
        stage.terms.append(
            stage.make(
                WarrantyTerm,
                dice,
                **(clause | {"family": stage.families[family_code] if family_code else None}),
            )
        )
    for column, limit in WIP:
        stage.make(WipLimit, dice, column=column, limit=limit * 8)
        for station in stage.stations.values():
            stage.make(WipLimit, dice, column=column, station=station, limit=limit // 2)


def _promises(stage: Setting, dice: Dice) -> None:
    """The baseline's editions with their services, the default clocks, and two suppliers who stand behind us."""
    editions, services = edition_rows(list(stage.families.values()))
    for row in (*editions, *services):
        born = stage.born()
        row.pk = dice.id(born)
        stage.sheet.put(row, born)
    for service in services:
        service.baseline = service.baseline  # the id it has got
    for values in baseline_rows():
        stage.make(BaselineRule, dice, baseline=editions[0], **values)
    draft = stage.make(
        ServiceBaseline, dice, code="HOUSE-2", edition=2, title="收紧保修期时限（征求意见）", based_on=editions[0], note="用户反映到场偏慢；先用去年案件推演。",
    )  # fmt: skip
    for values in baseline_rows():
        tighter = values["stage"] == "warranty" and values["onsite_hours"]
        faster = (
            {"onsite_hours": values["onsite_hours"] / 2, "restore_days": values["restore_days"] / 2}
            if tighter
            else {}
        )
        stage.make(
            BaselineRule,
            dice,
            **(values | faster | {"baseline": draft, "edition": 2, "valid_from": stage.today}),
        )
    for code, supplier, claims in (
        ("GEN", "临江柴油机厂", "缸体、增压器总成；需附拆检记录"),
        ("NAV", "沪东导航仪器厂", "板卡整件更换；旧件 30 日内返回"),
    ):
        stage.make(
            SupplierWarranty, dice, clause=f"GF-{code}-24", supplier=supplier, family=stage.families[code], months_from_shipment=24,
            claims=claims, claim_within_days=30, valid_from=date(2000, 1, 1),
        )  # fmt: skip


def _models(stage: Setting, dice: Dice, family: Family) -> None:
    for spec in family.models:
        ended = date(spec.support_ended, 12, 31) if spec.support_ended else None
        stage.models[spec.code] = stage.make(
            ProductModel, dice, code=spec.code, name=spec.name, name_en=spec.name_en, family=stage.families[family.code], criticality=spec.criticality,
            predecessor=stage.models.get(spec.predecessor), end_of_support_on=ended, legacy=ended is not None and ended < stage.today,
        )  # fmt: skip


def _parts(stage: Setting, dice: Dice, family: Family) -> None:
    """One part for each item that a repair replaces, in an old and a new execution, and a few consumables."""
    priced = [fault for fault in family.faults if fault.takes_a_part]
    for place, fault in enumerate(priced, 1):
        for execution in ("A", "B"):
            price = fault.price * (1.0 if execution == "B" else 1.15)
            part = stage.make(
                Part, dice, number=f"{family.code}-{place:03d}{execution}", name=fault.item if execution == "B" else f"{fault.item}（老型号用）",
                name_en=capfirst(fault.item_en) if execution == "B" else f"{capfirst(fault.item_en)} (old models)",
                family=stage.families[family.code], price_cny=Decimal(round(price, 2)).quantize(CENT), lead_time_days=dice.randrange(3, 60), serialised=fault.price > 2000,
            )  # fmt: skip
            stage.parts[family.code, fault.item + execution] = part
    if family is families()[0]:
        for place, (name, name_en, price, unit) in enumerate(CONSUMABLES, 1):
            stage.parts["", name] = stage.make(
                Part,
                dice,
                number=f"GEN-C{place:02d}",
                name=name,
                name_en=capfirst(name_en),
                family=None,
                price_cny=Decimal(price),
                unit=unit,
                lead_time_days=3,
            )


def _procedures(stage: Setting, dice: Dice) -> None:
    table = tomllib.loads(files("aftersail.web.demo").joinpath("procedures.toml").read_text("utf-8"))
    for row in table["procedure"]:
        procedure = stage.make(
            Procedure, dice, code=row["code"], edition=row["edition"], title=row["title"], title_en=row["title_en"],
            family=stage.families.get(row["family"]), steps=row["steps"], active=True,
        )  # fmt: skip
        stage.procedures[row["family"]] = procedure
