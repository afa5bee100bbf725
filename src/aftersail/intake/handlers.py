"""Reactions: dispatch hears of new requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.attention import tell
from aftersail.core.events import on
from aftersail.core.models import Account, LogEntry
from aftersail.core.roles import Role
from aftersail.intake.actions.mailbox import mail_answer
from aftersail.intake.events import MailAdded, RequestAnswered, RequestReceived
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


@on(MailAdded)
def tell_dispatch_of_mail(event: MailAdded, entry: LogEntry) -> None:
    """Tell whoever settles requests that a customer has written more about one."""
    request = Request.objects.get(pk=entry.subject_id)
    for account in Account.objects.filter(
        is_active=True, roles__overlap=[Role.DISPATCHER, Role.STATION_MANAGER]
    ):
        if account.pk != entry.account_id and (
            account.sees_everything or account.reach_ids & set(entry.keys)
        ):
            title = _("More about %(number)s: %(text)s") % {"number": request.number, "text": event.text[:60]}
            tell(account, title, about=request, entry=entry)


@on(RequestAnswered)
def mail_the_answer(event: RequestAnswered, entry: LogEntry) -> None:
    """Send the answer to whoever wrote to us by mail."""
    mail_answer(Request.objects.get(pk=entry.subject_id), event.answer, entry.at)
