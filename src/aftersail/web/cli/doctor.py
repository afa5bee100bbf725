"""`aftersail doctor`: this machine and this installation, one line for each check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from aftersail.web.cli.checks import Finding, Verdict, examine_database, examine_machine
from aftersail.web.cli.installation import set_up_django
from aftersail.web.cli.outcome import ENVIRONMENT_MISSING, json_option, say
from aftersail.web.postgres import DatabaseUnavailable, ensure_database

MARKS = {Verdict.OK: "ok      ", Verdict.WARNING: "warning ", Verdict.PROBLEM: "PROBLEM "}


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Check this machine and installation; exit 3 if something that the product needs is missing."""
    worst = Verdict.OK
    for finding in _findings():
        if finding.verdict is Verdict.PROBLEM:
            worst = Verdict.PROBLEM
        if as_json:
            say(asdict(finding))
        else:
            remedy = f"  -> {finding.remedy}" if finding.remedy else ""
            click.echo(f"{MARKS[finding.verdict]}{finding.check:13} {finding.found}{remedy}")
    if worst is Verdict.PROBLEM:
        raise SystemExit(ENVIRONMENT_MISSING)


def _findings() -> Iterator[Finding]:
    refused = None
    where = "named by DATABASE_URL"
    try:
        server = ensure_database()
        if server is not None:
            where = f"our own, data in {server.place.cluster}"
    except DatabaseUnavailable as missing:
        refused = Finding("database", Verdict.PROBLEM, str(missing))
    set_up_django()
    yield from examine_machine()
    if refused:
        yield refused
    else:
        yield from examine_database(where)
