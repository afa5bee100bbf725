"""What a plan costs, part by part, reckoned from the problem alone."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from aftersail.engines.dispatch.plan import Cost, Plan
from aftersail.engines.dispatch.problem import Engineer, Order, Problem


def price(problem: Problem, plan: Plan) -> Cost:
    """Return the cost of a plan; orders that it lacks are unserved.

    Worked: one order of priority 2, an hour late at 3 a minute, costs 2 · 60 · 3 = 360 for lateness.
    """
    orders = {order.id: order for order in problem.orders}
    parts: dict[str, float] = {}
    for bundle in bundles(problem):
        for name, value in _visit(problem, bundle, plan).items():
            parts[name] = parts.get(name, 0.0) + value
    for engineer in problem.engineers:
        route = route_of(engineer.id, orders, plan)
        for name, value in _route(problem, engineer, route, plan).items():
            parts[name] = parts.get(name, 0.0) + value
    return Cost(**parts)


def bundles(problem: Problem) -> list[list[Order]]:
    """Orders that go together, and every other one alone."""
    bundles: dict[tuple[str, str], list[Order]] = {}
    for order in problem.orders:
        key = ("alone", order.id) if order.together is None else ("together", order.together)
        bundles.setdefault(key, []).append(order)
    return list(bundles.values())


def _visit(problem: Problem, bundle: list[Order], plan: Plan) -> dict[str, float]:
    weights, first, last = problem.weights, bundle[0], bundle[-1]
    priority = sum(order.priority for order in bundle)
    if any(order.id not in plan for order in bundle):
        return {"unserved": weights.unserved * priority}
    team = max((plan[order.id].team for order in bundle), key=len)
    start, end = plan[first.id].start, plan[last.id].start + last.duration
    dues = [order.due for order in bundle if order.due is not None]
    steward = next((order.steward for order in bundle if order.steward is not None), None)
    rate = {engineer.id: engineer.rate for engineer in problem.engineers}
    parts = {
        "late": weights.late_minute * priority * max(0, end - min(dues)) if dues else 0.0,
        "steward": 0.0 if steward is None or steward in team else weights.steward_missed,
        "rates": sum(rate.get(member, 0.0) for member in team) * sum(order.duration for order in bundle),
    }
    told = next((each for each in problem.published if each.order == first.id), None)
    if told is not None:
        parts["later"] = weights.later_minute * max(0, start - told.start)
        if not told.started:
            parts["changed"] = weights.changed_engineer * sum(member not in told.team for member in team)
    return parts


def _route(problem: Problem, engineer: Engineer, route: list[Order], plan: Plan) -> dict[str, float]:
    """Travel, nights, boarding and load of one engineer; home between two orders where that is cheaper."""
    if not route or engineer.home is None:
        return {}
    travel, weights, home = problem.travel, problem.weights, engineer.home
    total = {"travel": 0.0, "lodging": 0.0, "boarding": 0.0}

    def leaving(order: Order) -> tuple[float, float, float]:
        start, place = plan[order.id].start, place_of(order, plan[order.id].start)
        depart = max(0, start - travel.minutes[home][place])
        nights = max(0, start // problem.day_minutes - depart // problem.day_minutes)
        return travel.cost[home][place] * weights.travel, nights * weights.lodging_night, weights.boarding

    def returning(order: Order) -> tuple[float, float, float]:
        end, place = plan[order.id].start + order.duration, place_of(order, plan[order.id].start)
        arrive = end + travel.minutes[place][home]
        nights = (arrive - 1) // problem.day_minutes - (end - 1) // problem.day_minutes
        return travel.cost[place][home] * weights.travel, nights * weights.lodging_night, 0.0

    def onwards(order: Order, then: Order) -> tuple[float, float, float]:
        here, there = place_of(order, plan[order.id].start), place_of(then, plan[then.id].start)
        end, start = plan[order.id].start + order.duration, plan[then.id].start
        nights = max(0, start // problem.day_minutes - (end - 1) // problem.day_minutes)
        stay = nights * weights.lodging_night
        if order.ship == then.ship and here == there:
            straight = (0.0, stay, 0.0)
        else:
            straight = (travel.cost[here][there] * weights.travel, stay, weights.boarding)
        if (
            weights.lodging_night > 0
            and end + travel.minutes[here][home] + travel.minutes[home][there] <= start
        ):
            back, out = returning(order), leaving(then)
            by_home = (back[0] + out[0], back[1] + out[1], back[2] + out[2])
            return min(straight, by_home, key=sum)
        return straight

    legs = [leaving(route[0]), returning(route[-1])]
    legs += [onwards(order, then) for order, then in pairwise(route)]
    for leg in legs:
        for name, value in zip(total, leg, strict=True):
            total[name] += value
    work = sum(order.duration for order in route)
    regular = max(1, engineer.regular_minutes)
    total["overtime"] = weights.overtime_minute * max(0, work - regular)
    total["unevenness"] = weights.unevenness * (work / regular) ** 2
    return total


def place_of(order: Order, start: int) -> int:
    """The place of the window that a start lies in; of the first where it lies in none."""
    for window in order.windows:
        if window.begin <= start and start + order.duration <= window.end:
            return window.place
    for window in order.windows:
        if window.begin <= start < window.end:
            return window.place
    return order.windows[0].place if order.windows else 0


def route_of(engineer: str, orders: Mapping[str, Order], plan: Plan) -> list[Order]:
    """An engineer's orders as time goes."""
    own = [orders[id] for id, each in plan.items() if id in orders and engineer in each.team]
    return sorted(own, key=lambda order: (plan[order.id].start, order.id))
