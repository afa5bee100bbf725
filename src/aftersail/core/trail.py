"""Who may read how much of the audit log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from aftersail.core.models import Account, LogEntry
from aftersail.core.roles import Role

GROUND = "core."


def entries_for(account: Account) -> QuerySet[Any]:
    """Return the entries that an auditor or administrator may read; to be asked under every row.

    An auditor reads everything. An administrator reads what concerns accounts, tokens, files and exports, and
    nothing of the business.
    """
    entries = LogEntry.objects.all()
    if account.has_role(Role.AUDITOR):
        return entries
    if account.has_role(Role.ADMIN):
        return entries.filter(subject_type__startswith=GROUND)
    return entries.none()
