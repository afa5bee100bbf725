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
        from bench.web.client import Load
        from bench.web.fill import fill, filled
        from bench.web.people import caller
        from bench.web.serving import serving
        from bench.web.stage import Stage
        from bench.web.world import build_world

        dispatcher = build_world()
        with ground.superuser() as superuser, serving(ground.folder / "web.log") as web, Load() as load:
            if not filled(superuser, size):
                fill(superuser, size)
            stage = Stage(ground, web, load, superuser, caller(dispatcher), size)
            stage.take_samples()
            yield from _figures(stage, quick=quick, only=only, data=data)


def _figures(stage: Any, *, quick: bool, only: Sequence[str], data: Path | None) -> Iterator[dict[str, Any]]:
    from bench.web.board import board_figures
    from bench.web.browse import browsed
    from bench.web.cost import calibration_ms, memory_mb, tree
    from bench.web.fleet import fleet_figures
    from bench.web.imports import imported
    from bench.web.measure import FORMS, FULL, QUICK, measured
    from bench.web.rows import Goal, Report
    from bench.web.scenarios import SCENARIOS
    from bench.web.serving import WORKERS

    def wanted(name: str) -> bool:
        return not only or any(part in name for part in only)

    report, bares = Report(stage.size), {}
    yield report.row("this machine", "calibration_cpu_ms", calibration_ms(), "ms")
    for scenario in SCENARIOS:
        if wanted(scenario.name):
            for form in FORMS:
                yield from measured(stage, scenario, form, QUICK if quick else FULL, report, bares)
    workers = [child.pid for child in stage.web.process.children()]
    name = f"{WORKERS} workers, after the load"
    yield report.row(name, "memory_pss_mb", memory_mb(workers), "MB", goal=Goal(MEMORY_GOAL_MB))
    yield report.row(f"{name}, and their starter", "memory_pss_mb", memory_mb(tree(stage.web.process)), "MB")
    if wanted("fleet") and (only or stage.size in (QUICK_SIZE, SIZES[0])):
        yield from fleet_figures(stage, quick=quick, wanted=lambda _name: True)
    if wanted("dispatch board") and (only or stage.size in (QUICK_SIZE, SIZES[0])):
        yield from board_figures(stage, quick=quick)
    if wanted("browser"):
        yield from browsed(stage, report, 1 if quick else 7)
    if wanted("import"):
        yield from imported(stage, report, quick=quick, data=data)
    yield report.row("this machine", "calibration_cpu_ms_after", calibration_ms(), "ms")
