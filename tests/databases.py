"""The tests' PostgreSQL: one server per checkout, one migrated template per schema, one clone per worker."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psutil
import psycopg
import pytest

from aftersail.web.postgres.provision import ROLE, drop_database, make_database, make_role
from aftersail.web.postgres.server import DISPOSABLE, EmbeddedServer
from tests.fingerprint import CHECKOUT, schema_fingerprint

TEMPLATES_KEPT = 3


def test_server() -> EmbeddedServer:
    """Return this checkout's test server: a new one after each boot, since it does not survive a power cut."""
    boot = int(psutil.boot_time())
    digest = hashlib.sha256(f"{CHECKOUT} {boot}".encode()).hexdigest()[:12]
    return EmbeddedServer(
        Path(tempfile.gettempdir()) / f"aftersail-tests-{os.geteuid()}-{digest}", DISPOSABLE
    )


test_server.__test__ = False  # type: ignore[attr-defined]


class Databases:
    """What one worker of a test run holds: a share of the server, and a clone of the migrated template."""

    def __init__(self, server: EmbeddedServer, run: str, worker: str) -> None:
        self.server = server
        self.name = f"test_{run}_{worker}"

    @property
    def url(self) -> str:
        """The address of the worker's clone, known before it exists."""
        return self.server.url(self.name, ROLE)

    def open(self) -> None:
        """Start or adopt the server, make the template if this schema has none yet, and clone it."""
        self.server.start()
        with self._alone(), self._connection() as connection:
            make_role(connection)
            self._drop_abandoned(connection)
            if not connection.execute(
                "select 1 from pg_database where datname = %s", [self.template]
            ).fetchone():
                building = f"{self.template}_building"
                drop_database(connection, building)
                make_database(connection, building)
                self._migrate(building)
                connection.execute(f'alter database "{building}" rename to "{self.template}"')
        self.clone()

    @cached_property
    def template(self) -> str:
        """The name of the migrated database for the schema as the checkout has it now."""
        return f"template_{schema_fingerprint()}"

    def clone(self) -> None:
        """Put a fresh copy of the template in place of the worker's database."""
        with self._connection() as connection:
            drop_database(connection, self.name)
            make_database(connection, self.name, self.template)

    def close(self) -> None:
        """Remove the clone and give up the share of the server."""
        with self._connection() as connection:
            drop_database(connection, self.name)
        self.server.stop()

    def _migrate(self, database: str) -> None:
        environment = os.environ | {
            "DATABASE_URL": self.server.url(database, ROLE),
            "DJANGO_SETTINGS_MODULE": "aftersail.web.settings",
        }
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise pytest.UsageError(f"the migrations fail:\n{done.stderr[-3000:]}")

    def _drop_abandoned(self, connection: psycopg.Connection) -> None:
        """Remove the clones of runs that were killed, and templates of schemas long gone."""
        names = [row[0] for row in connection.execute("select datname from pg_database order by oid")]
        for name in names:
            if name.startswith("test_") and not psutil.pid_exists(int(name.split("_")[1])):
                drop_database(connection, name)
        templates = [
            n
            for n in names
            if n.startswith("template_") and n not in {"template0", "template1", self.template}
        ]
        for name in templates[:-TEMPLATES_KEPT]:
            drop_database(connection, name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.server.root / "template.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(self.server.url("postgres"), autocommit=True)
