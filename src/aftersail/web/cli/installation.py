"""The installation that a command works on: its database, and Django set up upon it."""

from __future__ import annotations

import os

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
