"""Notices by mail: what people were told on the desk goes into one mail when it is due, each notice once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersail.core.gateways import mail_is_set_up
from aftersail.core.mail.outbox import put, whole_address
from aftersail.core.mail.preferences import due_at, preference_of, stop_secret
from aftersail.core.models import Account, LogEntry, Notification

MOST_IN_A_MAIL = 100
Urgent = Callable[[UUID], bool]
_urgent: list[Urgent] = []


def urgent_when(check: Urgent) -> None:
    """Let news of a record break quiet hours; `check` gets the id of the record's thread. Called from an app's `ready`."""
    _urgent.append(check)


def mail_notices(at: datetime) -> int:
    """Write a mail to everybody for whom notices are due; return how many were written."""
    if not mail_is_set_up():  # what is told meanwhile is not poured out on the day when there is a server
        Notification.objects.filter(mail_settled_at=None).update(mail_settled_at=at)
        return 0
    waiting = (
        Notification.objects.filter(mail_settled_at=None)
        .order_by()
        .values_list("account", flat=True)
        .distinct()
    )
    return sum(_mail_to(account_id, at) for account_id in list(waiting))


@transaction.atomic
def _mail_to(account_id: UUID, at: datetime) -> bool:
    """Settle what is due for one account. Notices are locked, so that a second worker finds them settled."""
    account = Account.objects.select_for_update().get(pk=account_id)
    mine = Notification.objects.filter(account=account, mail_settled_at=None, created_at__lte=at)
    open_ones = list(mine.order_by("created_at", "id")[:500])
    preference = preference_of(account)
    due, never = [], []
    for notice in open_ones:
        when = due_at(preference, notice.event, notice.created_at, urgent=_is_urgent(notice))
        if when is None or notice.read_at is not None or not account.email or not account.is_active:
            never.append(notice)
        elif when <= at:
            due.append(notice)
    settled = [notice.pk for notice in (*due, *never)]
    Notification.objects.filter(pk__in=settled).update(mail_settled_at=at)
    if due:
        _write(account, due, at)
    return bool(due)


def _is_urgent(notice: Notification) -> bool:
    if notice.entry_id is None:
        return False
    entry = LogEntry.objects.filter(pk=notice.entry_id).values_list("thread_id", flat=True).first()
    return entry is not None and any(check(entry) for check in _urgent)


def _write(account: Account, notices: list[Notification], at: datetime) -> None:
    with translation.override(account.language):
        stop_url = whole_address(reverse("core:stop_mail", args=[stop_secret(account)]))
        put(
            key=f"notices {notices[0].pk}",
            kind="notice" if len(notices) == 1 else "digest",
            to=account.email,
            account=account,
            subject=_subject(notices),
            body=_body(account, notices, stop_url),
            at=at,
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _subject(notices: list[Notification]) -> str:
    if len(notices) == 1:
        return notices[0].title
    return ngettext("%(n)s piece of news", "%(n)s pieces of news", len(notices)) % {"n": len(notices)}


def _body(account: Account, notices: list[Notification], stop_url: str) -> str:
    lines = [_("Dear %s,") % account.name, ""]
    ordered = sorted(
        notices[:MOST_IN_A_MAIL], key=lambda notice: timezone.localtime(notice.created_at).date()
    )
    for day, told in groupby(ordered, key=lambda notice: timezone.localtime(notice.created_at).date()):
        lines.append(f"{day:%Y-%m-%d}")
        for notice in told:
            lines.append(f"- {timezone.localtime(notice.created_at):%H:%M} {notice.title}")
            if notice.url:
                lines.append(f"  {whole_address(notice.url)}")
        lines.append("")
    if len(notices) > MOST_IN_A_MAIL:
        lines += [_("and %s more on the desk.") % (len(notices) - MOST_IN_A_MAIL), ""]
    choose_url = whole_address(reverse("core:mail_preference"))
    lines += [_("Choose when you are written to: %s") % choose_url, _("No more mails: %s") % stop_url]
    return "\n".join(lines) + "\n"
