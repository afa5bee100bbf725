"""`aftersail bench field`: the field app opened without a network on a slow phone, and how much of it travels."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aftersail

BUILT = Path(aftersail.__file__).parent / "web" / "static" / "build" / "field"
UNITS, QUICK_UNITS = 2_000, 2_000
RUNS, QUICK_RUNS = 7, 3
GOAL_START_MS, GOAL_TREE_MS, GOAL_KB = 1_500, 300, 250


def run(*, quick: bool = False, data: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield the app's size over the wire, its cold start offline, and how long a visit with a large tree takes to open."""
    yield row("app over the wire", "gzip", app_kb(), "kB", GOAL_KB, 1)
    from bench.web.ground import fresh_ground

    with fresh_ground("bench_field") as ground:
        from bench.field.phone import timed
        from bench.field.ship import visit_on_a_large_ship
        from bench.web.serving import serving

        visit, ship = visit_on_a_large_ship(UNITS)
        with serving(ground.folder / "field.log", workers=1) as web:
            figures = timed(web.port, ground.folder / "profile", visit, ship, QUICK_RUNS if quick else RUNS)
    yield row("taken along", "size", figures["mb"], "MB", None, UNITS)
    yield row("cold start offline, 4x throttled", "median", figures["start_ms"], "ms", GOAL_START_MS, UNITS)
    yield row("open a visit, 4x throttled", "median", figures["visit_ms"], "ms", GOAL_TREE_MS, UNITS)
    yield row("open its tree, 4x throttled", "median", figures["tree_ms"], "ms", GOAL_TREE_MS, UNITS)


def app_kb() -> float:
    """Return what the page, script, style and worker weigh as they travel, in kB."""
    files = [BUILT / "field.html", BUILT / "sw.js", *BUILT.glob("assets/*.js"), *BUILT.glob("assets/*.css")]
    return sum(len(gzip.compress(file.read_bytes())) for file in files) / 1000


def row(case: str, metric: str, value: float, unit: str, goal: float | None, size: int) -> dict[str, Any]:
    """Return a figure as every benchmark tells it; a goal is at most."""
    return {
        "bench": "field", "case": case, "metric": metric, "value": round(value, 3), "unit": unit, "peer": None, "peer_value": None,
        "ratio": None, "goal": goal, "size": size, "met": None if goal is None else value <= goal,
    }  # fmt: skip
