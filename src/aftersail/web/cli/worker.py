"""`aftersail worker`: background work from the queue in PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from typing import cast

import click

from aftersail.web.cli.installation import open_installation
from aftersail.web.cli.lifeline import end_with
from aftersail.web.cli.serve import refuse_an_old_database

FINISHING_TIME_S = 30


@click.command()
@click.option(
    "--concurrency",
    default=2,
    show_default=True,
    envvar="AFTERSAIL_WORKER_CONCURRENCY",
    type=click.IntRange(1, 64),
)
@click.option("--queue", "queues", multiple=True, help="Take work from this queue only; may be repeated.")
@click.option("--name", default=None, help="How this worker is called in the log.")
@click.option("--once", is_flag=True, help="Stop when the queue is empty.")
def command(concurrency: int, queues: tuple[str, ...], name: str | None, once: bool) -> None:
    """Do background work until SIGTERM or Ctrl-C; jobs under way have 30 s to finish and are else taken up again.

    Any number of these may run, on any number of machines.
    """
    open_installation()
    refuse_an_old_database()
    if not once:
        _compile_the_planner()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast("DjangoConnector", app.connector)
    with app.replace_connector(connector.get_worker_connector()):
        app.run_worker(
            concurrency=concurrency,
            queues=list(queues) or None,
            name=name,
            wait=not once,
            shutdown_graceful_timeout=FINISHING_TIME_S,
        )


def _compile_the_planner() -> None:
    """Let a process of the lowest priority compile the planner, so that the first plan after an upgrade need not wait for it."""
    lifeline = partial(end_with, os.getpid(), signal.SIGKILL)
    subprocess.Popen([sys.executable, "-m", "aftersail.engines.dispatch.ahead"], preexec_fn=lifeline)
