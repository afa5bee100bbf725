"""For whoever tunes the product: one size, chosen scenarios, and the filled database kept for the next run."""

from __future__ import annotations

import json

import click

from bench.web import run_size


@click.command()
@click.option("--size", default=100_000, show_default=True, help="How many cases.")
@click.option(
    "--only",
    multiple=True,
    help="Part of a scenario's name; may be given several times. `browser` for the browser, `import` for importing.",
)
@click.option("--quick", is_flag=True, help="Fewer requests.")
@click.option("--keep", is_flag=True, help="Use the database that was kept, and keep it again.")
def command(size: int, only: tuple[str, ...], quick: bool, keep: bool) -> None:
    """Measure at one size."""
    for row in run_size(size, quick=quick, keep=keep, only=only):
        click.echo(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    command()
