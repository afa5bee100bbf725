"""The full problem at the processor time of the reference, and quality over time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.dispatch.chart import Curve, drawn
from bench.dispatch.instances import Instances
from bench.dispatch.lower import lower_bound

REFERENCES = {
    "50-15-1": (1700.0, 10),
    "50-15-2": (1450.4, 12),
    "200-50-1": (3760.0, 25),
    "200-50-2": (5843.9, 25),
    "1000-200-1": (24317.9, 40),
    "1000-200-2": (18885.7, 40),
}
"""Cost and processor seconds of an earlier prototype (data/planning/README.md)."""
OTHERS = {"50-15-3": 10, "200-50-3": 25, "1000-200-3": 40}
SHARE = 0.95
BOUNDED = 50
"""Orders up to which a bound is reckoned each time: it takes seconds there, and minutes at two hundred."""


def full(instances: Instances, *, quick: bool, pictures: Path | None) -> Iterator[dict[str, Any]]:
    """Yield the cost of every instance, with the goal where there is a reference."""
    seconds = {name: spent for name, (_cost, spent) in REFERENCES.items()} | OTHERS
    curves = []
    for name in ("50-15-1", "200-50-1") if quick else seconds:
        if not instances.there(name):
            continue
        spent = 4 if quick else seconds[name]
        found = instances.run(instances.read(name), spent)
        reference = REFERENCES.get(name, (None, 0))[0]
        row: dict[str, Any] = {
            "case": f"full {name}, {spent} s",
            "metric": "cost",
            "value": round(found.cost, 1),
        }
        row |= {"size": int(name.split("-")[0]), "unserved": found.unserved}
        if reference is not None:
            goal = round(SHARE * reference, 1)
            row |= {"peer": "reference", "peer_value": reference, "ratio": round(found.cost / reference, 4)}
            row |= {"goal": goal, "met": found.cost <= goal}
        yield row
        if row["size"] <= BOUNDED:
            yield from _beside_bound(instances, name, found.cost, 30 if quick else 600)
        curves.append(
            Curve(name, tuple((at, cost / found.cost) for at, cost in found.trace if cost < 2 * found.cost))
        )
    if pictures:
        drawn(pictures / "quality.svg", "Cost over the final cost", "processor seconds", curves)


def _beside_bound(instances: Instances, name: str, cost: float, seconds: float) -> Iterator[dict[str, Any]]:
    """Yield what no plan costs less than, and that bound over the reference: above the goal, no plan can meet it."""
    bound = lower_bound(instances.read(name), seconds).value
    peers = {"ours": cost}
    if name in REFERENCES:
        peers["reference"] = REFERENCES[name][0]
    for peer, its in peers.items():
        yield {
            "case": f"full {name}",
            "metric": "lower bound",
            "value": round(bound, 1),
            "peer": peer,
            "peer_value": round(its, 1),
            "ratio": round(bound / its, 4),
        }
