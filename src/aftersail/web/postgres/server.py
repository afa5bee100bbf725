"""One PostgreSQL server: made at first use, shared by the processes of a folder, whole again after a kill -9."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil
import psycopg

from aftersail.web.postgres import postmaster
from aftersail.web.postgres.failure import DatabaseUnavailable
from aftersail.web.postgres.place import STATE_HOME, Place, settle
from aftersail.web.postgres.programs import major_version

SUPERUSER = "postgres"
DURABLE: Mapping[str, str] = {
    "shared_buffers": "256MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
}
"""For data that matters; everything about safety is left as PostgreSQL sets it."""

DISPOSABLE: Mapping[str, str] = {
    **DURABLE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
"""For tests: quick, and lost with the machine's power."""


class EmbeddedServer:
    """A server under `root`, reached through a socket that only this account (and root) can open.

    Several processes may hold the same server: the first starts it, the others adopt it, the last to call
    `stop` stops it. A process that dies without calling `stop` gives up its share all the same.
    """

    def __init__(
        self, root: Path, settings: Mapping[str, str] = DURABLE, *, state_home: Path = STATE_HOME
    ) -> None:
        self.root = root.resolve()
        self.settings = settings
        self._state_home = state_home
        self._child: subprocess.Popen[bytes] | None = None
        self._share: IO[bytes] | None = None

    @cached_property
    def place(self) -> Place:
        """The server's folders, made at first use."""
        return settle(self.root, self._state_home)

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "postgres.log"

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """Return the address of a database on this server."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.place.sockets), safe='/')}"

    def running(self) -> bool:
        """Tell whether the server process is alive; one read of /proc, no connection."""
        self._reap()
        return postmaster.living(self.place) is not None

    def answers(self) -> bool:
        """Tell whether the server accepts a connection now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, patience_s: float = 120) -> EmbeddedServer:
        """Start the server or adopt the one that runs; recover first where it was killed.

        Raises `DatabaseUnavailable` with the server's own last words where it does not come up.
        """
        self.place  # noqa: B018 - makes the folders that the lock lies in
        with self._alone():
            self._reap()
            if self._share is None:
                self._share = (self.root / "users.lock").open("ab")
                fcntl.flock(self._share, fcntl.LOCK_SH)
            try:
                self._bring_up(time.monotonic() + patience_s)
            except BaseException:
                self._give_up_share()
                raise
        return self

    def stop(self, patience_s: float = 30) -> None:
        """Give up this process's share; stop the server if nobody else holds one."""
        if self._share is None:
            return
        with self._alone():
            last = self._is_last()
            self._give_up_share()
            process = postmaster.living(self.place)
            if last and process is not None:
                postmaster.stop(process, patience_s)
            self._reap()

    def _bring_up(self, deadline: float) -> None:
        process = postmaster.living(self.place)
        if process is not None and self._wait(process, deadline):
            return  # adopted: a killed parent, or another process of ours, left it running
        postmaster.clear_remains(self.place)
        self._make_cluster()
        self._child = self._spawn()
        if not self._wait(psutil.Process(self._child.pid), deadline):
            raise DatabaseUnavailable(f"PostgreSQL did not start: {self._last_words()} (see {self.log})")

    def _wait(self, process: psutil.Process, deadline: float) -> bool:
        """Wait until the server answers; False when it ends instead."""
        while not self.answers():
            self._reap()
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return False
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"PostgreSQL does not answer: {self._last_words()} (see {self.log})"
                )
            time.sleep(0.02)
        return True

    def _make_cluster(self) -> None:
        """Make the data folder, all or nothing: `initdb` beside it, then one rename."""
        cluster, account = self.place.cluster, self.place.account
        if (cluster / "PG_VERSION").exists():
            made_by = int((cluster / "PG_VERSION").read_text())
            if made_by != (here := major_version(self.place.programs)):
                raise DatabaseUnavailable(
                    f"{cluster} was made by PostgreSQL {made_by}, the programs are {here}"
                )
            return
        partial = cluster.with_name("cluster.partial")
        shutil.rmtree(partial, ignore_errors=True)
        # --lc-ctype: under C, pg_trgm silently drops every Chinese character.
        command: list[str | Path] = [
            self.place.programs / "initdb",
            "-D",
            partial,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
        ]
        command += ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--lc-ctype=C.UTF-8", "--data-checksums", "--no-instructions"]
        if self.settings.get("fsync") == "off":
            command.append("--no-sync")
        options = account.options() if account else {}
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **options)
        if done.returncode:
            raise DatabaseUnavailable(f"initdb failed in {partial}: {' '.join(done.stderr.split())[-400:]}")
        partial.rename(cluster)

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            **self.settings,
        }
        command: list[str | Path] = [self.place.programs / "postgres", "-D", self.place.cluster]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        options = self.place.account.options() if self.place.account else {}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is for the process that holds the server
                **options,
            )

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-200:]
        serious = [line for line in lines if "FATAL" in line or "PANIC" in line or "ERROR" in line]
        return (serious or lines or ["it said nothing"])[-1].strip()

    def _reap(self) -> None:
        """Collect our ended child, so that it does not stay as a zombie that looks alive."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.root / "start.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _is_last(self) -> bool:
        assert self._share is not None
        try:
            fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_up_share(self) -> None:
        if self._share is not None:
            self._share.close()
            self._share = None


def default_root() -> Path:
    """Return the folder of the installation's own server: `postgres` under AFTERSAIL_DATA, else under `.data`."""
    return Path(os.environ.get("AFTERSAIL_DATA", ".data")).resolve() / "postgres"
