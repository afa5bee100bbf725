"""`aftersail bench dispatch`: plans of our marine instances beside references and peers, each checked independently.

Instances are read from `../shared/data/planning` beside the checkout, or from `--data`; what is absent is said and skipped.
Every cost is that of the instances' own checker (`marine/check.py` in the data folder), which knows no solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

USUAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "planning"
PARTS = ("full", "core", "urgent", "events", "scaling", "fortnight", "trsp")


def run(
    *,
    quick: bool = False,
    data: Path | None = None,
    only: tuple[str, ...] = PARTS,
    pictures: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the figures of every part; with `pictures`, a folder, draw quality over time and work over size there."""
    if "fortnight" in only:
        from bench.dispatch.compared import compared

        yield from compared(quick=quick)
    folder = data or USUAL
    if "trsp" in only:
        from bench.dispatch.trsp import trsp

        yield from trsp(folder / "trsp_pillac", quick=quick)
    if set(only) <= {"fortnight", "trsp"}:
        return
    if not (folder / "marine").is_dir():
        yield {"case": f"no instances in {folder}: skipped", "metric": "instances", "value": 0}
        return
    from bench.dispatch.instances import Instances

    instances = Instances(folder / "marine")
    if "full" in only:
        from bench.dispatch.full import full

        yield from full(instances, quick=quick, pictures=pictures)
    if "core" in only:
        from bench.dispatch.beside import beside

        yield from beside(instances, quick=quick)
    if "urgent" in only:
        from bench.dispatch.urgent import urgent

        yield from urgent(instances, quick=quick)
    if "events" in only:
        from bench.dispatch.events import events

        yield from events(instances, quick=quick)
    if "scaling" in only:
        from bench.dispatch.scaling import scaling

        yield from scaling(instances, quick=quick, pictures=pictures)
