"""A database for this process: the one that DATABASE_URL names, or a server of our own."""

from __future__ import annotations

import atexit
import os
import sys
from typing import TYPE_CHECKING

from aftersail.web.postgres.failure import DatabaseUnavailable

if TYPE_CHECKING:
    from aftersail.web.postgres.server import EmbeddedServer


def ensure_database() -> EmbeddedServer | None:
    """Do nothing if DATABASE_URL is set; else start or adopt our own server and set DATABASE_URL to it.

    The server is given up when this process exits. Child processes inherit DATABASE_URL and do not count.
    Raises `DatabaseUnavailable`.
    """
    if os.environ.get("DATABASE_URL"):
        return None
    if sys.platform == "win32":
        raise DatabaseUnavailable(
            "the embedded server runs on Linux and macOS: set DATABASE_URL to a PostgreSQL server"
        )
    import psycopg

    from aftersail.web.postgres.provision import DATABASE, ROLE, make_database, make_role
    from aftersail.web.postgres.server import EmbeddedServer, default_root

    server = EmbeddedServer(default_root()).start()
    _stop_at_exit(server)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        make_role(connection)
        make_database(connection)
    os.environ["DATABASE_URL"] = server.url(DATABASE, ROLE)
    return server


def _stop_at_exit(server: EmbeddedServer) -> None:
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() == owner:  # a forked child runs the same handlers
            server.stop()

    atexit.register(stop)
