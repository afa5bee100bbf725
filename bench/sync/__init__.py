"""`aftersail bench sync`: a device back from sea with ten thousand commands, beside what the database alone does for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

COMMANDS, QUICK_COMMANDS = 10_000, 600
GOAL_RATIO = 6


def run(*, quick: bool = False, data: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield throughput and processor time per command; the peer is the database's own time for the very same statements."""
    from bench.web.ground import fresh_ground

    commands = QUICK_COMMANDS if quick else COMMANDS
    with fresh_ground("bench_sync") as ground:
        from bench.sync.device import prepare, sent
        from bench.web.serving import serving

        known = prepare()
        with serving(ground.folder / "sync.log", workers=1) as web:
            told = sent(web, ground, known, commands)

    def row(metric: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
        return {
            "bench": "sync", "case": "commands from sea", "metric": metric, "value": round(value, 3), "unit": unit, "peer": None,
            "peer_value": None, "ratio": None, "goal": None, "size": commands, "met": None,
        } | more  # fmt: skip

    bare, whole = told["database_ms"], told["web_ms"] + told["database_ms"]
    ratio = whole / bare
    yield row("throughput", told["per_second"], "1/s")
    yield row("not done", told["not_done"], "commands", goal=0, met=told["not_done"] == 0)
    yield row(
        "processor time a command",
        whole,
        "ms",
        peer="the database alone",
        peer_value=round(bare, 3),
        ratio=round(ratio, 3),
    )
    yield row("cost against bare SQL", ratio, "times", goal=GOAL_RATIO, met=ratio <= GOAL_RATIO)
