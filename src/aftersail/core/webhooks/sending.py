"""Calling the programs that wait: one call for each webhook and log entry, signed, tried again with longer waits."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aftersail.core.calling import Unreachable, call
from aftersail.core.doors.sealing import unseal
from aftersail.core.events import Event
from aftersail.core.mail.outbox import next_attempt
from aftersail.core.models import LogEntry, MailState, WebhookDelivery, WebhookSubscription
from aftersail.core.verdicts import Refused
from aftersail.core.webhooks.actions import PURPOSE

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
TIMEOUT_S = 10.0
GOOD = range(200, 300)


def note_calls(_event: Event, entry: LogEntry) -> None:
    """Reaction to every event that a webhook waits for: note one call for each."""
    waiting = WebhookSubscription.objects.filter(is_active=True, events__contains=[entry.event])
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(webhook=webhook, entry_id=entry.pk, event=entry.event, next_at=timezone.now())
            for webhook in waiting
        ],
        ignore_conflicts=True,
    )


def payload(delivery_id: UUID, entry: LogEntry) -> bytes:
    """Return what a program is told: which event, when, about which record, with the event's fields."""
    told: dict[str, Any] = {
        "id": str(delivery_id), "entry": entry.pk, "event": entry.event, "at": entry.at, "subject_type": entry.subject_type,
        "subject_id": entry.subject_id, "thread_id": entry.thread_id, "data": entry.data,
    }  # fmt: skip
    return orjson.dumps(told)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """Return the signature of a call: `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`.

    Whoever is called computes the same and refuses calls whose time lies more than five minutes back.
    """
    seconds = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mac}"


def call_due(at: datetime, most: int = 200) -> int:
    """Make the calls that are due, each in a transaction of its own; return how many were answered well."""
    due = WebhookDelivery.objects.filter(state=MailState.WAITING, next_at__lte=at, webhook__is_active=True)
    done = 0
    for id in list(due.order_by("next_at").values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            waiting = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",))
            delivery = waiting.filter(pk=id, state=MailState.WAITING).select_related("webhook").first()
            done += delivery is not None and _try(delivery, at)
    return done


def _try(delivery: WebhookDelivery, at: datetime) -> bool:
    delivery.attempts += 1
    delivery.last_status, failure = None, ""
    try:
        delivery.last_status = _call(delivery)
        if delivery.last_status not in GOOD:
            failure = f"HTTP {delivery.last_status}"
    except (Unreachable, Refused) as refused:
        failure = str(refused)
    if failure:
        again = next_attempt(delivery.attempts, at, WAITS)
        delivery.state = MailState.WAITING if again else MailState.GIVEN_UP
        delivery.next_at = again or at
    else:
        delivery.state, delivery.sent_at = MailState.SENT, timezone.now()
    delivery.last_error = failure[:300]
    delivery.save(update_fields=["attempts", "last_status", "last_error", "state", "next_at", "sent_at"])
    return not failure


def _call(delivery: WebhookDelivery) -> int:
    webhook = delivery.webhook
    body = payload(delivery.pk, LogEntry.objects.get(pk=delivery.entry_id))
    secret = unseal(webhook.sealed_secret, PURPOSE)
    headers = {
        "Content-Type": "application/json",
        "X-Aftersail-Event": delivery.event,
        "X-Aftersail-Delivery": str(delivery.pk),
        "X-Aftersail-Signature": signature(secret, body, timezone.now()),
    }
    answer = call(
        "POST",
        webhook.url,
        body=body,
        headers=headers,
        allowed=settings.WEBHOOK_NETWORKS,
        timeout_s=TIMEOUT_S,
    )
    return answer.status
