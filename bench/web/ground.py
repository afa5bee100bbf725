"""The ground a run stands on: a PostgreSQL server of its own and, in it, a fresh database that is dropped afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from aftersail.web.postgres.provision import ROLE, drop_database, make_database, make_role
from aftersail.web.postgres.server import DURABLE, SUPERUSER, EmbeddedServer

SETTINGS = {**DURABLE, "maintenance_work_mem": "256MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min"}
"""As an installation has them, but for the fill: indexes are built in one go, and no checkpoint falls into a measurement."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A fresh, migrated database, and the server that holds nothing else."""

    server: EmbeddedServer
    database: str
    folder: Path

    @property
    def url(self) -> str:
        """The address that the product gets as DATABASE_URL."""
        return self.server.url(self.database, ROLE)

    def superuser(self) -> psycopg.Connection:
        """Return a connection that may switch triggers off; the product never has such a one."""
        return psycopg.connect(self.server.url(self.database, SUPERUSER), autocommit=True)

    def postmaster(self) -> psutil.Process:
        """Return the server's first process; all that works for it descends from it."""
        return psutil.Process(int(self.server.place.pid_file.read_text().split()[0]))


@contextmanager
def fresh_ground(name: str = "bench", *, keep: bool = False) -> Iterator[Ground]:
    """Start the server, make and migrate the database, set Django up on it; remove both afterwards unless told to keep them."""
    folder = Path(os.environ.get("AFTERSAIL_DATA", ".data")).resolve() / "bench"
    server = EmbeddedServer(folder / "postgres", SETTINGS).start()
    ground = Ground(server, name, folder)
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            make_role(connection)
            if not keep:
                drop_database(connection, name)
            make_database(connection, name)
        os.environ |= {"DATABASE_URL": ground.url, "AFTERSAIL_FILES": str(folder / "files")}
        _migrate()
        yield ground
    finally:
        _leave(ground, keep=keep)


def _migrate() -> None:
    from aftersail.web.cli.installation import set_up_django
    from aftersail.web.cli.migrate import migrate

    set_up_django()
    migrate()


def _leave(ground: Ground, *, keep: bool) -> None:
    from django.db import connections

    connections.close_all()
    if not keep:
        with psycopg.connect(ground.server.url("postgres"), autocommit=True) as connection:
            drop_database(connection, ground.database)
    ground.server.stop()
    if not keep:
        shutil.rmtree(ground.server.place.cluster, ignore_errors=True)
        shutil.rmtree(ground.folder, ignore_errors=True)


def vacuumed(connection: psycopg.Connection, *tables: str) -> None:
    """Bring statistics and visibility up to date, so that no background vacuum runs during a measurement."""
    for table in tables:
        connection.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(table)))
