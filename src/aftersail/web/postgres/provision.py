"""The login role and the databases that the product needs on a server of its own."""

from __future__ import annotations

from psycopg import Connection, sql

ROLE = "aftersail"
DATABASE = "aftersail"


def make_role(connection: Connection) -> None:
    """Make the login role: no superuser, and able to make the two roles that row security reads as.

    Since PostgreSQL 16 the maker of a role may become it only when granted so; `createrole_self_grant`
    grants it by itself.
    """
    name = sql.Identifier(ROLE)
    found = connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone()
    if not found:
        connection.execute(
            sql.SQL("create role {} login nosuperuser nobypassrls createdb createrole").format(name)
        )
    connection.execute(sql.SQL("alter role {} set createrole_self_grant = 'set'").format(name))


def make_database(connection: Connection, database: str = DATABASE, template: str | None = None) -> None:
    """Make a database that the login role owns, if it is not there; `connection` must be in autocommit."""
    found = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
    if found:
        return
    statement = sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(ROLE))
    if template:
        statement += sql.SQL(" template {}").format(sql.Identifier(template))
    connection.execute(statement)


def drop_database(connection: Connection, database: str) -> None:
    """Remove a database and whoever is still connected to it; nothing happens if it is not there."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))
