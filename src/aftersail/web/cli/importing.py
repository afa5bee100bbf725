"""`aftersail import`: a register or a maintenance history, from XLSX or CSV, all or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from aftersail.web.cli.installation import open_installation, refusals_told
from aftersail.web.cli.outcome import json_option, problem_found, say


@click.command(name="import")
@click.argument("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that says which column is what; without it the headings of the template are expected.",
)
@click.option("--dry-run", is_flag=True, help="Check every row and change nothing.")
@click.option(
    "--accept-partial", is_flag=True, help="Take the good rows, list the others with their reasons."
)
@click.option("--as", "username", default=None, help="The account that the log names; by default the system.")
@json_option
def command(
    register: str,
    file: Path,
    mapping: Path | None,
    dry_run: bool,
    accept_partial: bool,
    username: str | None,
    as_json: bool,
) -> None:
    """Bring FILE into REGISTER; an unknown REGISTER is answered with those that there are.

    Unless --accept-partial is given, one refused row means that nothing is imported and the exit code is 1.
    The same file again changes nothing.
    """
    open_installation()
    from aftersail.web.importing import import_file

    with refusals_told():
        plan = import_file(
            file,
            register=register,
            mapping=mapping,
            dry_run=dry_run,
            accept_partial=accept_partial,
            username=username,
        )
    taken = plan.may_commit(accept_partial=accept_partial)
    for issue in plan.issues():
        if as_json:
            say({"kind": "issue"} | issue.as_json())
        else:
            click.echo(f"{issue.row}{issue.letter and f', {issue.letter} {issue.column}'}: {issue.message}")
    counts = plan.counts()
    if as_json:
        say({"kind": "summary", "imported": taken and not dry_run} | counts)
    else:
        click.echo(", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items()))
    if not taken:
        problem_found("" if as_json else "Nothing was imported.")
