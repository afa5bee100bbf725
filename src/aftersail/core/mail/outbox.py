"""The outbox: a message is written with what it tells, in one transaction; a worker sends it and tries again.

A message is sent at least once. A worker that dies between the server's yes and its own note sends it again under
the same Message-ID, by which mail programs know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aftersail.core.gateways import NotSent, mail_is_set_up, own_address, send
from aftersail.core.ids import new_id
from aftersail.core.models import Account, MailState, OutgoingMail
from aftersail.core.record import Record

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after each failure; after the last a message is given up and seen on the page of outgoing mail."""


def next_attempt(attempts: int, at: datetime, waits: Sequence[timedelta] = WAITS) -> datetime | None:
    """Return when to try again after so many attempts; None for never.

    >>> next_attempt(len(WAITS) + 1, datetime(2026, 3, 2)) is None
    True
    """
    return at + waits[attempts - 1] if attempts <= len(waits) else None


def put(
    *,
    key: str,
    kind: str,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    account: Account | None = None,
    headers: dict[str, Any] | None = None,
    about: Record | None = None,
) -> OutgoingMail:
    """Put a message into the outbox; the same key again returns the message that is there already."""
    id = new_id()
    made, _fresh = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "id": id, "kind": kind, "to": to, "subject": " ".join(subject.split())[:250], "body": body, "account": account,
            "headers": headers or {}, "message_id": _message_id(id), "next_at": at,
            "subject_type": about._meta.label_lower if about else "", "subject_id": about.pk if about else None,
        },
    )  # fmt: skip
    return made


def _message_id(id: UUID) -> str:
    return f"<{id}@{own_address().partition('@')[2] or 'aftersail.invalid'}>"


def send_due(at: datetime, most: int = 200) -> int:
    """Send what is due, each message in a transaction of its own; return how many went out.

    Several workers may do this at once: a message that one has in hand is passed over by the others.
    """
    sent = 0
    if not mail_is_set_up():
        return sent
    due = OutgoingMail.objects.filter(state=MailState.WAITING, next_at__lte=at)
    for id in list(due.order_by("next_at").values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            waiting = OutgoingMail.objects.select_for_update(skip_locked=True)
            mail = waiting.filter(pk=id, state=MailState.WAITING).first()
            sent += mail is not None and _try(mail, at)
    return sent


def _try(mail: OutgoingMail, at: datetime) -> bool:
    mail.attempts += 1
    try:
        send(mail)
    except NotSent as failure:
        again = None if failure.for_good else next_attempt(mail.attempts, at)
        mail.last_error = str(failure)[:300]
        mail.state = MailState.WAITING if again else MailState.GIVEN_UP
        mail.next_at = again or at
    else:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, timezone.now(), ""
    mail.save(update_fields=["attempts", "last_error", "state", "next_at", "sent_at"])
    return mail.state == MailState.SENT


def try_again(mail: OutgoingMail, at: datetime) -> None:
    """Send a message that was given up after all."""
    mail.change(state=MailState.WAITING, attempts=0, next_at=at)


def whole_address(path: str) -> str:
    """Return an address of ours as it stands in a mail."""
    return settings.ADDRESS.rstrip("/") + path
