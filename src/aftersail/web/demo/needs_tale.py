"""What some of the orders that wait need: a second person, an order before them, a visit that they share, a part, a tool."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.supply.models import PartIssue
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.setting import Setting

TEAM_EVERY, TOOL_EVERY = 7, 9


def tell_needs(stage: Setting) -> None:
    """Let orders that wait need more than one person; dice of its own, the rest stays as it was told."""
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
    _ties(waiting)
    _owed_parts(stage, dice, waiting)


def _ties(waiting: list[WorkOrder]) -> None:
    """Tie orders of one ship: now one comes after another, now both are one visit."""
    ships: dict[object, list[WorkOrder]] = defaultdict(list)
    for order in waiting:
        ships[order.case.vessel_id].append(order)
    pairs = [orders[:2] for orders in ships.values() if len(orders) > 1 and orders[0].port == orders[1].port]
    for n, (first, then) in enumerate(pairs[:6]):
        then.window_from, then.window_until = first.window_from, first.window_until + timedelta(days=3)
        if n % 2:
            then.visit_with = first
        else:
            then.after = first


def _owed_parts(stage: Setting, dice: Dice, waiting: list[WorkOrder]) -> None:
    """Let backordered issues be for orders of their station: of most it is known when the part arrives."""
    owed = [one for one in stage.sheet.of(PartIssue) if one.state == "backordered" and one.work_ref is None]
    for n, issue in enumerate(sorted(owed, key=lambda one: one.number)):
        here = [one for one in waiting if one.case.station_id == issue.station_id and one.after_id is None]
        if not here:
            continue
        order = dice.one(here)
        issue.work_ref, issue.work_number, issue.vessel = order.pk, order.number, order.case.vessel
        if n % 3 != 2:
            issue.expected_on = stage.today + timedelta(days=dice.randrange(2, 8))
