"""Who may read and write the parts catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse

READERS = HOUSE - {Role.ADMIN}
"""The house reads the catalogue with its prices; nobody else does."""

KEEPERS = frozenset({Role.DISPATCHER})


def may_keep_parts(account: Account, _part: object) -> Verdict:
    """The parts catalogue is the dispatcher's."""
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only the dispatcher changes the parts catalogue."))
