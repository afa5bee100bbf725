"""Work over size, and five thousand orders by regions beside the whole at once."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from pathlib import Path
from time import process_time
from typing import Any

from aftersail.engines.dispatch import Effort, merge, repair_seams, solve, solve_region, split
from bench.dispatch.chart import Curve, drawn
from bench.dispatch.instances import Instances
from bench.dispatch.marine import plan_for_checker, problem_of

SECONDS = {"50-15-1": 10, "200-50-1": 40, "1000-200-1": 200}
WITHIN = 1.05
LARGEST = "5000-1000-1"
REGIONS = 4
REPAIR_SHARE = 0.1
"""As the product has it: more for the seams is taken from the regions, which need it more."""


def scaling(instances: Instances, *, quick: bool, pictures: Path | None) -> Iterator[dict[str, Any]]:
    """Yield the seconds to within 5 % of the own final cost, how they grow, and regions against the whole."""
    points = []
    for name, seconds in SECONDS.items():
        if not instances.there(name) or (quick and name.startswith("1000")):
            continue
        found = instances.run(instances.read(name), seconds / 5 if quick else seconds)
        reached = next(at for at, cost in found.trace if cost <= WITHIN * found.cost)
        size = int(name.split("-")[0])
        points.append((float(size), reached))
        yield {
            "case": f"scaling {name}",
            "metric": "within 5 %",
            "value": round(reached, 2),
            "unit": "s",
            "size": size,
        }
    if len(points) > 1:
        (small, quickly), (large, slowly) = points[0], points[-1]
        power = log(slowly / quickly) / log(large / small)
        goal = {} if quick else {"goal": 1.15, "met": power <= 1.15}
        yield {"case": "scaling", "metric": "power of n", "value": round(power, 2)} | goal
    if pictures:
        drawn(
            pictures / "scaling.svg",
            "Seconds to within 5 % of the final cost",
            "orders",
            [Curve("", tuple(points))],
        )
    if not quick and instances.there(LARGEST):
        yield from _regions(instances, 60)


def _areas(ports: int, problem: Any, instance: dict[str, Any]) -> list[str]:
    """Areas from north to south, with as many orders each."""
    weight = [0] * ports
    for order in instance["work_orders"]:
        weight[order["port"]] += 1
    ranked = sorted(range(ports), key=lambda port: -instance["ports"][port]["lat"])
    area, passed = {}, 0
    for port in ranked:
        area[port] = f"area {min(REGIONS - 1, passed * REGIONS // sum(weight))}"
        passed += weight[port]
    return [area[place % ports] for place in range(2 * ports)]


def _regions(instances: Instances, seconds: float) -> Iterator[dict[str, Any]]:
    """Yield regions beside the whole given four times the seconds: once with a core for each region, once all on one."""
    instance = instances.read(LARGEST)
    problem, ports = problem_of(instance), len(instance["ports"])
    areas = _areas(ports, problem, instance)
    whole = solve(problem, Effort(seconds=4 * seconds), clock=process_time)
    whole_cost = instances.cost(instance, plan_for_checker(whole.plan))
    planning, repairing = (1 - REPAIR_SHARE) * seconds, REPAIR_SHARE * seconds
    for how, each in (("a core each", planning), ("on one core", planning / REGIONS)):
        plan = _in_regions(problem, areas, each, repairing)
        ours = instances.cost(instance, plan_for_checker(plan))
        goal = (
            {"goal": round(1.01 * whole_cost, 1), "met": ours <= 1.01 * whole_cost}
            if each == planning
            else {}
        )
        yield {
            "case": f"{LARGEST}, {REGIONS} regions, {how}, {seconds:.0f} s from first to last", "metric": "cost", "value": round(ours, 1),
            "size": 5000, "peer": f"whole, {4 * seconds:.0f} s", "peer_value": round(whole_cost, 1), "ratio": round(ours / whole_cost, 4),
        } | goal  # fmt: skip


def _in_regions(problem: Any, areas: list[str], each: float, repairing: float) -> dict[str, Any]:
    """Plan every region for so many seconds of its own, merge, and repair the seams."""
    plan: dict[str, Any] = {}
    patches = [
        solve_region(region, plan, Effort(seconds=each), clock=process_time)
        for region in split(problem, plan, areas)
    ]
    merged = merge(plan, patches)
    repaired = repair_seams(
        problem, merged.plan, areas, Effort(seconds=repairing, warm=0.2), clock=process_time
    )
    return dict(repaired.plan)
