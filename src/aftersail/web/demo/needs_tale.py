"""What some of the orders that wait need: a second person, an order before them, a visit that they share, a part, a tool."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from aftersail.cases.events import OrderDrafted
from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.supply.models import PartIssue
from aftersail.web.demo.always import always
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.setting import Setting
from aftersail.web.demo.telling import Tale

TEAM_EVERY, TOOL_EVERY = 7, 9


def tell_needs(tale: Tale) -> None:
    """Let orders that wait need more than one person; dice of its own, the rest stays as it was told."""
    stage = tale.stage
    dice = Dice(stage.seed, "needs")
    waiting = [one for one in stage.sheet.of(WorkOrder) if one.state == "approved"]
    waiting.sort(key=lambda one: (one.created_at, one.number))
    for order in waiting[::TEAM_EVERY]:
        order.team_size = 2
        values = {"place": 2, "skill": order.skill, "level": 1, "certificate_kinds": order.certificate_kinds}
        stage.sheet.put(
            OrderMember(id=dice.id(order.created_at), order=order, **values), born=order.created_at
        )
    for order in waiting[3::TOOL_EVERY]:
        order.tool_classes = ["扭矩扳手"]
    _ties(tale, dice, waiting)
    _owed_parts(stage, dice, waiting)


def _ties(tale: Tale, dice: Dice, waiting: list[WorkOrder]) -> None:
    """Write second orders for some cases: the check comes after the repair, or small work is done in the same visit."""
    stage = tale.stage
    at = stage.present - timedelta(hours=2)
    for n, first in enumerate([one for one in waiting if one.created_at < at][1:12:2]):
        by = stage.managers[always(first.case.station).code]
        later = WorkOrder(
            id=dice.id(at), number=tale.log.number("WO", by.station.code, at), case=first.case,
            scope="修后复测并出具记录" if n % 2 == 0 else "顺带清洁滤网、检查紧固", skill=first.skill, level=first.level, port=first.port,
            window_from=first.window_from, window_until=first.window_until + timedelta(days=2), due_at=first.due_at,
            work_hours=Decimal(2), certificate_kinds=first.certificate_kinds, cost_estimate_cny=Decimal(800),
            after=first if n % 2 == 0 else None, visit_with=first if n % 2 else None,
        )  # fmt: skip
        stage.sheet.put(later, at)
        tale.log.note(
            OrderDrafted(number=later.number, scope=later.scope[:120]), later, always(by.account), at
        )
        tale.log.move_order(later, "approve", always(by.account), at, approved_at=at, approved_by=by)


def _owed_parts(stage: Setting, dice: Dice, waiting: list[WorkOrder]) -> None:
    """Let backordered issues be for orders of their station: of most it is known when the part arrives."""
    owed = [one for one in stage.sheet.of(PartIssue) if one.state == "backordered" and one.work_ref is None]
    for n, issue in enumerate(sorted(owed, key=lambda one: one.number)):
        here = [one for one in waiting if one.case.station_id == issue.station_id]
        if not here:
            continue
        order = dice.one(here)
        issue.work_ref, issue.work_number, issue.vessel = order.pk, order.number, order.case.vessel
        if n % 3 != 2:
            issue.expected_on = stage.today + timedelta(days=dice.randrange(2, 8))
