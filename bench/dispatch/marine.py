"""Our marine instances as problems of the engine, and plans in the form of their checker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from aftersail.engines.dispatch.plan import Plan
from aftersail.engines.dispatch.problem import Engineer, Order, Problem, Slot, Span, Travel, Window
from aftersail.engines.dispatch.weights import Weights


def read(path: Path) -> dict[str, Any]:
    """Return an instance as it is written."""
    instance: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    return instance


def problem_of(instance: dict[str, Any]) -> Problem:
    """Return the problem: ports are places 0 to P − 1, homes at them P to 2P − 1."""
    minutes, price = instance["travel_min"], instance["cost"]
    ports = range(len(minutes))

    def way(a: int, b: int) -> int:
        if a % len(minutes) == b % len(minutes):
            both_ships = a < len(minutes) and b < len(minutes)
            return int(instance["same_port_min"] if both_ships else instance["home_min"])
        return int(minutes[a % len(minutes)][b % len(minutes)])

    table = tuple(tuple(way(a, b) for b in range(2 * len(minutes))) for a in range(2 * len(minutes)))
    orders = tuple(
        Order(
            id=str(i),
            ship=str(each["ship"]),
            duration=each["duration"],
            windows=(Window(each["release"], each["deadline"], each["port"]),),
            slots=tuple(Slot(str(slot["skill"]), slot["level"]) for slot in each["slots"]),
            due=each["due"],
            priority=each["weight"],
            after=() if each["after"] is None else (str(each["after"]),),
            steward=None if each["steward"] is None else str(each["steward"]),
        )
        for i, each in enumerate(instance["work_orders"])
    )
    engineers = tuple(
        Engineer(
            id=str(i),
            home=each["home_port"] + len(ports),
            skills={str(skill): level for skill, level in enumerate(each["level"])},
            absences=(Span(*each["leave"]),) if each["leave"] else (),
        )
        for i, each in enumerate(instance["engineers"])
    )
    weights = Weights(
        unserved=price["unserved_per_weight"],
        late_minute=price["late_per_weight_min"],
        travel=price["travel_per_min"],
        lodging_night=0,
        boarding=0,
        overtime_minute=0,
        changed_engineer=0,
        later_minute=0,
        steward_missed=price["steward_missed"],
        unevenness=0,
    )
    cost = tuple(tuple(float(value) for value in row) for row in table)
    return Problem(orders, engineers, Travel(table, cost), weights)


def plan_for_checker(plan: Plan) -> dict[int, tuple[int, list[int]]]:
    """Return a plan as the instances' own checker reads it."""
    return {int(order): (each.start, [int(member) for member in each.team]) for order, each in plan.items()}
