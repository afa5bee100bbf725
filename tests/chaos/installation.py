"""A whole installation of its own, whose processes can be killed one by one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from aftersail.web.postgres import postmaster
from aftersail.web.postgres.provision import ROLE, make_database, make_role
from aftersail.web.postgres.server import DURABLE, EmbeddedServer

MIGRATE = """
import json
from datetime import datetime, timezone
from aftersail.web.cli.installation import set_up_django
set_up_django()
from aftersail.web.cli.migrate import migrate
migrate()
from aftersail.core.scope import as_system
from aftersail.core.tokens import make_token
from aftersail.web.demo.small import load_small
from aftersail.web import urls
"""
CREW_CALLS = """
with as_system():
    world = load_small()
    _token, key = make_token(by=world.account("crew"), name="chaos", scopes=["requests:write"], days=1, at=datetime.now(timezone.utc))
print(json.dumps({"key": key, "vessel": str(world.vessel.pk), "equipment": str(world.radar.pk)}))
"""


class Installation:
    """Database, web and worker as an operator would start them, each to be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.server = EmbeddedServer(folder / "server", DURABLE).start()
        import psycopg

        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            make_role(connection)
            make_database(connection, "chaos")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "aftersail.web.settings",
            "DATABASE_URL": self.server.url("chaos", ROLE),
            "AFTERSAIL_DATA": str(folder / "data"),
            "AFTERSAIL_FILES": str(folder / "data" / "files"),
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self, told: str = CREW_CALLS) -> dict[str, Any]:
        """Migrate, make the small world and a token as `told`; return what a client must know."""
        done = subprocess.run(
            [sys.executable, "-c", MIGRATE + told], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return made

    def start(self, name: str, *, as_name: str = "", concurrency: int = 2) -> None:
        """Start `web` or `worker`; one of several workers under a name of its own."""
        commands = {
            "web": ["serve", "--port", str(self.port), "--workers", "1"],
            "worker": ["worker", "--concurrency", str(concurrency)],
        }
        known = name if name in commands else "worker"
        self.processes[as_name or name] = subprocess.Popen(
            [sys.executable, "-m", "aftersail.web.cli", *commands[known]],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        """End a process as a power cut would, and start it again; `page` is the process behind the web's own."""
        if name == "postgres":
            process = postmaster.living(self.server.place)
            assert process is not None
            process.kill()
            psutil.wait_procs([process], timeout=20)
            self.server.start()
            return
        if name == "page":
            children = psutil.Process(self.processes["web"].pid).children()
            for child in children:
                child.kill()
            return
        self.processes[name].kill()
        self.processes[name].wait()
        self.start(name)

    def revive(self) -> None:
        """Start again what ended by itself, as a supervisor does."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(name)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command on the installation to its end."""
        return subprocess.run(
            [sys.executable, "-m", "aftersail.web.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def ask(self, program: str) -> Any:
        """Run a piece of Python under every row and return what it assigns to `answer`."""
        text = (
            "import json; from aftersail.web.cli.installation import set_up_django; set_up_django();"
            "from aftersail.web import urls; from aftersail.core.scope import as_system\n"
            f"with as_system():\n{_indented(program)}\nprint(json.dumps(answer, default=str))"
        )
        done = subprocess.run(
            [sys.executable, "-c", text], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def stop(self) -> None:
        """End everything."""
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.server.stop()


def _indented(program: str) -> str:
    return "\n".join(f"    {line}" for line in program.strip().splitlines())
