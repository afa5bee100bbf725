"""Asking the house's directory (LDAP) whether a name and a password belong together."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from ldap3 import AUTO_BIND_NO_TLS, AUTO_BIND_TLS_BEFORE_BIND, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPBindError, LDAPException, LDAPInvalidCredentialsResult
from ldap3.utils.conv import escape_filter_chars

from aftersail.core.doors.configured import Directory

WAIT_S = 5


class DirectoryDown(Exception):
    """The directory did not answer, or not as one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the directory knows."""

    dn: str
    groups: list[str]


def check_password(where: Directory, name: str, password: str) -> Person | None:
    """Return the person whose name and password these are; None when they are not. Raises `DirectoryDown`.

    An empty password would bind as nobody and succeed, so it never reaches the server.
    """
    if not name or not password:
        return None
    try:
        found = _search(where, name)
        if found is None:
            return None
        _open(where, found.dn, password).unbind()
    except (LDAPBindError, LDAPInvalidCredentialsResult):
        return None
    except (LDAPException, OSError, ssl.SSLError) as error:
        raise DirectoryDown(str(error)) from error
    return found


def _search(where: Directory, name: str) -> Person | None:
    try:
        connection = _open(where, where.bind_dn, where.bind_password)
    except (LDAPBindError, LDAPInvalidCredentialsResult) as error:
        raise DirectoryDown("the directory refuses our own name and password") from error
    try:
        connection.search(
            where.under, where.search.format(name=escape_filter_chars(name)), SUBTREE,
            attributes=[where.group_attribute], size_limit=2,
        )  # fmt: skip
        entries = [entry for entry in connection.response or [] if entry.get("type") == "searchResEntry"]
    finally:
        connection.unbind()
    if len(entries) != 1:
        return None
    held = entries[0]["attributes"].get(where.group_attribute) or []
    return Person(entries[0]["dn"], [str(g) for g in held] if isinstance(held, list) else [str(held)])


def _open(where: Directory, dn: str, password: str) -> Connection:
    tls = Tls(
        validate=ssl.CERT_REQUIRED, ca_certs_file=where.ca_file or None, version=ssl.PROTOCOL_TLS_CLIENT
    )
    server = Server(where.url, tls=tls, connect_timeout=WAIT_S, get_info="NO_INFO")
    return Connection(
        server, user=dn or None, password=password or None, receive_timeout=WAIT_S, read_only=True,
        check_names=False, auto_bind=AUTO_BIND_TLS_BEFORE_BIND if where.start_tls else AUTO_BIND_NO_TLS,
    )  # fmt: skip
