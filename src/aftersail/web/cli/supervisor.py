"""Child processes that are kept running: started again when they die, stopped together, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

import click

from aftersail.web.cli.lifeline import end_with

TICK_S = 0.5
SETTLED_S = 10
"""A process that lived this long had started properly."""
FAILED_STARTS = 3
"""After so many deaths in a row, each before it settled, trying again helps nobody."""
STOPPING_TIME_S = 40


class KeepsDying(RuntimeError):
    """A child died again and again right after its start."""


class Child:
    """One command that should always run."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self.process: subprocess.Popen[bytes] | None = None
        self.failed_starts = 0
        self._started = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: end_with(parent, signal.SIGTERM),
        )
        self._started = time.monotonic()

    def revive(self) -> None:
        """Start it again if it died. Raises `KeepsDying` when that is no use."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            code = self.process.returncode
            settled = time.monotonic() - self._started > SETTLED_S
            self.failed_starts = 0 if settled else self.failed_starts + 1
            if self.failed_starts >= FAILED_STARTS:
                raise KeepsDying(
                    f"{self.name} ended {FAILED_STARTS} times right after its start (exit code {code})"
                )
            click.echo(f"{self.name} ended (exit code {code}), starting it again", err=True)
        self.start()


class Supervisor:
    """Several children, and a check of what they stand on."""

    def __init__(self, children: Sequence[Child], ground: Callable[[], None]) -> None:
        self.children = children
        self.ground = ground
        self._stop = threading.Event()

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Keep everything running until SIGINT or SIGTERM; call `announce` once when `ready` first says so."""
        previous = {s: signal.signal(s, lambda *_: self._stop.set()) for s in (signal.SIGINT, signal.SIGTERM)}
        announced = False
        try:
            while not self._stop.is_set():
                self.ground()
                for child in self.children:
                    child.revive()
                if not announced and ready():
                    announce()
                    announced = True
                self._stop.wait(TICK_S if announced else TICK_S / 10)
        finally:
            self._stop_all()
            for sign, handler in previous.items():
                signal.signal(sign, handler)

    def _stop_all(self) -> None:
        running = [c.process for c in self.children if c.process is not None and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOPPING_TIME_S
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
