"""Signing in with the password of the house's directory (LDAP): the name is searched, then bound with the password."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone
from ldap3 import AUTO_BIND_NO_TLS, AUTO_BIND_TLS_BEFORE_BIND, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPBindError, LDAPException, LDAPInvalidCredentialsResult
from ldap3.utils.conv import escape_filter_chars

from aftersail.core.doors.configured import DIRECTORY, Directory, roles_for
from aftersail.core.doors.identities import account_known_as, note_use, take_over_roles
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused

WAIT_S = 5
log = logging.getLogger(__name__)


class DirectoryDown(Exception):
    """The directory did not answer, or not as one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the directory knows."""

    dn: str
    groups: list[str]


def configured() -> Directory:
    """Return the directory of this installation."""
    found: Directory = settings.DIRECTORY
    return found


def check_password(name: str, password: str) -> Person | None:
    """Return the person whose name and password these are; None when they are not. Raises `DirectoryDown`.

    An empty password would bind as nobody and succeed, so it never reaches the server.
    """
    where = configured()
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


class DirectoryBackend(BaseBackend):
    """Checks a password with the directory, for names that the administrator has linked to accounts."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_kwargs: Any
    ) -> Account | None:
        """Return the open account of this name; a silent directory is noted on the request for the page to tell."""
        if not configured().url:
            return None
        subject = username.strip().lower()
        with as_system():
            account = account_known_as(DIRECTORY, subject)
            if account is None or not account.is_active:
                return None
            try:
                person = check_password(subject, password)
            except DirectoryDown as down:
                log.warning("the directory cannot be asked: %s", down)
                if request is not None:
                    request.directory_down = True  # type: ignore[attr-defined]
                return None
            if person is None:
                return None
            now = timezone.now()
            if configured().role_map:
                try:
                    take_over_roles(account, roles_for(person.groups, configured().role_map), now)
                except Refused as refused:
                    if request is not None:
                        request.not_let_in = list(refused.reasons)  # type: ignore[attr-defined]
                    return None
            note_use(DIRECTORY, subject, now)
        return account

    def get_user(self, user_id: Any) -> Account | None:
        """Return the open account of a session."""
        from aftersail.core.signin import PasswordBackend

        return PasswordBackend().get_user(user_id)
