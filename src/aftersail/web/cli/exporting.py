"""`aftersail export`: a register as XLSX or CSV."""

from __future__ import annotations

from pathlib import Path

import click

from aftersail.web.cli.installation import open_installation, refusals_told
from aftersail.web.cli.outcome import json_option, say


@click.command(name="export")
@click.argument("register")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--language", type=click.Choice(["zh-hans", "en"]), default="zh-hans", show_default=True)
@click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="As in the list's address; repeatable."
)
@json_option
def command(register: str, file: Path, language: str, filters: tuple[str, ...], as_json: bool) -> None:
    """Write REGISTER to FILE; the ending .xlsx or .csv says which."""
    if file.suffix.lower() not in {".xlsx", ".csv"}:
        raise click.BadParameter("the file must end in .xlsx or .csv", param_hint="FILE")
    if odd := [f for f in filters if "=" not in f]:
        raise click.BadParameter(f"{odd[0]!r} is not NAME=VALUE", param_hint="--filter")
    open_installation()
    from aftersail.web.exporting import export_register

    wanted = dict(f.split("=", 1) for f in filters)
    with refusals_told():
        rows = export_register(register, file, language=language, filters=wanted)
    if as_json:
        say({"register": register, "file": str(file), "rows": rows})
    else:
        click.echo(f"{rows} rows written to {file}")
