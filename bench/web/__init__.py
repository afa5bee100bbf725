"""`aftersail bench web`: the desk and the API under load, with up to a million cases, beside the bare SQL they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SIZES = (100_000, 1_000_000)
QUICK_SIZE = 20_000
MEMORY_GOAL_MB = 200


def run(*, quick: bool = False, data: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield the figures of every scenario, form and size; `data` is a folder of maintenance logs to import besides."""
    for size in (QUICK_SIZE,) if quick else SIZES:
        yield from run_size(size, quick=quick, data=data)


def run_size(
    size: int, *, quick: bool = False, data: Path | None = None, keep: bool = False, only: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the figures at one size.

    keep: leave the database filled, and use it where it was left so. only: parts of the names of the scenarios wanted.
    """
    from bench.web.ground import fresh_ground

    with fresh_ground(f"bench_{size}" if keep else "bench", keep=keep) as ground:
        from bench.web.fill import fill, filled
        from bench.web.people import caller
        from bench.web.serving import serving
        from bench.web.stage import Stage
        from bench.web.world import build_world

        accounts = build_world()
        with ground.superuser() as superuser, serving(ground.folder / "web.log") as web:
            if not filled(superuser, size):
                fill(superuser, size)
            stage = Stage(ground, web, superuser, caller(accounts.dispatcher), caller(accounts.manager), size)
            stage.take_samples()
            yield from _figures(stage, quick=quick, only=only)


def _figures(stage: Any, *, quick: bool, only: Sequence[str]) -> Iterator[dict[str, Any]]:
    from bench.web.browse import browsed
    from bench.web.cost import memory_mb, tree
    from bench.web.measure import FORMS, FULL, QUICK, measured
    from bench.web.rows import Goal, Report
    from bench.web.scenarios import SCENARIOS
    from bench.web.serving import WORKERS

    report, bares = Report(stage.size), {}
    for scenario in SCENARIOS:
        if not only or any(part in scenario.name for part in only):
            for form in FORMS:
                yield from measured(stage, scenario, form, QUICK if quick else FULL, report, bares)
    yield report.row(f"{WORKERS} workers", "memory_pss_mb", memory_mb(tree(stage.web.process)), "MB", goal=Goal(MEMORY_GOAL_MB))
    if not only or "browser" in only:
        yield from browsed(stage, report, 2 if quick else 7)
