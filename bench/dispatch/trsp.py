"""Technician routing with tools and spare parts (Pillac, Guéret, Medaglia 2013) beside the best known plans.

Total working time is least: travel, service and waiting from the latest departure to the return home. Every plan is
checked by `trsp_check`, which finds the times anew in real numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import process_time
from typing import Any

from aftersail.engines.dispatch import (
    Certificate,
    Effort,
    Engineer,
    Order,
    Plan,
    Problem,
    Slot,
    Store,
    Travel,
    Weights,
    Window,
    check,
    solve,
)
from bench.dispatch.instances import WrongPlan
from bench.dispatch.trsp_check import Instance, Stop, read, score

SCALE = 300
"""The engine's minutes in one unit of an instance's time: it counts whole ones, rounded up, so that plans stay lawful."""
UNSERVED = 1000.0
"""The price of leaving a request out, in units of time: more than any way of serving it costs."""
SECONDS, QUICK_SECONDS, QUICK = 60, 5, ("C104", "R110", "RC205")
WARM, COLD = 0.5, 0.06
"""How warm a round of the search begins and how cold it ends: much above everything is taken, much below hardly anything."""
MEAN, WORST = 0.5, 2.0
"""Goals in per cent over the best known."""


@dataclass(frozen=True)
class Result:
    """The working time found, by the checker, and the best known."""

    name: str
    found: float
    known: float

    @property
    def gap(self) -> float:
        """Per cent over the best known."""
        return 100 * (self.found / self.known - 1)


def trsp(folder: Path, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield the gap of every instance, then the mean, the worst and how many are no worse than the best known."""
    if not (folder / "best_known.csv").exists():
        yield {"case": f"no instances in {folder}: skipped", "metric": "instances", "value": 0}
        return
    seconds, results = QUICK_SECONDS if quick else SECONDS, []
    for name, known in best_known(folder).items():
        if quick and name not in QUICK:
            continue
        instance = read(next(folder.glob(f"{name}.*.txt")))
        result = Result(name, run(instance, Effort(seconds=seconds, warm=WARM, cold=COLD)), known)
        results.append(result)
        yield {
            "case": f"trsp {name}, {seconds} s",
            "metric": "working time",
            "value": round(result.found, 2),
            "peer": "best known",
            "peer_value": known,
            "ratio": round(result.found / known, 5),
        }
    gaps, case = [result.gap for result in results], f"trsp, {len(results)} instances, {seconds} s"
    mean, worst = sum(gaps) / len(gaps), max(gaps)
    yield {"case": case, "metric": "mean gap, %", "value": round(mean, 3), "goal": MEAN, "met": mean <= MEAN}
    yield {
        "case": case,
        "metric": "worst gap, %",
        "value": round(worst, 3),
        "goal": WORST,
        "met": worst <= WORST,
    }
    even = sum(result.found <= result.known + 0.001 for result in results)
    yield {"case": case, "metric": "no worse than the best known", "value": even}


def best_known(folder: Path) -> dict[str, float]:
    """Return the working time of the best known plan of every instance."""
    with (folder / "best_known.csv").open(encoding="utf8") as rows:
        return {row["instance"]: float(row["bks_duration"]) for row in csv.DictReader(rows)}


def run(instance: Instance, effort: Effort) -> float:
    """Plan an instance and return its working time; WrongPlan if either checker finds a broken rule or a request left out."""
    problem = problem_of(instance)
    solve(problem, Effort(iterations=1))  # compiled, or loaded, before the clock runs
    plan = solve(problem, effort, clock=process_time).plan
    verdict = check(problem, plan)
    if not verdict.fine:
        raise WrongPlan(f"{instance.name}: {verdict.violations[:3]}")
    total, bad = score(instance, routes_of(plan))
    if bad:
        raise WrongPlan(f"{instance.name}: {bad[:3]}")
    return total


def routes_of(plan: Plan) -> dict[int, list[int]]:
    """Return a plan as the checker reads it."""
    routes: dict[int, list[int]] = {}
    for order, each in sorted(plan.items(), key=lambda item: item[1].start):
        route = routes.setdefault(int(each.team[0]), [])
        route += [0] * bool(each.calls) + [int(order)]
    return routes


def problem_of(instance: Instance) -> Problem:
    """Return the problem: the places are the instance's stops, the store is its depot."""
    stops = range(len(instance.stops))
    minutes = tuple(tuple(ceil(SCALE * instance.distance(a, b)) for b in stops) for a in stops)
    cost = tuple(tuple(SCALE * instance.distance(a, b) for b in stops) for a in stops)
    until = {
        (who, request): int(SCALE * instance.stops[who].end) - minutes[request][who]
        for who in instance.technicians
        for request in instance.requests
    }
    orders = tuple(_order(instance, request, until) for request in instance.requests)
    engineers = tuple(_engineer(instance, who, until) for who in instance.technicians)
    weights = Weights(
        unserved=UNSERVED * SCALE, late_minute=0, lodging_night=0, boarding=0, overtime_minute=0,
        changed_engineer=0, later_minute=0, steward_missed=0, unevenness=0, waiting_minute=1,
    )  # fmt: skip
    depot = Store(0, ceil(SCALE * instance.stops[0].service))
    return Problem(orders, engineers, Travel(minutes, cost), weights, stores=(depot,))


def _end(stop: Stop) -> int:
    return int(SCALE * (stop.end + stop.service))


def _home_in_time(request: int) -> str:
    return f"home in time from {request}"


def _order(instance: Instance, request: int, until: dict[tuple[int, int], int]) -> Order:
    stop = instance.stops[request]
    tight = any(until[who, request] < _end(stop) for who in instance.technicians)
    return Order(
        id=str(request),
        ship=str(request),
        duration=max(1, ceil(SCALE * stop.service)),
        windows=(Window(ceil(SCALE * stop.begin), _end(stop), request),),
        slots=(
            Slot(
                str(stop.skills[0]) if stop.skills else "",
                1 if stop.skills else 0,
                frozenset({_home_in_time(request)} if tight else ()),
                frozenset(str(tool) for tool in stop.tools),
                tuple((str(part), need) for part, need in enumerate(stop.parts) if need),
            ),
        ),
    )


def _engineer(instance: Instance, who: int, until: dict[tuple[int, int], int]) -> Engineer:
    """A technician; that they must be home in time is told as a permit for each request, valid until they must leave it."""
    stop = instance.stops[who]
    return Engineer(
        id=str(who),
        home=who,
        skills={str(skill): 1 for skill in stop.skills},
        certificates=tuple(
            Certificate(_home_in_time(request), 0, max(0, until[who, request]))
            for request in instance.requests
            if until[who, request] > 0
        ),
        kits=frozenset(str(tool) for tool in stop.tools),
        carries={str(part): have for part, have in enumerate(stop.parts)},
    )
