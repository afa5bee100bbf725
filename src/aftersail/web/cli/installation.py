"""The installation that a command works on: its database, and Django set up upon it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from aftersail.web.cli.outcome import problem_found
from aftersail.web.postgres import ensure_database


def open_installation() -> None:
    """Have a database (start our own if DATABASE_URL is not set) and set Django up."""
    ensure_database()
    set_up_django()


def set_up_django() -> None:
    """Load settings and models."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersail.web.settings")
    django.setup()


def pending_migrations() -> list[str]:
    """Return `app.name` of each migration that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def refusals_told() -> Iterator[None]:
    """End the command with exit code 1 and the reasons when the product refuses what was asked."""
    from aftersail.core.verdicts import Refused

    try:
        yield
    except Refused as refusal:
        problem_found("\n".join(str(reason) for reason in refusal.reasons))
