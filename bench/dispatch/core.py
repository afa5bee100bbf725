"""The routing core of a marine instance: one engineer an order, hard windows; no teams, leave, lateness, precedence, steward."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def core_of(instance: dict[str, Any]) -> dict[str, Any]:
    """Return the instance without what routing libraries do not know, in the same form, for the same checker."""
    core = deepcopy(instance)
    core["name"] += " core"
    for order in core["work_orders"]:
        order["slots"] = order["slots"][:1]
        order["due"], order["after"], order["steward"] = order["deadline"], None, None
    for engineer in core["engineers"]:
        engineer["leave"] = None
    return core


def way_minutes(instance: dict[str, Any], a: int, b: int, ship_a: int | None, ship_b: int | None) -> int:
    """Travel by the rules of the instances, ships None at home."""
    if ship_a is not None and ship_a == ship_b:
        return 0
    minutes = int(instance["travel_min"][a][b])
    if minutes > 0:
        return minutes
    return int(
        instance["same_port_min"] if ship_a is not None and ship_b is not None else instance["home_min"]
    )


def starts_of(instance: dict[str, Any], routes: list[list[int]]) -> dict[int, tuple[int, list[int]]]:
    """Return the plan in which every engineer does a route of orders, each as early as can be."""
    plan = {}
    for member, route in enumerate(routes):
        port, ship, free = instance["engineers"][member]["home_port"], None, 0
        for index in route:
            order = instance["work_orders"][index]
            start = max(
                order["release"], free + way_minutes(instance, port, order["port"], ship, order["ship"])
            )
            plan[index] = (start, [member])
            port, ship, free = order["port"], order["ship"], start + order["duration"]
    return plan
