"""The fortnight planned by the engine and by two rules of hand, in one run: what each means for ships, people and money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import mean
from time import perf_counter
from typing import Any

from aftersail.engines.dispatch import (
    Assignment,
    Effort,
    Plan,
    Problem,
    check,
    measures,
    published_at,
    solve,
)
from aftersail.engines.dispatch.price import price
from bench.dispatch.by_hand import first_come, nearest_free
from bench.dispatch.fortnight import DAY, ORDERS, SEEDS, fortnight
from bench.dispatch.instances import WrongPlan

SECONDS = 10
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
    found = measures(problem, plan)
    yield "orders left out", found.left_out, ""
    yield "promises kept late", found.late, ""
    yield "late, weighted by priority", round(found.pressing_h, 1), "h"
    yield "on the way", round(found.way_h, 1), "h"
    yield "travel", round(found.travel), "CNY"
    yield "nights away", found.nights, ""
    yield "own service manager kept", round(100 * found.own / max(1, found.could_own), 1), "%"
    yield "weighted cost", round(price(problem, plan).total), "CNY"
