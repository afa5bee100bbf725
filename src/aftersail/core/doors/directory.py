"""Signing in with the password of the house's directory (LDAP): the name is searched, then bound with the password."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from aftersail.core.doors.configured import DIRECTORY, Directory, roles_for
from aftersail.core.doors.identities import account_known_as, note_use, take_over_roles
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused

log = logging.getLogger(__name__)


def configured() -> Directory:
    """Return the directory of this installation."""
    found: Directory = settings.DIRECTORY
    return found


class DirectoryBackend(BaseBackend):
    """Checks a password with the directory, for names that the administrator has linked to accounts."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_kwargs: Any
    ) -> Account | None:
        """Return the open account of this name; a silent directory is noted on the request for the page to tell."""
        if not configured().url:
            return None
        from aftersail.core.doors.ldap import (
            DirectoryDown,
            check_password,
        )  # 9 MB, only for houses that have one

        subject = username.strip().lower()
        with as_system():
            account = account_known_as(DIRECTORY, subject)
            if account is None or not account.is_active:
                return None
            try:
                person = check_password(configured(), subject, password)
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
