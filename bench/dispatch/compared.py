"""The fortnight planned by the engine and by two rules of hand, in one run: what each means for ships, people and money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import mean
from time import perf_counter
from typing import Any

from aftersail.engines.dispatch import (
    Assignment,
    Effort,
    Engineer,
    Order,
    Plan,
    Problem,
    check,
    published_at,
    solve,
)
from aftersail.engines.dispatch.price import price
from bench.dispatch.by_hand import first_come, nearest_free
from bench.dispatch.fortnight import DAY, ORDERS, SEEDS, fortnight
from bench.dispatch.instances import WrongPlan

SECONDS = 10
HOUR = 60
QUARTER = DAY // 4
PRESSING = 4.0
"""Orders of this priority and above are planned when they come in, not at the next quarter."""


def compared(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield the mean of each planner's figures over the fortnights; WrongPlan if a plan breaks a rule."""
    orders, seconds, seeds = (120, 2, SEEDS[:1]) if quick else (ORDERS, SECONDS, SEEDS)
    found: dict[str, list[Figures]] = {}
    for seed in seeds:
        problem, came = fortnight(orders=orders, seed=seed)
        solve(problem, Effort(iterations=1))  # compiled, or loaded, before the clock runs
        for name, planner in _planners(problem, came, seconds).items():
            begin = perf_counter()
            plan = planner()
            spent = perf_counter() - begin
            if violations := check(problem, plan).violations:
                raise WrongPlan(f"{name}: {violations[:3]}")
            found.setdefault(name, []).append([*figures(problem, plan), ("planned in", spent, "s")])
    for name, runs in found.items():
        for rows in zip(*runs, strict=True):
            (metric, _value, unit), value = rows[0], mean(row[1] for row in rows)
            told = {"case": f"fortnight, {name}", "metric": metric, "value": round(value, 2), "unit": unit}
            yield told | {"size": orders, "fortnights": len(runs)}


Figures = list[tuple[str, float, str]]


def _planners(
    problem: Problem, came: tuple[int, ...], seconds: float
) -> dict[str, Callable[[], dict[str, Assignment]]]:
    return {
        "ours, as orders come in": lambda: as_they_come(problem, came, seconds),
        "nearest free engineer": lambda: nearest_free(problem, came),
        "first come, first served": lambda: first_come(problem, came),
        "ours, all known at once": lambda: solve(problem, Effort(seconds=seconds)).plan,
    }


def as_they_come(problem: Problem, came: tuple[int, ...], seconds: float) -> dict[str, Assignment]:
    """Plan anew every quarter of a day, and when a pressing order comes in, with what is known by then; `seconds` in all.

    What has begun stays, and nothing that was told is brought forward: as the product does. It knows no more than the rules of hand.
    """
    pressing = {
        at for at, order in zip(came, problem.orders, strict=True) if at > 0 and order.priority >= PRESSING
    }
    instants = sorted({*range(0, max(0, *came) + QUARTER, QUARTER), *pressing})
    plan: dict[str, Assignment] = {}
    for now in instants:
        known = tuple(
            replace(order, is_new=order.id not in plan)
            for at, order in zip(came, problem.orders, strict=True)
            if at <= now
        )
        asked = published_at(replace(problem, orders=known), plan, now)
        plan = solve(asked, Effort(seconds=seconds / len(instants)), begin=plan).plan
    return plan


def figures(problem: Problem, plan: Plan) -> Iterator[tuple[str, float, str]]:
    """Yield what a plan means, each figure from the plan alone: metric, value, unit."""
    orders = {order.id: order for order in problem.orders}
    late = {
        id: plan[id].start + order.duration - order.due
        for id, order in orders.items()
        if id in plan and order.due is not None and plan[id].start + order.duration > order.due
    }
    cost = price(problem, plan)
    yield "orders left out", len(orders) - len(plan), ""
    yield "promises kept late", len(late), ""
    yield (
        "late, weighted by priority",
        round(sum(orders[id].priority * one for id, one in late.items()) / HOUR, 1),
        "h",
    )
    yield "on the way", round(_minutes_on_the_way(problem, plan) / HOUR, 1), "h"
    yield "travel", round(cost.travel), "CNY"
    yield "nights away", round(cost.lodging / problem.weights.lodging_night), ""
    people = {one.id: one for one in problem.engineers}
    stewarded = [id for id in plan if _could_go(orders[id], people)]
    kept = sum(orders[id].steward in plan[id].team for id in stewarded)
    yield "own service manager kept", round(100 * kept / max(1, len(stewarded)), 1), "%"
    yield "weighted cost", round(cost.total), "CNY"


def _could_go(order: Order, people: Mapping[str, Engineer]) -> bool:
    """Whether the ship has a service manager of its own who has the skill."""
    slot = order.slots[0]
    return order.steward is not None and people[order.steward].skills.get(slot.skill, 0) >= slot.level


def _minutes_on_the_way(problem: Problem, plan: Plan) -> float:
    """The minutes of the journeys that the price reckons with: the same plan, its fares replaced by minutes."""
    minutes = tuple(tuple(float(one) for one in row) for row in problem.travel.minutes)
    timed = replace(problem, travel=replace(problem.travel, cost=minutes))
    return price(timed, plan).travel
