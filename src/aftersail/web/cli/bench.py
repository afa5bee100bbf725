"""`aftersail bench`: the measurements of `bench/`, the same for people and programs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

import aftersail
from aftersail.web.cli.outcome import Missing, json_option, problem_found, say

NAMES = (
    "web",
    "field",
    "sync",
    "dispatch",
    "staffing",
    "siting",
    "demand",
    "reliability",
    "satisfaction",
    "triage",
    "kpi",
    "scale",
)
KEYS = ("bench", "case", "metric", "value", "unit", "peer", "peer_value", "ratio", "goal", "size")


@click.command()
@click.argument("name", required=False, type=click.Choice(NAMES))
@click.option("--quick", is_flag=True, help="A smaller run of under 50 s.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Other instances, same format.",
)
@json_option
def command(name: str | None, quick: bool, data: Path | None, as_json: bool) -> None:
    """Run one benchmark, or without NAME each that this checkout has; exit 1 if a goal is missed."""
    folder = checkout() / "bench"
    if not folder.is_dir():
        raise Missing("the benchmarks are in the repository, not in the package: run this in a checkout")
    sys.path.insert(0, str(folder.parent))
    there = [n for n in NAMES if (folder / f"{n}.py").exists() or (folder / n / "__init__.py").exists()]
    if name and name not in there:
        raise Missing(f"this checkout has no benchmark {name}; it has: {', '.join(there) or 'none'}")
    missed = 0
    for one in [name] if name else there:
        missed += _run(one, quick, data, as_json)
    if missed:
        problem_found(f"{missed} goals missed")


def checkout() -> Path:
    """Return the folder of the repository that this package was installed from."""
    return Path(aftersail.__file__).resolve().parents[2]


def _run(name: str, quick: bool, data: Path | None, as_json: bool) -> int:
    """Run one benchmark and return how many goals it missed.

    A benchmark is a module `bench.NAME` with `run(*, quick, data)`, which yields mappings with the keys
    `bench, case, metric, value, unit, peer, peer_value, ratio, goal, size` and, where there is a goal, `met`.
    """
    rows: Iterable[dict[str, Any]] = importlib.import_module(f"bench.{name}").run(quick=quick, data=data)
    missed = 0
    for row in rows:
        missed += row.get("met") is False
        if as_json:
            say({"bench": name} | {key: row.get(key) for key in KEYS if key != "bench"})
        else:
            click.echo(_line(name, row))
    return missed


def _line(name: str, row: dict[str, Any]) -> str:
    """Return a figure as a line of a table: what, value, goal with ✓ or ✗, and what stands beside it."""
    value = row.get("value")
    shown = (
        f"{value:,.4g}"
        if isinstance(value, float) and abs(value) < 1000
        else f"{value:,}"
        if isinstance(value, int | float)
        else str(value)
    )
    size = f"{row['size']:>9,}" if isinstance(row.get("size"), int) else f"{row.get('size') or '':>9}"
    parts = [
        f"{name:5} {size} {row.get('case', '')!s:42} {row.get('metric', '')!s:24} {shown:>10} {row.get('unit') or '':4}"
    ]
    if row.get("goal") is not None:
        mark = "" if row.get("met") is None else " ✓" if row["met"] else " ✗ MISSED"
        parts.append(f"{'≥' if row.get('at_least') else '≤'} {row['goal']:,}{mark}")
    if row.get("peer"):
        parts.append(f"({row['peer']}: {row.get('peer_value')})")
    return "  ".join(parts)
