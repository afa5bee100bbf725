"""What is known of the fleet's technical state: versions and bills, swaps and software, permits, items going out of production."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from aftersail.core.models import NumberSeries
from aftersail.fleet.actions.ledger import birth_steps
from aftersail.fleet.models import (
    BillPosition,
    Equipment,
    FrozenState,
    FunctionCode,
    FunctionCodeScheme,
    Obsolescence,
    Permit,
    ProductVersion,
    StateChange,
    StateEvent,
    Vessel,
)
from aftersail.fleet.queries.ledger import facts_of
from aftersail.fleet.rules.technical_state import replayed
from aftersail.web.demo.always import always
from aftersail.web.demo.catalogue import Family, ModelSpec, families
from aftersail.web.demo.setting import LOCAL, Setting

TOPS = (
    ("1", "全船通用", "Ship general"), ("2", "船体结构", "Hull"), ("3", "货物设备", "Cargo equipment"), ("4", "船舶设备", "Ship equipment"),
    ("5", "船员与旅客设施", "Crew and passengers"), ("6", "主要机械", "Main machinery"), ("7", "机械系统", "Machinery systems"),
    ("8", "全船公用系统", "Common systems"),
)  # fmt: skip
TOP_OF = {"RAD": "4", "NAV": "4", "STG": "4", "DKM": "4", "GEN": "6", "MON": "7", "FWG": "8", "BWT": "8"}
BILLED = frozenset({"RAD", "GEN", "MON"})
SWAP_REASONS = ("性能下降，换新件", "返修件换装", "绝缘不合格", "技术通报要求更换", "电源模块多次告警")
ITEMS = (
    ("RAD", "磁控管 9.4 GHz", "MG-9410", "北辰电真空", 5, "last_buy"), ("RAD", "液晶显示模组 19 寸", "LCD-1902", "合视光电", 10, "alternate"),
    ("MON", "工控主板 CPU-386", "IPC-386", "中控工业", -4, "redesign"), ("MON", "现场总线接口卡", "FBI-12", "中控工业", 16, "undecided"),
    ("NAV", "换能器 50 kHz", "TD-50", "海声传感", 3, "last_buy"), ("GEN", "机械调速器 RG-58", "RG-58", "远安调速", -14, "alternate"),
    ("STG", "比例放大板 PA-2", "PA-2", "力源液压", 8, "repair"), ("BWT", "紫外灯管 3 kW", "UV-3K", "明远光源", 20, "undecided"),
    ("FWG", "高压泵陶瓷柱塞", "CP-16", "清源膜业", 30, "undecided"), ("DKM", "液压马达 NHM", "NHM-11", "力源液压", -2, "repair"),
)  # fmt: skip


@dataclass
class Bench:
    """The work in hand: everything that is aboard or was, with its steps."""

    stage: Setting
    versions: dict[str, list[ProductVersion]] = field(default_factory=dict)
    bills: dict[UUID, list[BillPosition]] = field(default_factory=dict)
    steps: dict[UUID, list[StateEvent]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def build_technical(stage: Setting) -> None:
    """Put down codes, versions, bills, ledgers, frozen states, changes, permits and obsolescence."""
    bench = Bench(stage)
    _schemes(stage)
    for family in families():
        for spec in family.models:
            _versions(bench, family, spec)
    for vessel in stage.vessels:
        _fit(bench, vessel)
    _permits(bench)
    _obsolescence(stage)
    for key, last in bench.numbers.items():
        stage.sheet.put(NumberSeries(key=key, last=last))


def _schemes(stage: Setting) -> None:
    dice = stage.dice("function codes")
    ship = stage.make(FunctionCodeScheme, dice, code="SHIP", name="船舶系统编码", name_en="Ship system codes")
    own = stage.make(
        FunctionCodeScheme, dice, code="HOUSE", name="产品族编码", name_en="Product family codes"
    )
    tops = {
        code: stage.make(FunctionCode, dice, scheme=ship, code=code, name=name, name_en=name_en)
        for code, name, name_en in TOPS
    }
    for family in families():
        for scheme, above in ((ship, tops[TOP_OF[family.code]]), (own, None)):
            stage.make(
                FunctionCode,
                dice,
                scheme=scheme,
                code=family.code,
                name=family.name,
                name_en=family.name_en,
                parent=above,
            )
    for vessel in stage.vessels:
        vessel.code_scheme = own if vessel.customer is stage.customers[-1] else ship


def _versions(bench: Bench, family: Family, spec: ModelSpec) -> None:
    stage, dice = bench.stage, bench.stage.dice(f"versions {spec.code}")
    model = stage.models[spec.code]
    made: list[ProductVersion] = []
    years = min(spec.last_year, stage.today.year) - spec.first_year
    for place, letter in enumerate("ABC"[: 2 + (years > 8)]):
        released = date(spec.first_year + place * max(1, years // 3), 1 + dice.randrange(12), 1)
        if released > stage.today:
            break
        software = f"{place + 2}.{dice.randrange(10)}" if family.code in {"RAD", "MON", "NAV", "BWT"} else ""
        ends = model.end_of_support_on if letter != "A" else None
        if letter == "A" and years > 8:
            ends = released + timedelta(days=365 * 14)
        made.append(
            stage.make(
                ProductVersion,
                dice,
                model=model,
                code=f"{spec.code}/{letter}",
                hardware=f"{letter}{place}",
                software=software,
                predecessor=made[-1] if made else None,
                released_on=released,
                end_of_support_on=ends,
                note="" if not place else ("改进电源与散热" if place == 1 else "更换停产器件，软件重构"),
            )
        )
    bench.versions[spec.code] = made
    if family.code in BILLED and made:
        bench.bills[made[-1].pk] = [
            stage.make(
                BillPosition, dice, product_version=made[-1], position=position, name=name, model=model
            )
            for position, name, _suffix in _parts(family)
        ]


def _parts(family: Family) -> Iterable[tuple[str, str, str]]:
    """Yield the positions of a family's bill: components, and the items in them that the family's faults name."""
    for place, (suffix, name, _name_en, _location) in enumerate(family.components, 1):
        yield str(place), name, suffix
        items = dict.fromkeys(
            fault.item for fault in family.faults if fault.at == suffix and fault.takes_a_part
        )
        for number, item in enumerate(list(items)[:3], 1):
            yield f"{place}.{number}", item, suffix


def _fit(bench: Bench, vessel: Vessel) -> None:
    """Give a ship's units their versions and missing parts, live through its swaps, freeze what was delivered."""
    stage = bench.stage
    dice = stage.dice(f"technical {vessel.hull_code}")
    roots = [unit for unit in stage.units if unit.vessel is vessel]
    aboard: list[Equipment] = []
    for unit in roots:
        unit.level = "unit"
        made = [
            v
            for v in bench.versions[unit.model.code]
            if unit.shipped_on is None or (v.released_on or date.min) <= unit.shipped_on
        ]
        if made and dice.chance(0.9):
            unit.product_version = made[-1]
        aboard += [unit, *_fitted(bench, dice, unit)]
    born = {step.equipment_id: step for step in birth_steps(aboard, stage.present)}
    for step in born.values():
        step.recorded_at = min(_at(step.happened_on, 12), stage.present)
    steps: list[StateEvent] = [*born.values()]
    delivered = vessel.delivered_on
    if delivered is not None and (stage.today - delivered).days > 150:
        steps += _history(bench, dice, vessel, aboard, born)
    for step in sorted(steps, key=lambda one: one.happened_on):
        stage.sheet.put(step)
    if delivered is not None:
        _freeze(stage, dice, vessel, "as_delivered", delivered, steps)
        if dice.chance(0.7):
            _freeze(stage, dice, vessel, "as_built", delivered - timedelta(days=40), steps)
        _open_changes(bench, dice, vessel, roots)


def _fitted(bench: Bench, dice: Any, unit: Equipment) -> list[Equipment]:
    """Return the parts of a unit; where its version has a bill, nearly all of what the bill names."""
    stage = bench.stage
    family = next(one for one in families() if unit.function_code.startswith(one.code))
    positions = {suffix: position for position, _name, suffix in _parts(family) if "." not in position}
    known = dict(stage.children[unit.pk])
    for suffix, part in known.items():
        part.level, part.position = "subunit", positions.get(suffix, "")
    parts = list(known.values())
    if unit.product_version is None or unit.product_version.pk not in bench.bills:
        return parts
    for position, name, suffix in _parts(family):
        top = "." not in position
        if (top and suffix in known) or dice.chance(0.03) or (not top and suffix not in known):
            continue
        part = stage.make(
            Equipment, dice, vessel=unit.vessel, parent=unit if top else known[suffix], model=unit.model, level="subunit" if top else "item",
            position=position, serial_number=f"{unit.serial_number}-{suffix}{'' if top else position.rpartition('.')[2]}",
            name=f"{unit.name}{name}" if top else name, function_code=f"{unit.function_code}.{suffix}" if top else "", location=unit.location,
            batch=unit.batch, shipped_on=unit.shipped_on, commissioned_on=unit.commissioned_on, label_token=dice.code(16),
        )  # fmt: skip
        parts.append(part)
        if top:
            known[suffix] = part
    return parts


def _history(
    bench: Bench, dice: Any, vessel: Vessel, aboard: list[Equipment], born: dict[Any, StateEvent]
) -> list[StateEvent]:
    """Swap some parts and renew some software since delivery, each by a change that was verified."""
    stage, steps = bench.stage, []
    assert vessel.delivered_on is not None
    span = (stage.today - vessel.delivered_on).days
    wholes = {unit.parent_id for unit in aboard}
    for unit in aboard:
        day = stage.today - timedelta(days=dice.randrange(20, min(span - 60, 2200) + 21))
        counted = day + timedelta(days=1)
        said: dict[str, Any] = {"vessel": vessel, "recorded_at": _at(counted, 10), "happened_on": counted}
        if unit.parent_id is not None and unit.pk not in wholes and dice.chance(0.05):
            old = stage.make(
                Equipment, dice, vessel=vessel, parent=unit.parent, model=unit.model, level=unit.level, position=unit.position,
                serial_number=f"{unit.serial_number}.1", name=unit.name, function_code=unit.function_code, location=unit.location,
                batch=unit.batch, shipped_on=unit.shipped_on, commissioned_on=unit.commissioned_on, removed_on=day, label_token=dice.code(16),
            )  # fmt: skip
            change = _change(
                bench,
                dice,
                old,
                "swap",
                day,
                new_serial=unit.serial_number,
                successor=unit,
                whereto=dice.one(("factory", "factory", "station", "scrapped")),
            )
            first = born.pop(unit.pk)
            first.equipment, first.facts = old, facts_of(old)
            unit.commissioned_on = day
            told = said | {"change": change, "reason": change.reason, "by_name": change.installed_by}
            steps.append(
                StateEvent(equipment=old, step="removed", other=unit, whereto=change.whereto, **told)
            )
            steps.append(StateEvent(equipment=unit, step="swapped", other=old, facts=facts_of(unit), **told))
        elif unit.software_version and dice.chance(0.3):
            change = _change(bench, dice, unit, "software", day, new_software=unit.software_version)
            earlier = f"{max(1, int(unit.software_version[0]) - 1)}.{dice.randrange(10)}"
            born[unit.pk].facts["software"] = earlier
            told = said | {"change": change, "reason": change.reason, "by_name": change.installed_by}
            steps.append(
                StateEvent(equipment=unit, step="software", facts={"software": unit.software_version}, **told)
            )
    return steps


def _change(bench: Bench, dice: Any, unit: Equipment, kind: str, day: date, **more: Any) -> StateChange:
    """Put down a change that quality and user have verified."""
    stage = bench.stage
    engineer = dice.one(stage.engineers[always(unit.vessel.station).code])
    quality, crew = dice.one(stage.desk["quality"]), stage.crews[unit.vessel_id]
    return _numbered(
        bench, dice, unit, day, kind=kind, state="verified", reason=dice.one(SWAP_REASONS) if kind == "swap" else "软件升级：修正告警逻辑",
        installed_on=day, installed_by=engineer.name, quality_name=quality.name, quality_at=_at(day + timedelta(days=1), 10), user_name=crew.name,
        user_at=_at(day, 17), **more,
    )  # fmt: skip


def _numbered(bench: Bench, dice: Any, unit: Equipment, day: date, **values: Any) -> StateChange:
    stage = bench.stage
    series = f"TS-{always(unit.vessel.station).code}-{day:%Y%m}"
    bench.numbers[series] = place = bench.numbers.get(series, 0) + 1
    at = _at(day, 9)
    made = StateChange(
        id=dice.id(at),
        number=f"{series}-{place:04d}",
        vessel=unit.vessel,
        equipment=unit,
        planned_on=day,
        **values,
    )
    return stage.sheet.put(made, at)


def _open_changes(bench: Bench, dice: Any, vessel: Vessel, roots: list[Equipment]) -> None:
    """Leave a few changes open: planned, or installed and not verified by both."""
    stage = bench.stage
    first = vessel is stage.vessels[0]
    for unit in roots if first else roots[:1]:
        if not dice.chance(0.3 if first else 0.2):
            continue
        day = stage.today - timedelta(days=dice.randrange(1, 12))
        soft = bool(unit.software_version)
        values: dict[str, Any] = (
            {"new_software": f"{unit.software_version}.1"}
            if soft
            else {"new_serial": f"{unit.serial_number[:-4]}9{dice.randrange(100, 999)}"}
        )
        if dice.chance(0.6):
            engineer = dice.one(stage.engineers[always(vessel.station).code])
            values |= {
                "state": "installed",
                "installed_on": day,
                "installed_by": engineer.name,
                "whereto": "" if soft else "factory",
            }
            if dice.chance(0.5):
                values |= {"user_name": stage.crews[vessel.pk].name, "user_at": _at(day, 17)}
        _numbered(
            bench,
            dice,
            unit,
            day,
            kind="software" if soft else "swap",
            reason="软件升级：修正告警逻辑" if soft else dice.one(SWAP_REASONS),
            **values,
        )


def _freeze(stage: Setting, dice: Any, vessel: Vessel, kind: str, day: date, steps: list[StateEvent]) -> None:
    done = sorted((one for one in steps if one.happened_on <= day), key=lambda one: one.happened_on)
    state = replayed((str(one.equipment_id), str(one.step), one.facts) for one in done)
    nodes = [node.as_data() for _unit, node in sorted(state.items())]
    if not nodes:
        return
    digest = hashlib.sha256(orjson.dumps(nodes, option=orjson.OPT_SORT_KEYS)).hexdigest()
    by = stage.desk["quality"][0].name
    stage.make(
        FrozenState,
        dice,
        vessel=vessel,
        kind=kind,
        state_on=day,
        frozen_at=_at(day, 17),
        frozen_by=by,
        nodes=nodes,
        digest=digest,
    )


def _permits(bench: Bench) -> None:
    stage, dice = bench.stage, bench.stage.dice("permits")
    designer, approver = stage.desk["designer"][0], stage.desk["quality"][0]
    told = (
        ("concession", "HR-300", 1, 12, "外壳涂层色差", "TS-RAD-12 第 3.4 条", "ΔE 为 3.1，要求不大于 2.0", "批次油漆偏差，不影响防护", "approved", 300),
        ("concession", "GD-500", 5, 20, "联轴器动平衡等级", "TS-GEN-08 第 5.2 条", "G4.0，要求 G2.5", "试验台能力限制", "approved", 120),
        ("concession", "GD-300", 3, 9, "排气管隔热层厚度", "TS-GEN-03 第 4.1 条", "40 mm，要求 50 mm", "空间受限", "approved", -60),
        ("deviation", "HR-320", 900, 940, "替代电源模块", "TS-RAD-20 第 2.6 条", "以 PSU-24B 代 PSU-24", "原器件停产", "approved", 200),
        ("deviation", "HM-30", 900, 920, "接插件镀层", "TS-MON-11 第 6.3 条", "镀锡代镀金", "交期", "submitted", 180),
        ("concession", "HS-220", 2, 6, "油箱焊缝返修", "TS-STG-07 第 8.1 条", "返修两次，要求不超过一次", "探伤合格", "submitted", 90),
        ("concession", "HB-300", 1, 4, "管路法兰材料", "TS-BWT-02 第 3.3 条", "304 代 316L", "来料错误", "rejected", 60),
        ("deviation", "HE-16", 700, 720, "换能器电缆长度", "TS-NAV-05 第 2.2 条", "25 m，要求 30 m", "按船厂图纸", "draft", 365),
    )  # fmt: skip
    for number, (kind, model, first, last, title, clause, departs, why, state, days) in enumerate(told, 1):
        stem = model.replace("-", "")
        decided = state in {"approved", "rejected"}
        begins = stage.today - timedelta(days=240)
        stage.make(
            Permit, dice, kind=kind, number=f"{'RB' if kind == 'concession' else 'PL'}-{stage.today.year}-{number:03d}", title=title,
            model=stage.models[model], serials=f"{stem}-{first:04d}…{stem}-{last:04d}", requirement=clause, description=departs, reason=why,
            conditions="例行检查时复查" if number % 2 else "", valid_from=begins, valid_until=stage.today + timedelta(days=days), state=state,
            submitted_by=designer.account if state != "draft" else None, approver_name=approver.name if decided else "",
            decided_at=_at(begins, 15) if decided else None,
        )  # fmt: skip


def _obsolescence(stage: Setting) -> None:
    dice = stage.dice("obsolescence")
    for family, item, number, supplier, months, option in ITEMS:
        spec = next(one for one in families() if one.code == family).models[-2]
        owner = dice.one([*stage.desk["designer"], *stage.desk["quality"]])
        stage.make(
            Obsolescence, dice, model=stage.models[spec.code], item=item, part_number=number, supplier=supplier,
            last_buy_on=stage.today + timedelta(days=round(months * 30.4)), stock_cover_months=Decimal(dice.randrange(20, 480)) / 10,
            option=option, owner=None if option == "undecided" else owner,
            resolved_on=stage.today - timedelta(days=30) if months < -10 else None,
        )  # fmt: skip
    for code, months in (("HM-20", 8), ("HS-180", 22), ("GD-300", 5)):
        stage.models[code].end_of_support_on = stage.today + timedelta(days=round(months * 30.4))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LOCAL).astimezone(UTC)
