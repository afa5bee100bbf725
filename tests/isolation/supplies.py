"""Stock, tools and parts orders of one side of the history; stores are the house's and seen by every station."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aftersail.core.ids import new_id
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff
from aftersail.supply.actions import counting, issues, market
from aftersail.supply.actions.moves import every_station
from aftersail.supply.actions.stores import receive_stock
from aftersail.supply.models import (
    Calibration,
    ImpactItem,
    ImpactReview,
    KitLine,
    KitTemplate,
    Part,
    PartAlternate,
    StockLevel,
    StockPlace,
    Tool,
    ToolLoan,
)
from aftersail.visits.models import ToolUse, Visit
from aftersail.web.demo.small import World


def supplies_of(
    world: World, lead: Staff, vessel: Vessel, told: str, word: str, now: datetime
) -> dict[str, Any]:
    """Make a store with stock, an issue, a transfer, a count, a tool under review and a quotation."""
    desk, code, part = world.account("dispatcher"), lead.station.code, world.part
    keys = every_station()
    store, central = (
        StockPlace.objects.create(
            code=f"{code}-{kind}", name=f"{code} 库", kind=kind, station=lead.station, keys=keys
        )
        for kind in ("station", "central")
    )
    StockPlace.objects.create(code=f"{code}-ship", name=word, name_en=told[:60], kind="vessel", vessel=vessel)
    serials = [f"{code}-{n}" for n in range(4)]
    receive_stock(by=desk, id=new_id(), place=store, part=part, quantity=4, serials=serials, at=now)
    kit, _made = KitTemplate.objects.get_or_create(
        code="KIT-RAD", defaults={"name": "雷达携行", "family": part.family}
    )
    line, _made = KitLine.objects.get_or_create(kit=kit, part=part, line_number=1)
    other, _made = Part.objects.get_or_create(number="HR-PSU-OLD", defaults={"name": "电源模块（旧）"})
    alternate, _made = PartAlternate.objects.get_or_create(part=part, alternate=other)
    tool = Tool.objects.create(
        asset_number=f"T-{code}", name=f"{word} 扳手", tool_class="wrench", station=lead.station, interval_months=12, state="impact_review",
        limits=told[:200],
    )  # fmt: skip
    ToolLoan.objects.create(
        tool=tool, borrower=lead, borrowed_at=now, due_on=now.date(), condition_out=told[:200]
    )
    calibration = Calibration.objects.create(
        tool=tool, calibrated_on=now.date(), body=word, certificate_number=word, result="failed", at=now
    )
    review = ImpactReview.objects.create(tool=tool, calibration=calibration, opened_at=now)
    impact = ImpactItem.objects.create(review=review, work_ref=new_id(), work_label=word, worked_at=now)
    order = market.open_order(
        by=desk,
        id=new_id(),
        customer=vessel.customer,
        vessel=vessel,
        station=lead.station,
        at=now,
        contact=word,
        terms=told,
    )
    market.add_line(
        by=desk, order=order, id=new_id(), part=part, quantity=1, unit_price_cny=Decimal(4000), at=now
    )
    market.send_quotation(by=desk, order=order, valid_until=now.date() + timedelta(30), at=now)
    return {
        "store": store,
        "level": StockLevel.objects.create(place=store, part=part, reorder_point=1, order_up_to=5),
        "receipt": store.moves_in.first(),
        "kit": kit,
        "kit_line": line,
        "alternate": alternate,
        "tool": tool,
        "impact": impact,
        "parts_order": order,
        "part_issue": issues.request_parts(
            by=desk,
            id=new_id(),
            part=part,
            quantity=1,
            place=store,
            receiver=lead,
            note=told,
            work_number=word,
            vessel=vessel,
            at=now,
        ),
        "transfer": counting.ask_transfer(
            by=desk, id=new_id(), source=store, target=central, part=part, quantity=1, at=now
        ),
        "count": counting.open_count(by=desk, id=new_id(), place=store, at=now),
    }


def use_tool(visit: Visit, tool: Tool, now: datetime) -> ToolUse:
    """Name a tool that the visit was done with."""
    return ToolUse.objects.create(visit=visit, tool=tool, used_at=now, note=visit.diagnosis[:200])
