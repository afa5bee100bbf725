"""Builds the second wall: database roles, privileges and row-level security, from what the models declare."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from aftersail.core.isolation import policy_statements, protected_models
from aftersail.core.scope import EVERYTHING_ROLE, SCOPED_ROLE, as_owner

APPEND_ONLY = ("core_logentry",)


def rebuild_walls(sender: Any, **_kwargs: Any) -> None:
    """Make the database enforce what the models declare; safe to run again (after every migration)."""
    if sender.name != "aftersail.core":
        return
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for role in (SCOPED_ROLE, EVERYTHING_ROLE):
            cursor.execute("select 1 from pg_roles where rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f"create role {role} nologin")
            cursor.execute("select pg_has_role(current_user, %s, 'set')", [role])
            if not cursor.fetchone()[0]:
                cursor.execute(f"grant {role} to current_user with inherit false, set true")
        both = f"{SCOPED_ROLE}, {EVERYTHING_ROLE}"
        cursor.execute(f"grant usage on schema public to {both}")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {both}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {both}")
        for table in APPEND_ONLY:
            cursor.execute(f'revoke update, delete, truncate on "{table}" from {both}')
        cursor.execute(f"revoke all on core_loghead from {both}")
        there = set(
            connection.introspection.table_names(cursor)
        )  # a migration of one app alone leaves others out
        for model in (one for one in protected_models() if one._meta.db_table in there):
            for statement in policy_statements(model):
                cursor.execute(statement)
