"""The command line: `aftersail COMMAND`, one module per command, each loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import ClassVar

import click

from aftersail import __version__
from aftersail.web.cli.outcome import ENVIRONMENT_MISSING
from aftersail.web.postgres import DatabaseUnavailable

EPILOG = "Exit codes: 0 done, 1 a problem was found, 2 wrong usage, 3 something is missing on this machine."


class Commands(click.Group):
    """The commands by name, each with its module and its one line of help, so that --help loads none of them."""

    known: ClassVar[dict[str, tuple[str, str]]] = {
        "demo": ("demo", "Start everything with a living demo: database, data, web, worker."),
        "serve": ("serve", "Serve the pages and the API."),
        "worker": ("worker", "Do the background work."),
        "migrate": ("migrate", "Bring the database to this version."),
        "begin": ("begin", "Enter the house, its first administrator and the defaults that ship."),
        "import": ("importing", "Bring a register or a maintenance history in from XLSX or CSV."),
        "export": ("exporting", "Write a register out as XLSX or CSV."),
        "bench": ("bench", "Measure speed and quality, as JSON where wanted."),
        "verify-audit": ("verify_audit", "Check that nobody changed the audit log."),
        "doctor": ("doctor", "Check this machine and installation, one line each."),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an installation meets them."""
        return list(self.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in self.known:
            return None
        module = importlib.import_module(f"aftersail.web.cli.{self.known[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.known.items()])


@click.command(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aftersail")
def cli() -> None:
    """Aftersail 续航: after-sales service of complex equipment aboard ships."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersail.web.settings")


def main() -> None:
    """Run the command line; a missing database is one line and exit code 3, not a traceback."""
    try:
        cli()
    except DatabaseUnavailable as missing:
        click.echo(f"aftersail: {missing}", err=True)
        sys.exit(ENVIRONMENT_MISSING)
