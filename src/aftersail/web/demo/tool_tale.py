"""Tools of the stations and what they were used for, and parts sold outside warranty."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from aftersail.supply.models import (
    Calibration,
    ImpactItem,
    ImpactReview,
    OrderLine,
    PartsOrder,
    Tool,
    ToolLoan,
)
from aftersail.supply.rules.tool import months_after, standing
from aftersail.visits.models import ToolUse, Visit
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import Tale

CLASSES = (
    ("数字万用表", "Digital multimeter", "0–1000 V", "±0.5 %", 12),
    ("扭矩扳手", "Torque wrench", "20–200 N·m", "±4 %", 12),
    ("绝缘电阻表", "Insulation tester", "0–2 GΩ", "±3 %", 12),
    ("频谱分析仪", "Spectrum analyser", "9 kHz–26.5 GHz", "±1.5 dB", 12),
    ("测振仪", "Vibration meter", "0.1–200 mm/s", "±5 %", 6),
    ("红外热像仪", "Thermal camera", "-20–350 ℃", "±2 ℃", 24),
    ("压力表校验仪", "Pressure calibrator", "0–40 MPa", "±0.1 %", 12),
    ("手动葫芦", "Chain hoist", "2 t", "", 0),
)
BODIES = ("海澄计量检定站", "渤湾计量测试所", "鹭江计量技术中心")
USED_SINCE = timedelta(days=400)


def tell_tools(tale: Tale) -> None:
    """Put down the tools of every station, two on each visit, and one review that waits for judgement."""
    dice, shelf = tale.stage.dice("tools"), _shelves(tale)
    used: dict[object, list[ToolUse]] = {}
    for visit in tale.stage.sheet.of(Visit):
        began = visit.began_at
        fitting = shelf.get(visit.lead.station.code, [])
        if began is None or not fitting or began < tale.stage.present - USED_SINCE:
            continue
        for tool in dice.sample(fitting, min(2, len(fitting))):
            row = tale.stage.sheet.put(
                ToolUse(id=dice.id(began), visit=visit, tool=tool, used_at=began), began
            )
            used.setdefault(tool.pk, []).append(row)
    _failed(tale, dice, shelf["QD"], used)


def _shelves(tale: Tale) -> dict[str, list[Tool]]:
    stage, dice = tale.stage, tale.stage.dice("tool shelf")
    shelves: dict[str, list[Tool]] = {}
    for code, station in stage.stations.items():
        for n, (name, name_en, measures, accuracy, months) in enumerate(CLASSES):
            for piece in range(2 if n < 3 else 1):
                made_on = (
                    stage.today - timedelta(days=dice.randrange(5, int(months * 31) + 5)) if months else None
                )
                due_on = months_after(made_on, months) if made_on else None
                limits = "仅用于 100 N·m 以下" if n == 1 and piece and dice.chance(0.3) else ""
                state = standing("available", due_on, limits, stage.today)
                tool = stage.make(
                    Tool, dice, asset_number=f"{code}-T{n + 1:02d}{piece + 1}", name=name, name_en=name_en, tool_class=name, measuring_range=measures,
                    accuracy=accuracy, station=station, interval_months=months or None, calibrated_on=made_on, due_on=due_on, limits=limits,
                    state="at_calibration" if state == "overdue_locked" and dice.chance(0.4) else state,
                )  # fmt: skip
                shelves.setdefault(code, []).append(tool)
                if made_on:
                    at = stage.present - (stage.today - made_on)
                    row = Calibration(
                        id=dice.id(at), tool=tool, calibrated_on=made_on, body=dice.one(BODIES), certificate_number=f"JD{dice.randrange(10**7):07d}",
                        result="limited" if limits else "passed", limits=limits, due_on=due_on, at=at,
                    )  # fmt: skip
                    stage.sheet.put(row, at)
                if tool.state == "available" and stage.engineers[code] and dice.chance(0.25):
                    at = stage.present - timedelta(days=dice.randrange(1, 9))
                    back_on = (at + timedelta(days=7)).date()
                    tool.state = "borrowed"
                    loan = ToolLoan(
                        id=dice.id(at),
                        tool=tool,
                        borrower=dice.one(stage.engineers[code]),
                        borrowed_at=at,
                        due_on=back_on,
                        condition_out="完好",
                    )
                    stage.sheet.put(loan, at)
    return shelves


def _failed(tale: Tale, dice: Dice, tools: list[Tool], used: dict[object, list[ToolUse]]) -> None:
    """One torque wrench of Qingdao failed last week; what was done with it is half judged."""
    stage = tale.stage
    tool = next(one for one in tools if one.tool_class == "扭矩扳手" and one.state != "borrowed")
    at = stage.present - timedelta(days=5)
    calibration = Calibration(
        id=dice.id(at),
        tool=tool,
        calibrated_on=at.date(),
        body=BODIES[0],
        certificate_number="JD0000077",
        result="failed",
        at=at,
        note="示值偏低 6 %",
    )
    stage.sheet.put(calibration, at)
    review = stage.sheet.put(
        ImpactReview(
            id=dice.id(at), tool=tool, calibration=calibration, since_on=tool.calibrated_on, opened_at=at
        ),
        at,
    )
    tool.state, tool.limits = "impact_review", ""
    since = tool.calibrated_on
    found = [
        use
        for use in used.get(tool.pk, [])
        if use.used_at < at and (since is None or use.used_at.date() >= since)
    ]
    for n, use in enumerate(found[:40]):
        judged = n % 2 == 0
        stage.sheet.put(
            ImpactItem(
                id=dice.id(at), review=review, work_ref=use.visit_id, work_label=use.visit.number, page="visits:visit", worked_at=use.used_at,
                verdict=("none", "measure")[n % 4 // 2] if judged else "", reason="该处力矩要求宽松，已核对" if judged else "",
                judged_by=stage.desk["quality"][0] if judged else None, judged_at=at + timedelta(days=1) if judged else None,
            ),
            at,
        )  # fmt: skip


def tell_market(tale: Tale) -> None:
    """Put down sixty quotations of a year, most of them ordered and delivered."""
    stage, dice = tale.stage, tale.stage.dice("parts market")
    old = [vessel for vessel in stage.vessels if vessel.delivered_on and vessel.station]
    parts = list(stage.parts.values())
    for n in range(60):
        vessel = old[n % 7] if n % 3 == 0 else dice.one(old)
        station = vessel.station
        if station is None:
            continue
        at = stage.present - timedelta(days=360 - 6 * n, hours=dice.randrange(8))
        state = (
            dice.weighted({"closed": 5, "delivered": 2, "declined": 1.5})
            if n < 44
            else dice.weighted({"draft": 1, "quoted": 3, "ordered": 3, "partly": 1})
        )
        quoted = at + timedelta(days=1) if state != "draft" else None
        bought = state in {"ordered", "partly", "delivered", "closed"}
        ordered = quoted + timedelta(days=dice.randrange(1, 5)) if bought and quoted else None
        ordered = min(ordered, stage.present) if ordered else None
        order = stage.sheet.put(
            PartsOrder(
                id=dice.id(at), number=tale.log.number("PQ", station.code, at), customer=vessel.customer, vessel=vessel, station=station, state=state, asked_at=at,
                quoted_at=quoted, valid_until=(at + timedelta(days=31)).date() if quoted else None, ordered_at=ordered, terms="款到发货，运费由买方承担",
                reason="预算未批" if state == "declined" else "",
            ),
            at,
        )  # fmt: skip
        ends = None
        chosen = dice.sample(parts, dice.randrange(2 if state == "partly" else 1, 5))
        for place, part in enumerate(chosen):
            quantity, at_once = dice.randrange(1, 5), dice.chance(0.8)
            whole = state in {"delivered", "closed"} or (state == "partly" and place == 0)
            arrived = (
                min(
                    ordered + timedelta(days=dice.uniform(1, 4) if at_once else part.lead_time_days),
                    stage.present,
                )
                if ordered and whole
                else None
            )
            ends = max(ends or arrived, arrived) if arrived else ends
            stage.sheet.put(
                OrderLine(
                    id=dice.id(at), order=order, part=part, quantity=quantity, unit_price_cny=(part.price_cny * Decimal("1.32")).quantize(Decimal("0.01")),
                    unit_cost_cny=part.price_cny, promised_days=part.lead_time_days, at_once=at_once if ordered else None,
                    delivered=quantity if whole else 0, delivered_at=arrived,
                ),
                at,
            )  # fmt: skip
        order.delivered_at = ends if state in {"delivered", "closed"} else None
        order.closed_at = ends + timedelta(days=0) if state == "closed" and ends else None
