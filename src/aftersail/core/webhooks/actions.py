"""Keeping webhooks: who is called, at which address, for which events."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.accounts import may_administer
from aftersail.core.calling import Unreachable, checked_addresses, require_address
from aftersail.core.doors.sealing import seal
from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import Account, MailState, WebhookDelivery, WebhookSubscription
from aftersail.core.once import made_before
from aftersail.core.one_line import one_line
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused

PURPOSE = "webhook"
PREFIX = "whs_"


@dataclass(frozen=True)
class WebhookSet(Event):
    """A webhook was made or changed."""

    label: ClassVar[Any] = _("Set the webhook %(webhook_name)s to %(host)s for %(events)s")
    webhook_name: str
    host: str
    events: list[str]
    active: bool


@dataclass(frozen=True)
class WebhookSecretRenewed(Event):
    """A webhook signs with a new secret."""

    label: ClassVar[Any] = _("Renewed the secret of the webhook %(webhook_name)s")
    webhook_name: str


def event_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every event that a program can wait for, grouped by chapter; what happens at the doors stays in the house."""
    names = sorted(name for name in Event.registry if not name.startswith(("core.", "test")))
    chapters = groupby(names, lambda name: name.partition(".")[0])
    return [
        (str(apps.get_app_config(chapter).verbose_name), [(name, name) for name in told])
        for chapter, told in chapters
    ]


def _checked(name: str, url: str, events: list[str]) -> tuple[str, str, list[str]]:
    name, url, wanted = one_line(name, 60), url.strip(), sorted(set(events))
    if not name:
        raise Refused([_("Give the webhook a name, such as the program that is called.")])
    if not wanted:
        raise Refused([_("Choose at least one event.")])
    if set(wanted) - {name for _chapter, told in event_choices() for name, _label in told}:
        raise Refused([_("There is no such event.")])
    if len(url) > 500:
        raise Refused([_("The address is too long.")])
    require_address(url)
    parts = urlsplit(url)
    try:
        checked_addresses(str(parts.hostname), parts.port or 443, settings.WEBHOOK_NETWORKS)
    except Unreachable as error:
        raise Refused(error.reasons) from error
    return name, url, wanted


@transaction.atomic
def make_webhook(
    *, by: Account, id: UUID, name: str, url: str, events: list[str], at: datetime
) -> tuple[WebhookSubscription, str]:
    """Make a webhook and return it with the secret by which its calls are signed, seen this once."""
    _require_administrator(by)
    if known := made_before(WebhookSubscription, id):
        return known, ""
    name, url, wanted = _checked(name, url, events)
    secret = PREFIX + secrets.token_urlsafe(32)
    made = WebhookSubscription(id=id, name=name, url=url, events=wanted, sealed_secret=seal(secret, PURPOSE))
    made.save(force_insert=True)
    _tell(made, by, at)
    return made, secret


@transaction.atomic
def change_webhook(
    *, by: Account, webhook: WebhookSubscription, name: str, url: str, events: list[str], is_active: bool, at: datetime,
    seen: int | None = None,
) -> WebhookSubscription:  # fmt: skip
    """Change a webhook; an inactive one is not called, and what waits for it waits on."""
    _require_administrator(by)
    name, url, wanted = _checked(name, url, events)
    webhook.change(seen, name=name, url=url, events=wanted, is_active=is_active)
    _tell(webhook, by, at)
    return webhook


@transaction.atomic
def renew_secret(*, by: Account, webhook: WebhookSubscription, at: datetime) -> str:
    """Return a new secret, seen this once; calls are signed with it from now on."""
    _require_administrator(by)
    secret = PREFIX + secrets.token_urlsafe(32)
    webhook.change(sealed_secret=seal(secret, PURPOSE))
    record(WebhookSecretRenewed(webhook_name=webhook.name), by=by, about=webhook, at=at)
    return secret


@transaction.atomic
def send_again(*, by: Account, delivery: WebhookDelivery, at: datetime) -> None:
    """Make a call once more that was given up, or went out already."""
    _require_administrator(by)
    delivery.change(state=MailState.WAITING, attempts=0, next_at=at)


def _tell(webhook: WebhookSubscription, by: Account, at: datetime) -> None:
    event = WebhookSet(
        webhook_name=webhook.name,
        host=str(urlsplit(webhook.url).hostname),
        events=webhook.events,
        active=webhook.is_active,
    )
    record(event, by=by, about=webhook, at=at)


def _require_administrator(by: Account) -> None:
    if not (verdict := may_administer(by)):
        raise Forbidden(verdict.reasons)
