"""`aftersail doctor`: this machine and this installation, one line for each check."""

from __future__ import annotations

from dataclasses import asdict

import click

from aftersail.web.cli.checks import Finding, Verdict, examine
from aftersail.web.cli.installation import set_up_django
from aftersail.web.cli.outcome import ENVIRONMENT_MISSING, json_option, say
from aftersail.web.postgres import DatabaseUnavailable, ensure_database

MARKS = {Verdict.OK: "ok      ", Verdict.WARNING: "warning ", Verdict.PROBLEM: "PROBLEM "}


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Check this machine and installation; exit 3 if something that the product needs is missing."""
    findings: list[Finding] = []
    try:
        ensure_database()
    except DatabaseUnavailable as missing:
        findings.append(Finding("database", Verdict.PROBLEM, str(missing)))
    set_up_django()
    if not findings:
        findings.extend(examine())
    for finding in findings:
        if as_json:
            say(asdict(finding))
        else:
            remedy = f"  -> {finding.remedy}" if finding.remedy else ""
            click.echo(f"{MARKS[finding.verdict]}{finding.check:13} {finding.found}{remedy}")
    if any(finding.verdict is Verdict.PROBLEM for finding in findings):
        raise SystemExit(ENVIRONMENT_MISSING)
