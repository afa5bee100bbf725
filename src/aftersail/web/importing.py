"""What `aftersail import` does: a file from disk, on behalf of an account or of the installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.models import Account
from aftersail.core.models.imports import ImportState
from aftersail.core.scope import Scope, entered
from aftersail.core.tabular.issues import FileRefused
from aftersail.core.verdicts import Refused

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class ReportedIssue:
    """One fault, at a row and column as Excel shows them; both empty when the whole file is meant."""

    row: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: rows = created + changed + unchanged + refused."""

    register: str
    rows: int
    created: int
    changed: int
    unchanged: int
    refused: int
    written: bool
    issues: list[ReportedIssue]


def import_file(
    file: Path,
    *,
    register: str,
    mapping: Path | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    username: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Bring a file into a register and report every row; nothing is written when a row is refused, but with `skip_bad`.

    A file or mapping that cannot be used at all is reported as an issue without row, with zero rows.
    """
    with entered(Scope.everything()):
        by = _account(username)
    with entered(by.scope() if by else Scope.everything()), translation.override(_language(by)):
        try:
            # Looked at before it is read: a file that is too large is refused without being in memory.
            if file.stat().st_size >= settings.IMPORT_MAX_MB * MB:
                size = f"{file.stat().st_size / MB:.1f}"
                raise FileRefused("file.too_large", size=size, limit=f"{settings.IMPORT_MAX_MB:g}")
            batch = import_content(
                by=by,
                register=register,
                name=file.name,
                content=file.read_bytes(),
                at=timezone.now(),
                columns=parse_import_file(mapping.read_text("utf-8")) if mapping else None,
                dry_run=dry_run,
                skip_bad=skip_bad,
                progress=progress,
            )
        except Refused as refusal:
            issues = [ReportedIssue(None, "", str(reason)) for reason in refusal.reasons]
            return ImportReport(register, 0, 0, 0, 0, 0, False, issues)
        return ImportReport(
            register,
            batch.rows_in,
            batch.created,
            batch.updated,
            batch.unchanged,
            batch.refused,
            batch.state == ImportState.COMMITTED,
            [_issue(issue) for issue in batch.issues],
        )


def _issue(issue: dict[str, Any]) -> ReportedIssue:
    where = f"{issue['letter']} {issue['column']}".strip()
    return ReportedIssue(issue["row"], where, issue["message"])


def _account(username: str | None) -> Account | None:
    if username is None:
        return None
    found = Account.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise Refused([_("There is no active account “%s”.") % username])
    return found


def _language(by: Account | None) -> str:
    return by.language if by else settings.LANGUAGE_CODE
