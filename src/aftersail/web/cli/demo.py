"""`aftersail demo`: everything at once, kept running until Ctrl-C."""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from aftersail.web.cli.outcome import Missing, json_option, problem_found, say
from aftersail.web.cli.supervisor import Child, KeepsDying, Supervisor
from aftersail.web.postgres import ensure_database
from aftersail.web.uncollected import uncollected

FIRST_PORT, PORTS_TRIED = 8000, 20


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help=f"The first free one from {FIRST_PORT} by default."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 16), help="Background workers."
)
@click.option("--seed", default=20, show_default=True, help="The same seed gives the same demo.")
@click.option("--load-only", is_flag=True, help="Prepare the database, load the data and stop.")
@json_option
def command(host: str, port: int | None, workers: int, seed: int, load_only: bool, as_json: bool) -> None:
    """Start a database, load the demo once, start web and worker, say where, and keep all of it running.

    A process that dies is started again, the database too. Ctrl-C stops everything; the data stays for the
    next start in the folder AFTERSAIL_DATA, or `.data`.
    """
    os.environ["AFTERSAIL_DATA"] = str(Path(os.environ.get("AFTERSAIL_DATA", ".data")).resolve())
    server = ensure_database()
    if load_only:
        accounts, label = load(seed)
        for account in accounts:
            say(account)
        say({"label": label})
        return
    port = _port(host, port)
    told = _load_in_a_process_of_its_own(seed)
    accounts = [line for line in told if "username" in line]
    label = next(str(line["label"]) for line in told if "label" in line)

    def ground() -> None:
        if server is not None and not server.running():
            server.start()

    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}"
    supervisor = Supervisor(_children(host, port, workers), ground)
    try:
        supervisor.run(lambda: _listens(host, port), lambda: _announce(address, accounts, label, as_json))
    except KeepsDying as reason:
        problem_found(f"aftersail: {reason}")


def load(seed: int) -> tuple[list[dict[str, Any]], str]:
    """Migrate, load the demo if it is not there, and return the accounts and the QR label to try."""
    from aftersail.web.cli.installation import set_up_django
    from aftersail.web.cli.migrate import migrate

    set_up_django()
    with uncollected():  # the first time, a third of it would be spent on collecting
        migrate()
    gc.collect()
    from aftersail.core.scope import Scope, entered
    from aftersail.web.demo.accounts import DEMO_ACCOUNTS
    from aftersail.web.demo.forms_tale import tell_forms
    from aftersail.web.demo.load import is_loaded, label_to_try, load_demo

    with entered(Scope.everything()):
        if not is_loaded():
            with click.progressbar(length=1000, label="Loading the demo", file=sys.stderr) as bar:
                load_demo(seed=seed, progress=lambda _what, share: bar.update(round(share * 1000) - bar.pos))
            tell_forms(seed)
        label = f"/r/{label_to_try()}/"
    return [account.as_line() for account in DEMO_ACCOUNTS], label


def _load_in_a_process_of_its_own(seed: int) -> list[dict[str, Any]]:
    """Load in a child, so that the supervisor stays small; the progress bar is the child's stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "aftersail.web.cli", "demo", "--load-only", "--seed", str(seed)],
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        problem_found("aftersail: the demo could not be loaded; nothing of it was kept")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _children(host: str, port: int, workers: int) -> list[Child]:
    program = [sys.executable, "-m", "aftersail.web.cli"]
    web = Child("web", [*program, "serve", "--host", host, "--port", str(port)])
    return [
        web,
        *(Child(f"worker {n + 1}", [*program, "worker", "--name", f"demo-{n + 1}"]) for n in range(workers)),
    ]


def _port(host: str, wanted: int | None) -> int:
    """Return a port that is free, or say that the wanted one is not."""
    tried = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in tried:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise Missing(
        f"port {wanted or f'{tried[0]} to {tried[-1]}'} on {host} is in use: choose another with --port"
    )


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0


def _announce(address: str, accounts: list[dict[str, Any]], label: str, as_json: bool) -> None:
    if as_json:
        say({"address": address, "label": f"{address}{label}", "accounts": accounts})
        return
    click.echo(f"\n  Aftersail is at {address}\n")
    for account in accounts:
        click.echo(f"  {account['username']:14} {account['password']:16} {account['what']}")
    click.echo(f"\n  A unit's QR label, for a crew without an account: {address}{label}")
    click.echo("\n  Ctrl-C stops it. The data stays; the next start takes seconds.\n")
