"""For whoever tunes the engine: chosen parts of the measurements, and the pictures."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench.dispatch import PARTS, run


@click.command()
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Only these parts.")
@click.option("--quick", is_flag=True, help="Smaller instances and shorter runs.")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Other instances."
)
@click.option(
    "--pictures", type=click.Path(file_okay=False, path_type=Path), help="Draw SVG pictures into this folder."
)
def command(only: tuple[str, ...], quick: bool, data: Path | None, pictures: Path | None) -> None:
    """Measure the dispatch engine."""
    for row in run(quick=quick, data=data, only=only or PARTS, pictures=pictures):
        click.echo(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    command()
