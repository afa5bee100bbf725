"""An independent check of a plan, in plain Python from the problem alone: every rule, and the cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from aftersail.engines.dispatch.plan import Assignment, Cost, Plan
from aftersail.engines.dispatch.price import bundles, minutes_to, place_of, price, routes_of, store_of
from aftersail.engines.dispatch.problem import Engineer, Order, Problem, Slot


class Broken(StrEnum):
    """The rules of a plan."""

    UNKNOWN = "unknown"
    TEAM = "team"
    BARRED = "barred"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    KIT = "kit"
    STOCK = "stock"
    CALL = "call"
    WINDOW = "window"
    PARTS = "parts"
    PRECEDENCE = "precedence"
    TOGETHER = "together"
    ABSENT = "absent"
    TRAVEL = "travel"
    BEFORE_NOW = "before_now"
    LIMIT = "limit"
    LOCK = "lock"
    STARTED = "started"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, with the order and the engineer it is about."""

    rule: Broken
    order: str | None = None
    engineer: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is wrong with a plan, and what it costs."""

    violations: tuple[Violation, ...]
    cost: Cost

    @property
    def fine(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


def check(problem: Problem, plan: Plan) -> Verdict:
    """Check every rule of a plan and price it; what has started is a fact and only asked for, not judged."""
    found = violations(problem, plan)
    unknown = {one.order for one in found if one.rule is Broken.UNKNOWN}
    return Verdict(found, price(problem, {id: each for id, each in plan.items() if id not in unknown}))


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return every rule that a plan breaks, without pricing it."""
    orders = {order.id: order for order in problem.orders}
    engineers = {engineer.id: engineer for engineer in problem.engineers}
    visits = bundles(problem)
    begun = _begun(problem, visits)
    known = {
        id: each
        for id, each in plan.items()
        if id in orders
        and engineers.keys() >= set(each.team)
        and all(engineers[e].home is not None for e in each.team)
    }
    found = [Violation(Broken.UNKNOWN, id) for id in plan if id not in known]
    widest = {order.id: max(len(one.slots) for one in bundle) for bundle in visits for order in bundle}
    for id, each in known.items():
        if len(set(each.team)) != widest[id] or len(each.team) != widest[id]:
            found.append(Violation(Broken.TEAM, id))
        if id not in begun:
            found += _order(problem, orders[id], each, engineers)
            found += _precedence(orders, orders[id], known)
    found += _together(visits, known)
    found += _calls(problem, known)
    routes = routes_of(orders, known)
    for engineer in problem.engineers:
        route = routes.get(engineer.id, [])
        found += _route(problem, engineer, route, known, begun)
        found += _stock(engineer, route, known, begun)
    found += _decided(problem, known)
    return tuple(found)


def _begun(problem: Problem, visits: list[list[Order]]) -> set[str]:
    """Orders that have begun, and those of the same visit: the team stays for all of it."""
    started = {told.order for told in problem.published if told.started}
    return {order.id for bundle in visits for order in bundle if any(one.id in started for one in bundle)}


def _order(
    problem: Problem, order: Order, each: Assignment, engineers: dict[str, Engineer]
) -> list[Violation]:
    end = each.start + order.duration
    found = []
    if not any(window.begin <= each.start and end <= window.end for window in order.windows):
        found.append(Violation(Broken.WINDOW, order.id))
    if each.start < order.parts:
        found.append(Violation(Broken.PARTS, order.id))
    for member, slot in zip(each.team, order.slots, strict=False):
        found += _member(order, slot, engineers[member], each.start, end)
    return found


def _member(order: Order, slot: Slot, engineer: Engineer, start: int, end: int) -> list[Violation]:
    found = []
    if engineer.id in slot.barred:
        found.append(Violation(Broken.BARRED, order.id, engineer.id))
    if engineer.skills.get(slot.skill, 0) < slot.level:
        found.append(Violation(Broken.SKILL, order.id, engineer.id))
    for kind in slot.certificates:
        covered = start
        for held in sorted(engineer.certificates, key=lambda one: one.valid_from):
            if held.kind == kind and held.valid_from <= covered < held.valid_until:
                covered = held.valid_until
        if covered < end:
            found.append(Violation(Broken.CERTIFICATE, order.id, engineer.id))
    if any(start < absence.end and end > absence.begin for absence in engineer.absences):
        found.append(Violation(Broken.ABSENT, order.id, engineer.id))
    return found


def _precedence(orders: dict[str, Order], order: Order, plan: Plan) -> list[Violation]:
    start = plan[order.id].start
    late = any(
        first not in plan or plan[first].start + orders[first].duration > start for first in order.after
    )
    return [Violation(Broken.PRECEDENCE, order.id)] if late else []


def _together(visits: list[list[Order]], plan: Plan) -> list[Violation]:
    found = []
    for bundle in visits:
        if len(bundle) == 1:
            continue
        there = [order for order in bundle if order.id in plan]
        broken = 0 < len(there) < len(bundle)
        for order, then in pairwise(there):
            one, other = plan[order.id], plan[then.id]
            broken |= other.start != one.start + order.duration or other.team != one.team
        if broken:
            found.append(Violation(Broken.TOGETHER, bundle[0].id))
    return found


def _route(
    problem: Problem, engineer: Engineer, route: list[Order], plan: Plan, begun: set[str]
) -> list[Violation]:
    found = []
    place, ship, free = engineer.home, None, 0
    for order in route:
        start = plan[order.id].start
        minutes = minutes_to(problem, engineer, place, ship, order, plan[order.id])
        if order.id not in begun:
            if free + minutes > start:
                found.append(Violation(Broken.TRAVEL, order.id, engineer.id))
            elif max(free, problem.now) + minutes > start:
                found.append(Violation(Broken.BEFORE_NOW, order.id, engineer.id))
        place, ship, free = place_of(order, start), order.ship, start + order.duration
    work = sum(order.duration for order in route)
    pledged = sum(order.duration for order in route if order.id in begun)
    if work > engineer.limit_minutes and work > pledged:
        found.append(Violation(Broken.LIMIT, None, engineer.id))
    return found


def _calls(problem: Problem, plan: Plan) -> list[Violation]:
    """Calls are made by members, at a store, on the way to a visit and not within it."""
    stores = {store.place for store in problem.stores}
    found = []
    for bundle in bundles(problem):
        for i, order in enumerate(bundle):
            for who, place in plan[order.id].calls if order.id in plan else ():
                if i > 0 or place not in stores or who not in plan[order.id].team:
                    found.append(Violation(Broken.CALL, order.id, who))
    return found


def _stock(engineer: Engineer, route: list[Order], plan: Plan, begun: set[str]) -> list[Violation]:
    """What an engineer brings, up to the one call at a store; after it nothing is lacking."""
    used: dict[str, int] = {}
    calls = [order.id for order in route if store_of(engineer, plan[order.id]) is not None]
    found = [Violation(Broken.CALL, id, engineer.id) for id in calls[1:]]
    for order in route:
        if order.id in calls:
            break
        k = plan[order.id].team.index(engineer.id)
        if k >= len(order.slots):
            continue
        for part, quantity in order.slots[k].uses:
            used[part] = used.get(part, 0) + quantity
        if order.id in begun:
            continue
        if any(used[part] > engineer.carries.get(part, 0) for part, _quantity in order.slots[k].uses):
            found.append(Violation(Broken.STOCK, order.id, engineer.id))
        if not order.slots[k].kits <= engineer.kits:
            found.append(Violation(Broken.KIT, order.id, engineer.id))
    return found


def _decided(problem: Problem, plan: Plan) -> list[Violation]:
    """Locks and what was published; a lock is only broken by an order that is served otherwise."""
    found = []
    for lock in problem.locks:
        each = plan.get(lock.order)
        if each is not None and (each.team != lock.team or lock.start not in (None, each.start)):
            found.append(Violation(Broken.LOCK, lock.order))
    known = {order.id for order in problem.orders}
    for told in problem.published:
        each = plan.get(told.order)
        if told.started and told.order in known:
            if each is None or each.team != told.team or each.start != told.start:
                found.append(Violation(Broken.STARTED, told.order))
        elif told.announced and each is not None and each.start < told.start:
            found.append(Violation(Broken.ANNOUNCED, told.order))
    return found
