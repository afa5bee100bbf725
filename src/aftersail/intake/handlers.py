"""Reactions: dispatch hears of new requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.attention import tell
from aftersail.core.events import on
from aftersail.core.models import Account, LogEntry
from aftersail.core.roles import Role
from aftersail.intake.events import RequestReceived
from aftersail.intake.models import Request


@on(RequestReceived)
def tell_dispatch(event: RequestReceived, entry: LogEntry) -> None:
    """Tell every dispatcher, and the station managers who reach it, that a request waits."""
    request = Request.objects.get(pk=entry.subject_id)
    for account in Account.objects.filter(
        is_active=True, roles__overlap=[Role.DISPATCHER, Role.STATION_MANAGER]
    ):
        if account.pk != entry.account_id and (
            account.sees_everything or account.reach_ids & set(entry.keys)
        ):
            title = _("New request %(number)s: %(text)s") % {
                "number": event.number,
                "text": request.text[:60],
            }
            tell(account, title, about=request, entry=entry)
