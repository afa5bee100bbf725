"""What a plan costs, part by part, reckoned from the problem alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from aftersail.engines.dispatch.plan import Assignment, Cost, Plan
from aftersail.engines.dispatch.problem import Engineer, Order, Problem, Published


def price(problem: Problem, plan: Plan) -> Cost:
    """Return the cost of a plan; orders that it lacks are unserved.

    Worked: one order of priority 2, an hour late at 3 a minute, costs 2 · 60 · 3 = 360 for lateness.
    """
    orders = {order.id: order for order in problem.orders}
    parts: dict[str, float] = {}
    people = {engineer.id: engineer for engineer in problem.engineers}
    published = {told.order: told for told in problem.published}
    for bundle in bundles(problem):
        for name, value in _visit(problem, bundle, plan, people, published).items():
            parts[name] = parts.get(name, 0.0) + value
    routes = routes_of(orders, plan)
    for engineer in problem.engineers:
        route = routes.get(engineer.id, [])
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


def _visit(
    problem: Problem,
    bundle: list[Order],
    plan: Plan,
    people: Mapping[str, Engineer],
    published: Mapping[str, Published],
) -> dict[str, float]:
    weights, first, last = problem.weights, bundle[0], bundle[-1]
    priority = sum(order.priority for order in bundle)
    if any(order.id not in plan for order in bundle):
        return {"unserved": weights.unserved * priority}
    team = max((plan[order.id].team for order in bundle), key=len)
    start, end = plan[first.id].start, plan[last.id].start + last.duration
    dues = [order.due for order in bundle if order.due is not None]
    steward = next((order.steward for order in bundle if order.steward is not None), None)
    parts = {
        "late": weights.late_minute * priority * max(0, end - min(dues)) if dues else 0.0,
        "steward": 0.0 if steward is None or steward in team else weights.steward_missed,
        "rates": sum(_asked_for(people[member], bundle) for member in team if member in people),
    }
    told = published.get(first.id)
    if told is not None:
        parts["later"] = weights.later_minute * max(0, start - told.start)
        if not told.started:
            parts["changed"] = weights.changed_engineer * sum(member not in told.team for member in team)
    return parts


def _asked_for(engineer: Engineer, bundle: list[Order]) -> float:
    """What somebody costs besides for orders that go together: by the minute, and for each order."""
    by_minute = engineer.rate * sum(order.duration for order in bundle)
    return by_minute + sum(engineer.charges.get(order.id, 0.0) for order in bundle)


@dataclass(frozen=True, slots=True)
class Stay:
    """One uninterrupted work aboard: orders that go together are one; `store` is called at on the way to it."""

    ship: str
    place: int
    start: int
    end: int
    store: int | None = None


def _stays(engineer: Engineer, route: list[Order], plan: Plan) -> list[Stay]:
    stays: list[Stay] = []
    last: str | None = None
    for order in route:
        each = plan[order.id]
        end = each.start + order.duration
        stay = Stay(order.ship, place_of(order, each.start), each.start, end, store_of(engineer, each))
        if order.together is not None and order.together == last:
            stay = replace(stays.pop(), end=stay.end)
        stays.append(stay)
        last = order.together
    return stays


def store_of(engineer: Engineer, each: Assignment) -> int | None:
    """The store that an engineer calls at on the way to an order."""
    return dict(each.calls).get(engineer.id)


def way(problem: Problem, place: int, there: int, store: int | None) -> tuple[int, float]:
    """Minutes and fare from one place to another, with a call at a store where one is given."""
    travel = problem.travel
    if store is None:
        return travel.minutes[place][there], travel.cost[place][there]
    call = next((each.minutes for each in problem.stores if each.place == store), 0)
    minutes = travel.minutes[place][store] + call + travel.minutes[store][there]
    return minutes, travel.cost[place][store] + travel.cost[store][there]


def minutes_to(
    problem: Problem, engineer: Engineer, place: int | None, ship: str | None, order: Order, each: Assignment
) -> int:
    """Minutes to an order from the place where an engineer was, aboard `ship` or at home."""
    there, store = place_of(order, each.start), store_of(engineer, each)
    if place is None or (store is None and ship == order.ship and place == there):
        return 0
    return way(problem, place, there, store)[0]


Leg = tuple[float, float, float, float]
"""Travel, lodging, boarding and waiting."""


def _leaving(problem: Problem, home: int, stay: Stay) -> Leg:
    minutes, fare = way(problem, home, stay.place, stay.store)
    depart = max(0, stay.start - minutes)
    nights = max(0, stay.start // problem.day_minutes - depart // problem.day_minutes)
    weights = problem.weights
    return fare * weights.travel, nights * weights.lodging_night, weights.boarding, 0.0


def _returning(problem: Problem, home: int, stay: Stay) -> Leg:
    arrive = stay.end + problem.travel.minutes[stay.place][home]
    nights = (arrive - 1) // problem.day_minutes - (stay.end - 1) // problem.day_minutes
    fare = problem.travel.cost[stay.place][home] * problem.weights.travel
    return fare, nights * problem.weights.lodging_night, 0.0, 0.0


def _onwards(problem: Problem, home: int, stay: Stay, then: Stay) -> Leg:
    """Straight on, or by way of home where that is cheaper, there is time, and no store is called at."""
    weights = problem.weights
    nights = max(0, then.start // problem.day_minutes - (stay.end - 1) // problem.day_minutes)
    same = stay.ship == then.ship and stay.place == then.place and then.store is None
    minutes, fare = (0, 0.0) if same else way(problem, stay.place, then.place, then.store)
    straight = (
        fare * weights.travel,
        nights * weights.lodging_night,
        0.0 if same else weights.boarding,
        weights.waiting_minute * max(0, then.start - stay.end - minutes),
    )
    by_home = problem.travel.minutes[stay.place][home] + problem.travel.minutes[home][then.place]
    if weights.lodging_night <= 0 or then.store is not None or stay.end + by_home > then.start:
        return straight
    back, out = _returning(problem, home, stay), _leaving(problem, home, then)
    return min(straight, (back[0] + out[0], back[1] + out[1], back[2] + out[2], 0.0), key=sum)


def _staying(problem: Problem, home: int, stay: Stay) -> Leg:
    """Nights during the work, away from home."""
    if problem.travel.minutes[stay.place][home] <= problem.near_home_minutes:
        return 0.0, 0.0, 0.0, 0.0
    nights = (stay.end - 1) // problem.day_minutes - stay.start // problem.day_minutes
    return 0.0, nights * problem.weights.lodging_night, 0.0, 0.0


def _route(problem: Problem, engineer: Engineer, route: list[Order], plan: Plan) -> dict[str, float]:
    """Travel, nights, boarding, waiting and load of one engineer."""
    if not route or engineer.home is None:
        return {}
    home, stays, weights = engineer.home, _stays(engineer, route, plan), problem.weights
    legs = [_leaving(problem, home, stays[0]), _returning(problem, home, stays[-1])]
    legs += [_onwards(problem, home, stay, then) for stay, then in pairwise(stays)]
    legs += [_staying(problem, home, stay) for stay in stays]
    travel, lodging, boarding, waiting = (sum(part) for part in zip(*legs, strict=True))
    work = sum(order.duration for order in route)
    regular = max(1, engineer.regular_minutes)
    return {
        "travel": travel,
        "lodging": lodging,
        "boarding": boarding,
        "overtime": weights.overtime_minute * max(0, work - regular),
        "unevenness": weights.unevenness * (work / regular) ** 2,
        "waiting": waiting,
    }


def place_of(order: Order, start: int) -> int:
    """The place of the window that a start lies in; of the first where it lies in none."""
    for window in order.windows:
        if window.begin <= start and start + order.duration <= window.end:
            return window.place
    for window in order.windows:
        if window.begin <= start < window.end:
            return window.place
    return order.windows[0].place if order.windows else 0


def routes_of(orders: Mapping[str, Order], plan: Plan) -> dict[str, list[Order]]:
    """Every engineer's orders as time goes; who has none is left out."""
    routes: dict[str, list[Order]] = {}
    for id, each in sorted(plan.items(), key=lambda item: (item[1].start, item[0])):
        for member in each.team if id in orders else ():
            routes.setdefault(member, []).append(orders[id])
    return routes
