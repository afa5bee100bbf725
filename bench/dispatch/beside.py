"""The routing core beside the peers that are installed: same limit, same checker, one thread each, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.dispatch.core import core_of
from bench.dispatch.instances import Instances
from bench.dispatch.peers import missing, peers

SECONDS = {"50-15-1": 10, "200-50-1": 15, "200-50-2": 15, "1000-200-1": 30, "1000-200-2": 30}
BETTER = {("PyVRP", 200): 0.98, ("VROOM", 1000): 0.95}
"""The share of a peer's cost that ours must not exceed, by size."""
LARGEST = {"PyVRP": 200}
"""PyVRP needs a matrix for every skill vector: by reckoning some 2 GB at a thousand orders; not tried."""


def beside(instances: Instances, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield our cost and, against each peer, the ratio."""
    for name in missing():
        yield {
            "case": f"{name} is not installed (requirements-bench.txt): skipped",
            "metric": "peer",
            "value": 0,
        }
    for name in ("50-15-1",) if quick else SECONDS:
        if not instances.there(name):
            continue
        seconds, size = 5 if quick else SECONDS[name], int(name.split("-")[0])
        instance = core_of(instances.read(name))
        own = instances.run(instance, seconds).cost
        row: dict[str, Any] = {
            "case": f"core {name}, {seconds} s",
            "metric": "cost",
            "value": round(own, 1),
            "size": size,
        }
        yield row
        for peer, plan_of in peers().items():
            if size > LARGEST.get(peer, size):
                continue
            cost = instances.cost(instance, plan_of(instance, seconds, 1))
            share = BETTER.get((peer, size))
            told = row | {"metric": f"cost against {peer}", "peer": peer, "peer_value": round(cost, 1)}
            told["ratio"] = round(own / cost, 4)
            if share is not None:
                told |= {"goal": round(share * cost, 1), "met": own <= share * cost}
            yield told
