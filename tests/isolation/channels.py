"""The doors' part of the history: passkeys, links, feeds, mail of each account; mails, calls and feeds of each side."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from aftersail.core.feeds import make_feed
from aftersail.core.ids import new_id
from aftersail.core.mail import outbox
from aftersail.core.models import (
    Account,
    LogEntry,
    OutsideIdentity,
    Passkey,
    WebhookDelivery,
    WebhookSubscription,
)
from aftersail.intake.models import ReceivedMail


def belongings_at_the_doors(account: Account, word: str, now: datetime) -> dict[str, Any]:
    """Make what only the account itself may see."""
    passkey = Passkey.objects.create(
        account=account, name=f"key {word}", credential_id=secrets.token_bytes(16), public_key=b"-"
    )
    link = OutsideIdentity.objects.create(
        account=account, provider="directory", subject=f"{word} {account.username}"
    )
    feed, _secret = make_feed(
        by=account, id=new_id(), kind="person", team_id=None, name=f"feed {word}", at=now
    )
    return {"passkey": passkey, "identity": link, "feed": feed}


def tell_channels(side: Any, now: datetime) -> None:
    """Let mail come and go about one side, and a program be called."""
    made, word = side.records, side.word
    made["mail"] = ReceivedMail.objects.create(
        key=f"<{word}@example.com>", sender=f"{word}@example.com", sender_name=word, subject=side.told[:250], text=side.told,
        received_at=now, outcome="request", request=made["waiting_request"], sha256="0" * 64,
        left_out=[{"name": word, "why": side.told}],
    )  # fmt: skip
    ReceivedMail.objects.create(
        key=f"refused {word}", sender=f"{word}@example.com", subject=side.told[:250], received_at=now, outcome="refused",
        refusal="auto", sha256="0" * 64,
    )  # fmt: skip
    outbox.put(
        key=word,
        kind="notice",
        to=f"{word}@example.com",
        subject=side.told,
        body=side.told,
        at=now,
        account=side.crew,
    )
    _feed, made["feed_secret"] = make_feed(
        by=side.crew, id=new_id(), kind="person", team_id=None, name=word, at=now
    )
    webhook, _fresh = WebhookSubscription.objects.get_or_create(
        name="ERP", defaults={"url": "https://erp.example/", "events": ["cases.CaseMoved"], "is_active": False, "sealed_secret": "-"}
    )  # fmt: skip
    entry = LogEntry.objects.filter(thread_id=made["case"].pk).first()
    made["webhook"] = webhook
    made["delivery"] = WebhookDelivery.objects.create(
        webhook=webhook, entry_id=entry.pk, event=entry.event, next_at=now
    )
