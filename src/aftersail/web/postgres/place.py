"""Where one embedded server lives: its data folder, its socket folder, its locks."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from aftersail.web.postgres.account import Account, server_account
from aftersail.web.postgres.failure import DatabaseUnavailable
from aftersail.web.postgres.programs import find_programs, runnable_by

STATE_HOME = Path("/var/lib/aftersail")
"""Where root puts what its lesser account could not reach inside a private folder."""

LONGEST_SOCKET_FOLDER = 85
"""Bytes; a socket's path ends at 107 on Linux, 103 on macOS, and `.s.PGSQL.5432.lock` is appended."""


@dataclass(frozen=True, slots=True)
class Place:
    """Folders, programs and account of one server; made by `settle`."""

    programs: Path
    account: Account | None
    cluster: Path
    sockets: Path

    @property
    def pid_file(self) -> Path:
        """The file by which a server marks its data folder as taken."""
        return self.cluster / "postmaster.pid"

    @property
    def socket_files(self) -> tuple[Path, Path]:
        """The socket and its lock, which a killed server leaves behind."""
        return self.sockets / ".s.PGSQL.5432", self.sockets / ".s.PGSQL.5432.lock"


def settle(root: Path, state_home: Path = STATE_HOME) -> Place:
    """Make the folders of a server that belongs to `root` and say where they are."""
    account = server_account()
    programs = runnable_by(find_programs(), account, state_home)
    root.mkdir(parents=True, exist_ok=True)
    home = _home(root, account, state_home)
    return Place(programs, account, home / "cluster", _socket_folder(home, account))


def _home(root: Path, account: Account | None, state_home: Path) -> Path:
    """Return `root` itself, or a folder that the account can reach, remembered in `root/location`."""
    pointer = root / "location"
    if pointer.exists():
        home = Path(pointer.read_text().strip())
        if home.exists():
            return _private(home, account)
    if account is None or account.may_pass(root):
        return _private(root, account)
    # A random name: a new checkout at an old path must not find the old one's data.
    home = state_home / f"data-{secrets.token_hex(8)}"
    state_home.mkdir(parents=True, exist_ok=True, mode=0o755)
    if not account.may_pass(home):
        raise DatabaseUnavailable(
            f"account {account.name} can reach neither {root} nor {home}: set AFTERSAIL_DATA"
        )
    _private(home, account)
    pointer.write_text(f"{home}\n")
    return home


def _private(folder: Path, account: Account | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def _socket_folder(home: Path, account: Account | None) -> Path:
    if len(os.fsencode(home)) <= LONGEST_SOCKET_FOLDER:
        return home
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"aftersail-{os.geteuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = {os.geteuid()} | ({account.uid} if account else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise DatabaseUnavailable(
            f"{folder} belongs to another account: set AFTERSAIL_DATA to a shorter path"
        )
    return _private(folder, account)
