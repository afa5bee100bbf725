"""The web server under measurement: `aftersail serve` in processes of its own, as an installation runs it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

WORKERS, THREADS = 4, 2
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Web:
    """A running web server: its port, and the process that started its workers."""

    port: int
    process: psutil.Process

    @property
    def address(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(log: Path, workers: int = WORKERS) -> Iterator[Web]:
    """Run the web server with so many workers until the block ends; DATABASE_URL says on which database."""
    port = _free_port()
    with log.open("wb") as written:
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "aftersail.web.cli",
                "serve",
                "--port",
                str(port),
                "--workers",
                str(workers),
                "--threads",
                str(THREADS),
            ],
            stdout=written,
            stderr=written,
            env=os.environ | {"AFTERSAIL_HOSTS": "127.0.0.1"},
        )
        try:
            _wait_until_ready(port, child, log)
            yield Web(port, psutil.Process(child.pid))
        finally:
            child.terminate()
            child.wait(PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_ready(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if child.poll() is not None:
            raise RuntimeError(f"the web server ended: {log.read_text(errors='replace')[-2000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.client.OK:
                return
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"the web server does not answer: {log.read_text(errors='replace')[-2000:]}")
