"""What a plan means for ships, people and money, in their own units rather than in the planner's prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftersail.engines.dispatch.plan import Plan
from aftersail.engines.dispatch.price import price
from aftersail.engines.dispatch.problem import Problem

HOUR = 60


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts of orders; hours; travel in the currency of the problem's fares.

    pressing_h: hours late, each times the priority of its order. own, could_own: orders that the ship's own service
    manager goes to, of those where one has the skill and is not barred.
    """

    left_out: int
    late: int
    late_h: float
    pressing_h: float
    way_h: float
    travel: float
    nights: int
    own: int
    could_own: int


def measures(problem: Problem, plan: Plan) -> Measures:
    """Return what a plan means, from the problem and the plan alone.

    Worked: an order of 120 minutes due at minute 300 that begins at 240 is 60 minutes late: late 1, late_h 1.0.
    """
    orders = {order.id: order for order in problem.orders}
    people = {one.id: one for one in problem.engineers}
    late: dict[str, float] = {}
    own = could = 0
    for id, each in plan.items():
        if (order := orders.get(id)) is None:
            continue
        end = each.start + order.duration
        if order.due is not None and end > order.due:
            late[id] = (end - order.due) / HOUR
        slot, steward = order.slots[0], people.get(order.steward or "")
        able = steward is not None and steward.skills.get(slot.skill, 0) >= slot.level
        if able and order.steward not in slot.barred:
            could += 1
            own += order.steward in each.team
    cost, night = price(problem, plan), problem.weights.lodging_night
    return Measures(
        left_out=len(orders.keys() - plan.keys()), late=len(late), late_h=sum(late.values()),
        pressing_h=sum(orders[id].priority * hours for id, hours in late.items()),
        way_h=_minutes_on_the_way(problem, plan) / HOUR, travel=cost.travel,
        nights=round(cost.lodging / night) if night else 0, own=own, could_own=could,
    )  # fmt: skip


def _minutes_on_the_way(problem: Problem, plan: Plan) -> float:
    """The minutes of the journeys that the price reckons with: the same plan, its fares replaced by minutes."""
    minutes = tuple(tuple(float(one) for one in row) for row in problem.travel.minutes)
    weights = replace(problem.weights, travel=1.0)
    timed = replace(problem, travel=replace(problem.travel, cost=minutes), weights=weights)
    return price(timed, plan).travel
