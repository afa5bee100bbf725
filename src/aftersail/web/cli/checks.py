"""What `aftersail doctor` looks at: each check is one line with a verdict and what to do."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRESQL = 16
EXTENSIONS = ("pg_trgm", "btree_gist")
ENOUGH_DISK_GB = 2.0
WEB = Path(__file__).resolve().parents[1]


class Verdict(StrEnum):
    """Good; a warning that stops nothing; or a problem that stops the product."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: `remedy` is empty where nothing needs doing."""

    check: str
    verdict: Verdict
    found: str
    remedy: str = ""


def python_version() -> Finding:
    """Python is new enough."""
    found = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Finding("python", Verdict.PROBLEM, found, "install Python 3.11 or newer")
    return Finding("python", Verdict.OK, found)


def front_end() -> Finding:
    """The scripts and styles were built."""
    manifest = WEB / "static" / "build" / "manifest.json"
    if not manifest.exists():
        return Finding("front end", Verdict.PROBLEM, "not built", "run `make setup` in a checkout")
    return Finding("front end", Verdict.OK, "built")


def translations() -> Finding:
    """The translations were compiled, none of them older than its source."""
    sources = sorted(WEB.parent.glob("*/locale/*/LC_MESSAGES/django.po"))
    stale = [
        p
        for p in sources
        if not (m := p.with_suffix(".mo")).exists() or m.stat().st_mtime < p.stat().st_mtime
    ]
    if stale:
        names = ", ".join(p.parents[3].name for p in stale)
        return Finding(
            "translations", Verdict.PROBLEM, f"not compiled: {names}", "run `make setup` in a checkout"
        )
    return Finding("translations", Verdict.OK, "compiled")


def fonts() -> Finding:
    """The Chinese typeface that documents are set in is there."""
    faces = sorted((WEB / "fonts").glob("*.ttf"))
    if not faces:
        return Finding(
            "fonts", Verdict.PROBLEM, "no typeface for documents", "run `make setup` in a checkout"
        )
    return Finding("fonts", Verdict.OK, ", ".join(face.stem for face in faces))


def data_folder() -> Finding:
    """The folder for files can be written to."""
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as refusal:
        return Finding(
            "files", Verdict.PROBLEM, f"{folder}: {refusal.strerror}", "set AFTERSAIL_FILES or its rights"
        )
    return Finding("files", Verdict.OK, str(folder))


def disk_space() -> Finding:
    """There is room beside the data."""
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT)
    existing = next(p for p in [folder, *folder.parents] if p.exists())
    free = shutil.disk_usage(existing).free / 1e9
    found = f"{free:.1f} GB free at {existing}"
    if free < ENOUGH_DISK_GB:
        return Finding("disk", Verdict.WARNING, found, f"keep {ENOUGH_DISK_GB:g} GB free")
    return Finding("disk", Verdict.OK, found)


def database(where: str) -> Finding:
    """The database answers and is new enough; `where` says whose it is."""
    from django.db import connection

    with _as_owner(), connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version'), current_setting('server_version_num')::int")
        version, number = cursor.fetchone()
    found = f"PostgreSQL {version}, {where}"
    if number < OLDEST_POSTGRESQL * 10_000:
        return Finding("database", Verdict.PROBLEM, found, f"use PostgreSQL {OLDEST_POSTGRESQL} or newer")
    return Finding("database", Verdict.OK, found)


def extensions() -> Finding:
    """The extensions that search and bookings need are installed, or can be."""
    from django.db import connection

    with _as_owner(), connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        installed = {row[0] for row in cursor.fetchall()}
        cursor.execute("select name from pg_available_extensions")
        available = {row[0] for row in cursor.fetchall()}
    if lacking := [e for e in EXTENSIONS if e not in available]:
        return Finding(
            "extensions", Verdict.PROBLEM, f"no {', '.join(lacking)}", "install postgresql-contrib"
        )
    if waiting := [e for e in EXTENSIONS if e not in installed]:
        return Finding(
            "extensions", Verdict.PROBLEM, f"not made: {', '.join(waiting)}", "run `aftersail migrate`"
        )
    return Finding("extensions", Verdict.OK, ", ".join(EXTENSIONS))


def migrations() -> Finding:
    """The database has this version's schema."""
    from aftersail.web.cli.installation import pending_migrations

    with _as_owner():
        pending = pending_migrations()
    if pending:
        return Finding("migrations", Verdict.PROBLEM, f"{len(pending)} pending", "run `aftersail migrate`")
    return Finding("migrations", Verdict.OK, "none pending")


def row_security() -> Finding:
    """PostgreSQL itself keeps customers apart: on for every table that declares whose its rows are."""
    from django.db import connection

    from aftersail.core.isolation import protected_models

    wanted = {model._meta.db_table for model in protected_models()}
    with _as_owner(), connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        above = cursor.fetchone()[0]
    if above:
        remedy = "connect as a role that is no superuser and has no BYPASSRLS"
        return Finding("row security", Verdict.PROBLEM, "the login role stands above it", remedy)
    if bare := sorted(wanted - walled):
        named = ", ".join(bare[:3]) + (", ..." if len(bare) > 3 else "")
        found = f"off for {len(bare)} tables: {named}"
        return Finding("row security", Verdict.PROBLEM, found, "run `aftersail migrate`")
    return Finding("row security", Verdict.OK, f"on for {len(wanted)} tables")


WITHOUT_DATABASE: tuple[Callable[[], Finding], ...] = (
    python_version,
    front_end,
    translations,
    fonts,
    data_folder,
    disk_space,
)
WITH_DATABASE: tuple[Callable[[], Finding], ...] = (extensions, migrations, row_security)


def examine_machine() -> Iterator[Finding]:
    """Yield what can be said without a database."""
    for check in WITHOUT_DATABASE:
        yield check()


def examine_database(where: str) -> Iterator[Finding]:
    """Yield what the database shows; where it does not answer, that alone."""
    from django.db import Error

    try:
        yield database(where)
    except Error as refusal:
        told = " ".join(str(refusal).split())
        yield Finding("database", Verdict.PROBLEM, told, "check DATABASE_URL and that the server runs")
        return
    for check in WITH_DATABASE:
        yield check()


@contextmanager
def _as_owner() -> Iterator[None]:
    from aftersail.core.scope import Scope, entered

    with entered(Scope.owner()):
        yield
