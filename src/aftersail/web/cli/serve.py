"""`aftersail serve`: the web processes."""

from __future__ import annotations

import gc
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import click

from aftersail.web.cli.installation import open_installation, pending_migrations
from aftersail.web.cli.lifeline import end_with
from aftersail.web.cli.outcome import Missing

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, envvar="AFTERSAIL_HOST", help="Address to listen on."
)
@click.option(
    "--port", default=8000, show_default=True, envvar="AFTERSAIL_PORT", type=click.IntRange(1, 65535)
)
@click.option(
    "--workers", default=2, show_default=True, envvar="AFTERSAIL_WEB_WORKERS", type=click.IntRange(1, 64)
)
@click.option(
    "--threads", default=4, show_default=True, envvar="AFTERSAIL_WEB_THREADS", type=click.IntRange(1, 64)
)
@click.option("--access-log", is_flag=True, help="Write a line for each request.")
def command(host: str, port: int, workers: int, threads: int, access_log: bool) -> None:
    """Serve the pages and the API until SIGTERM or Ctrl-C; requests under way are finished first.

    Any number of these may run, on any number of machines, behind a load balancer.
    """
    open_installation()
    refuse_an_old_database()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is not there
    load_everything_once()
    share_memory()
    server = Granian(
        "aftersail.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_access=access_log,
        log_level=LogLevels.warning,
    )
    click.echo(f"Aftersail serves http://{host}:{port}")
    server.serve(target_loader=partial(_application_of_a_worker, os.getpid()))


def load_everything_once() -> WSGIHandler:
    """Import the application, all pages, templates and languages; return the application.

    In the process that starts the others this shows an error once, instead of in worker after worker, and
    lets the processes that it forks share the memory.
    """
    from django.urls import get_resolver

    from aftersail.web.readiness import compile_templates, load_languages
    from aftersail.web.wsgi import application

    assert get_resolver().url_patterns
    load_languages()
    compile_templates()
    return application


def share_memory() -> None:
    """Keep what is loaded out of garbage collection: one in a worker would write to it all, and so copy it.

    A page makes thousands of objects and leaves next to none behind: looking through them after every 700 costs a tenth of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def _application_of_a_worker(starter: int, _target: str) -> WSGIHandler:
    """Return the application in a worker process, which ends with its starter instead of keeping the port."""
    end_with(starter, signal.SIGKILL)
    return load_everything_once()


def refuse_an_old_database() -> None:
    """Raise `Missing` if the database lacks a migration of this version."""
    from django.db import connection

    from aftersail.core.scope import Scope, entered

    with entered(Scope.owner()):
        pending = pending_migrations()
        connection.close()  # worker processes must not inherit it
    if pending:
        raise Missing(f"{len(pending)} migrations are pending: run `aftersail migrate` first")
