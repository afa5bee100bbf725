"""What `aftersail import` does: a file from disk, on behalf of an account or of the installation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.models import Account
from aftersail.core.scope import Scope, entered
from aftersail.core.tabular import FileRefused, ImportPlan
from aftersail.core.verdicts import Refused

MB = 1_000_000


def import_file(
    file: Path,
    *,
    register: str,
    mapping: Path | None = None,
    dry_run: bool = False,
    accept_partial: bool = False,
    username: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportPlan:
    """Bring a file into a register and return the plan that accounts for every row.

    Unless it is a dry run, the plan was carried out if `may_commit` says so: without `accept_partial` one refused row
    leaves the database as it was. Raises `Refused` when file, mapping, register or account cannot be used at all.
    """
    with entered(Scope.everything()):
        by = _account(username)
    with entered(by.scope() if by else Scope.everything()), translation.override(_language(by)):
        # Looked at before it is read: a file that is too large is refused without being in memory.
        if file.stat().st_size >= settings.IMPORT_MAX_MB * MB:
            size = f"{file.stat().st_size / MB:.1f}"
            raise FileRefused("file.too_large", size=size, limit=f"{settings.IMPORT_MAX_MB:g}")
        done = import_content(
            by=by,
            register=register,
            name=file.name,
            content=file.read_bytes(),
            at=timezone.now(),
            columns=parse_import_file(mapping.read_text("utf-8")) if mapping else None,
            dry_run=dry_run,
            skip_bad=accept_partial,
            progress=progress,
        )
        assert done.plan is not None, "a new import always has a plan"
        return done.plan


def _account(username: str | None) -> Account | None:
    if username is None:
        return None
    found = Account.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise Refused([_("There is no active account “%s”.") % username])
    return found


def _language(by: Account | None) -> str:
    return by.language if by else settings.LANGUAGE_CODE
