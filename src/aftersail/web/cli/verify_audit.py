"""`aftersail verify-audit`: the audit log's chain, recomputed."""

from __future__ import annotations

import click

from aftersail.web.cli.installation import open_installation
from aftersail.web.cli.outcome import json_option, problem_found, say


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Recompute the chain of the audit log; exit 1 and name every entry that was changed, added or removed."""
    open_installation()
    from aftersail.core.audit import verify_chain
    from aftersail.core.scope import Scope, entered

    with entered(Scope.everything()):
        report = verify_chain()
    if as_json:
        say(
            {
                "whole": report.whole,
                "entries": report.entries,
                "lanes": report.lanes,
                "breaks": list(report.breaks),
            }
        )
    elif report.whole:
        click.echo(f"The audit log is whole: {report.entries} entries in {report.lanes} chains.")
    else:
        for line in report.breaks:
            click.echo(line)
    if not report.whole:
        problem_found("" if as_json else "The audit log was changed.")
