"""`aftersail import`: a register or a maintenance history, from XLSX or CSV, all or nothing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from aftersail.web.cli.installation import open_installation
from aftersail.web.cli.outcome import json_option, problem_found, say


@click.command(name="import")
@click.argument("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Which column is what.")
@click.option("--dry-run", is_flag=True, help="Check every row and change nothing.")
@click.option("--as", "username", default=None, help="The account that the log names; the system's own by default.")
@json_option
def command(
    register: str, file: Path, mapping: Path | None, dry_run: bool, username: str | None, as_json: bool
) -> None:
    """Bring FILE into REGISTER (`aftersail import registers --help` is not needed: a wrong name lists them).

    Exit 1 if a row is refused; then nothing was imported, and each refusal names row and column. The same
    file again changes nothing.
    """
    open_installation()
    from aftersail.web.importing import import_file

    report = import_file(file, register=register, mapping=mapping, dry_run=dry_run, username=username)
    if as_json:
        say(asdict(report))
    else:
        for issue in report.issues:
            click.echo(f"{issue.row or '-'}:{issue.column or '-'}: {issue.message}")
        click.echo(
            f"rows {report.rows}, new {report.created}, changed {report.changed},"
            f" unchanged {report.unchanged}, refused {report.refused}"
        )
    if report.refused or (report.issues and not report.rows):
        problem_found("Nothing was imported.")
