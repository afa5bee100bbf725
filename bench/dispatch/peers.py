"""Peers on the routing core: PyVRP and VROOM, where they are installed (requirements-bench.txt)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

import numpy as np

from bench.dispatch.core import starts_of, way_minutes

Plan = dict[int, tuple[int, list[int]]]
Peer = Callable[[dict[str, Any], float, int], Plan]


def peers() -> dict[str, Peer]:
    """Return the peers that are installed, by name."""
    known: dict[str, tuple[str, Peer]] = {"PyVRP": ("pyvrp", _pyvrp), "VROOM": ("vroom", _vroom)}
    return {name: peer for name, (package, peer) in known.items() if find_spec(package)}


def missing() -> list[str]:
    """Return the names of the peers that are not installed."""
    return [name for name in ("PyVRP", "VROOM") if name not in peers()]


def _places(instance: dict[str, Any]) -> list[tuple[int, int | None]]:
    """Port and ship of every home, then of every order."""
    homes = [(engineer["home_port"], None) for engineer in instance["engineers"]]
    return homes + [(order["port"], order["ship"]) for order in instance["work_orders"]]


def _matrix(instance: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    places = _places(instance)
    return np.array([[way_minutes(instance, a, b, sa, sb) for b, sb in places] for a, sa in places], np.int64)


def _able(engineer: dict[str, Any], order: dict[str, Any]) -> bool:
    slot = order["slots"][0]
    return bool(engineer["level"][slot["skill"]] >= slot["level"])


def _pyvrp(instance: dict[str, Any], seconds: float, seed: int) -> Plan:
    """One vehicle type and depot an engineer, one matrix a skill vector: a forbidden arc costs more than any plan."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    engineers, orders, price = instance["engineers"], instance["work_orders"], instance["cost"]
    minutes = _matrix(instance)
    vectors = sorted({tuple(engineer["level"]) for engineer in engineers})
    forbidden = 10_000_000
    distances = []
    for vector in vectors:
        matrix = minutes.copy()
        for i, order in enumerate(orders):
            if not _able({"level": vector}, order):
                matrix[:, len(engineers) + i] = forbidden
        np.fill_diagonal(matrix, 0)
        distances.append(matrix)
    durations = minutes.copy()
    np.fill_diagonal(durations, 0)
    scale = 1 / price["travel_per_min"]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(minutes))],
        clients=[
            pyvrp.Client(
                location=len(engineers) + i,
                service_duration=order["duration"],
                tw_early=order["release"],
                tw_late=order["deadline"] - order["duration"],
                prize=round(price["unserved_per_weight"] * order["weight"] * scale),
                required=False,
            )
            for i, order in enumerate(orders)
        ],
        depots=[pyvrp.Depot(location=e) for e in range(len(engineers))],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=1, start_depot=e, end_depot=e, profile=vectors.index(tuple(engineer["level"]))
            )
            for e, engineer in enumerate(engineers)
        ],
        distance_matrices=distances,
        duration_matrices=[durations] * len(vectors),
    )
    found = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, display=False).best
    routes: list[list[int]] = [[] for _ in engineers]
    for route in found.routes():
        routes[route.vehicle_type()] = [stop.idx for stop in route if stop.is_client()]
    return starts_of(instance, routes)


def _vroom(instance: dict[str, Any], seconds: float, seed: int) -> Plan:
    """Skills with levels as sets of skills; priorities from the weights."""
    import vroom

    engineers, orders = instance["engineers"], instance["work_orders"]
    problem = vroom.Input()
    problem.set_durations_matrix("car", _matrix(instance).astype(np.uint32))
    for e, engineer in enumerate(engineers):
        skills = {
            10 * skill + level for skill, most in enumerate(engineer["level"]) for level in range(1, most + 1)
        }
        problem.add_vehicle(vroom.Vehicle(e, start=e, end=e, skills=skills))
    for i, order in enumerate(orders):
        slot = order["slots"][0]
        problem.add_job(
            vroom.Job(
                i,
                len(engineers) + i,
                default_service=order["duration"],
                skills={10 * slot["skill"] + slot["level"]},
                priority=min(100, 10 * order["weight"]),
                time_windows=[vroom.TimeWindow(order["release"], order["deadline"] - order["duration"])],
            )
        )
    found = problem.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    table = found.routes
    table = table[table["type"] == "job"]
    routes = [[int(i) for i in table[table["vehicle_id"] == e]["id"]] for e in range(len(engineers))]
    return starts_of(instance, routes)
