"""What came through the doors: mails behind requests, mails refused, calendar feeds, a program that is called."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from aftersail.core import shelf
from aftersail.core.feeds import digest_of
from aftersail.core.models import (
    Account,
    CalendarFeed,
    LogEntry,
    MailState,
    WebhookDelivery,
    WebhookSubscription,
)
from aftersail.intake.models import MailboxState, ReceivedMail, Request
from aftersail.intake.states import Channel, MailOutcome, MailRefusal
from aftersail.web.demo.always import always
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import Tale

REFUSED = (
    (MailRefusal.AUTO, "crew{n}@ship.example", "自动回复：我在休假"),
    (MailRefusal.BOUNCE, "mailer-daemon@ship.example", "Undelivered Mail Returned to Sender"),
    (MailRefusal.BULK, "news@fair.example", "海事装备展览会邀请函"),
    (MailRefusal.BULK, "list@class.example", "船级社周报"),
    (MailRefusal.TOO_MANY, "bridge@ship.example", "雷达测试邮件"),
)
ERP = ("cases.CaseOpened", "cases.CaseMoved")
CALLS = 60


def tell_doors(tale: Tale) -> None:
    """Put down the mails, the feeds and the program; to be called once history is told."""
    dice = tale.stage.dice("doors")
    _mails(tale, dice)
    _refused(tale, dice)
    _feeds(tale, dice)
    stage = tale.stage
    stage.sheet.put(
        MailboxState(
            id=dice.id(stage.present), uid_validity=1, polled_at=stage.present, succeeded_at=stage.present
        ),
        stage.present,
    )
    stage.make(
        WebhookSubscription, dice, name="ERP", url="https://erp.maker.example/aftersail", events=list(ERP),
        sealed_secret=dice.code(40), is_active=False,
    )  # fmt: skip


def _mails(tale: Tale, dice: Dice) -> None:
    """Give every request that came by mail its mail."""
    for request in tale.stage.sheet.of(Request):
        if request.channel != Channel.MAIL:
            continue
        request.reporter_mail = (
            f"{dice.one(('chief', 'captain', 'electric'))}{dice.randint(10, 99)}@ship.example"
        )
        key = f"<{dice.code(16)}@ship.example>"
        tale.stage.sheet.put(
            ReceivedMail(
                id=dice.id(request.received_at), key=key, sender=request.reporter_mail, sender_name=request.reporter_name,
                subject=request.text[:40], text=request.text, received_at=request.received_at, outcome=MailOutcome.REQUEST,
                request=request, sha256=hashlib.sha256(key.encode()).hexdigest(),
            ),
            request.received_at,
        )  # fmt: skip


def _refused(tale: Tale, dice: Dice) -> None:
    """Let machines write too, as they do."""
    present = tale.stage.present
    for number in range(40):
        refusal, sender, subject = dice.one(REFUSED)
        at = present - timedelta(hours=dice.randint(1, 24 * 90))
        sender, key = sender.format(n=number), f"<{dice.code(16)}@machines.example>"
        raw = f"From: {sender}\r\nMessage-ID: {key}\r\nSubject: {subject}\r\n\r\n{subject}\r\n"
        mail = ReceivedMail(
            id=dice.id(at), key=key, sender=sender, subject=subject, text=subject, received_at=at,
            outcome=MailOutcome.REFUSED, refusal=refusal, sha256=shelf.put(raw.encode()),
        )  # fmt: skip
        tale.stage.sheet.put(mail, at)


def _feeds(tale: Tale, dice: Dice) -> None:
    """Let the people of Qingdao read their days in their calendars."""
    stage = tale.stage
    wanted: list[tuple[Account, str, UUID | None, str]] = [
        (always(engineer.account), "person", None, "我的日程") for engineer in stage.engineers["QD"][:6]
    ]
    wanted.append((always(stage.managers["QD"].account), "team", stage.stations["QD"].pk, "青岛站"))
    for account, kind, team, name in wanted:
        read = stage.present - timedelta(minutes=dice.randint(5, 600))
        stage.make(
            CalendarFeed, dice, account=account, kind=kind, team_id=team, name=name, digest=digest_of(dice.code(32)),
            last_read_at=read,
        )  # fmt: skip


def call_the_program(tale: Tale) -> None:
    """Put down the latest calls of the ERP, a few of them given up; to be called once the log is written."""
    webhook = tale.stage.sheet.of(WebhookSubscription)[0]
    dice = tale.stage.dice("calls")
    entries = LogEntry.objects.filter(event__in=ERP).order_by("-pk").values_list("pk", "event", "at")[:CALLS]
    calls = []
    for pk, event, at in entries:
        failed = dice.chance(0.07)
        calls.append(
            WebhookDelivery(
                id=dice.id(at), webhook=webhook, entry_id=pk, event=event, attempts=7 if failed else dice.randint(1, 2),
                state=MailState.GIVEN_UP if failed else MailState.SENT, next_at=at, sent_at=None if failed else at,
                last_status=503 if failed else 204, last_error="HTTP 503" if failed else "",
            )
        )  # fmt: skip
    WebhookDelivery.objects.bulk_create(calls)
    for call in calls:  # made when it happened, which a new row does not take from us
        call.created_at = call.next_at
    WebhookDelivery.objects.bulk_update(calls, ["created_at"])
