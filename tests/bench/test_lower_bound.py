"""No plan costs less than the bound, and where one person does everything it is the least cost itself."""

from __future__ import annotations

import itertools
import random

import pytest

from aftersail.engines.dispatch import Effort, check, solve
from bench.dispatch.lower import lower_bound
from bench.dispatch.marine import problem_of

PRICES = {
    "travel_per_min": 0.1,
    "late_per_weight_min": 0.05,
    "unserved_per_weight": 400,
    "steward_missed": 12,
}


def _work(chance: random.Random, ports: int, people: int, slots: int) -> dict[str, object]:
    release = chance.randrange(0, 800)
    return {
        "ship": chance.randrange(4),
        "slots": [{"skill": chance.randrange(2), "level": 1} for _ in range(slots)],
        "duration": chance.randrange(60, 240),
        "release": release,
        "deadline": release + chance.randrange(2000, 4000),
        "due": release + chance.randrange(200, 1500),
        "weight": chance.randrange(1, 4),
        "after": None,
        "steward": chance.choice([None, *range(people)]),
    }


def _instance(seed: int, *, orders: int, people: int, slots: int) -> dict[str, object]:
    chance, ports = random.Random(seed), 3
    way = [[0] * ports for _ in range(ports)]
    for a, b in itertools.combinations(range(ports), 2):
        way[a][b] = way[b][a] = chance.randrange(60, 300)
    works = [_work(chance, ports, people, 1 + chance.randrange(slots)) for _ in range(orders)]
    for work in works:
        work["port"] = int(str(work["ship"])) % ports
    if slots > 1:
        works[1]["after"] = 0
    return {
        "name": f"random {seed}", "travel_min": way, "same_port_min": 30, "home_min": 15, "cost": PRICES, "work_orders": works,
        "engineers": [
            {"home_port": who % ports, "level": [1, 1], "leave": [300, 900] if who == 0 else None} for who in range(people)
        ],
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_costs_less_than_the_bound(seed):
    instance = _instance(seed, orders=9, people=4, slots=3)
    problem = problem_of(instance)
    cost = check(problem, solve(problem, Effort(iterations=3000)).plan).cost.total
    bound = lower_bound(instance)
    assert bound.value <= cost + 1e-6
    assert bound.value <= bound.relaxed + 1e-6
    assert bound.value > 0.5 * cost


@pytest.mark.parametrize("seed", range(4))
def test_where_one_person_does_everything_the_bound_is_the_least_cost(seed):
    instance = _instance(seed, orders=5, people=1, slots=1)
    cheapest = min(_cost(instance, sequence) for sequence in itertools.permutations(range(5)))
    assert lower_bound(instance).value == pytest.approx(cheapest, rel=1e-3)


def _cost(instance, sequence) -> float:
    """The cost of one engineer's route as early as can be, by the instances' rules; infinite if it is too late for an order."""
    works, engineer = instance["work_orders"], instance["engineers"][0]
    port, ship, free, cost = engineer["home_port"], None, 0, 0.0
    for index in sequence:
        work = works[index]
        way = instance["travel_min"][port][work["port"]] or (
            instance["home_min"] if ship is None else instance["same_port_min"]
        )
        way = 0 if ship == work["ship"] else way
        start = max(work["release"], free + way)
        if start < engineer["leave"][1] and start + work["duration"] > engineer["leave"][0]:
            start = max(start, engineer["leave"][1])
        free = start + work["duration"]
        if free > work["deadline"]:
            return float("inf")
        cost += PRICES["travel_per_min"] * way
        cost += PRICES["late_per_weight_min"] * work["weight"] * max(0, free - work["due"])
        port, ship = work["port"], work["ship"]
    home = instance["travel_min"][port][engineer["home_port"]] or instance["home_min"]
    return cost + PRICES["travel_per_min"] * home
