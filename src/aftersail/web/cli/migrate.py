"""`aftersail migrate`: the database at this version's schema."""

from __future__ import annotations

import click

from aftersail.web.cli.installation import open_installation, pending_migrations
from aftersail.web.cli.outcome import json_option, problem_found, say


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if migrations are pending.")
@json_option
def command(check: bool, as_json: bool) -> None:
    """Bring the database to this version's schema; safe to run again, by several machines at once."""
    open_installation()
    pending = migrate(check=check)
    if as_json:
        say({"pending" if check else "applied": pending})
    elif pending:
        click.echo("\n".join(pending))
    else:
        click.echo("The database is up to date.")
    if check and pending:
        problem_found()


def migrate(*, check: bool = False) -> list[str]:
    """Apply what is pending, or with `check` only name it; return the migrations as `app.name`."""
    from django.core.management import call_command
    from django.db import connection

    from aftersail.core.scope import Scope, entered

    with entered(Scope.owner()):
        if check:
            return pending_migrations()
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtext('aftersail migrate'))")
        try:
            pending = pending_migrations()
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            connection.close()  # gives the lock back; the next scope opens a new connection
    return pending
