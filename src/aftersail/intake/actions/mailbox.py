"""Taking mails in: a new request, an addition to one, or a refusal that the desk can see and overrule."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aftersail.core import shelf
from aftersail.core.files import attach
from aftersail.core.gateways import mail_is_set_up, own_address
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.mail.outbox import put
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused, require
from aftersail.fleet.models import Vessel
from aftersail.intake.actions.requests import receive_request
from aftersail.intake.events import MailAdded, MailTakenInByHand
from aftersail.intake.gateways.letters import Letter, own_words, read_letter
from aftersail.intake.gateways.mailbox import Arrived, MailboxDown, opened
from aftersail.intake.models import MailboxState, ReceivedMail, Request
from aftersail.intake.permissions import may_take_in_mail
from aftersail.intake.queries import (
    account_of_sender,
    hull_named_in,
    request_answered_by,
    request_numbered_in,
)
from aftersail.intake.rules import reads_chinese, why_not_take_in
from aftersail.intake.states import Channel, MailOutcome, MailRefusal

READ_TASK = "intake.read_mailbox"
LONGEST_REQUEST = 8000
FILES_AT_MOST = 20
BROKEN = (Refused, DatabaseError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a mail that nobody foresaw may raise while it is read; it is kept and shown instead of stopping the mailbox."""


def ask_to_read(at: datetime) -> None:
    """Let a worker read the mailbox now rather than within the minute; asking twice is asking once."""
    task = app.configure_task(READ_TASK, queue="mail", lock=READ_TASK, queueing_lock=READ_TASK)
    with suppress(AlreadyEnqueued):
        task.defer(timestamp=int(at.timestamp()))


def poll(at: datetime, now: Callable[[], datetime]) -> int:
    """Read what came into the mailbox since the last reading and return how many mails that were.

    Each mail is taken in by a transaction of its own; only then is it counted as read. A worker that dies in between
    reads it again and knows it by its Message-ID.
    """
    state, _fresh = MailboxState.objects.get_or_create(only=True)
    MailboxState.objects.filter(pk=state.pk).update(polled_at=at)
    taken = 0
    try:
        with opened(settings.MAILBOX_URL) as mailbox:
            last = state.last_uid if state.uid_validity == mailbox.validity else 0
            for arrived in mailbox.after(last):
                take_arrived(arrived, now())
                mailbox.mark_read(arrived.uid)
                MailboxState.objects.filter(pk=state.pk).update(
                    last_uid=arrived.uid, uid_validity=mailbox.validity
                )
                taken += 1
    except MailboxDown as down:
        MailboxState.objects.filter(pk=state.pk).update(last_error=str(down)[:300])
        return taken
    MailboxState.objects.filter(pk=state.pk).update(succeeded_at=now(), last_error="")
    return taken


def take_arrived(arrived: Arrived, at: datetime) -> ReceivedMail | None:
    """Take one mail in; None when it was taken in before. A mail that cannot be read is kept with the reason."""
    digest = shelf.put(arrived.raw)
    try:
        with transaction.atomic():
            return _take(read_letter(arrived.raw), digest, at, too_large=arrived.too_large)
    except BROKEN:
        row = ReceivedMail(
            key=f"sha256:{digest}", received_at=at, outcome=MailOutcome.FAILED, refusal=MailRefusal.UNREADABLE, sha256=digest,
        )  # fmt: skip
        with transaction.atomic():
            return None if ReceivedMail.objects.filter(key=row.key).exists() else _saved(row)


def _saved(row: ReceivedMail) -> ReceivedMail:
    row.save(force_insert=True)
    return row


def _take(letter: Letter, digest: str, at: datetime, *, too_large: bool) -> ReceivedMail | None:
    if ReceivedMail.objects.filter(key=letter.key).exists():
        return None
    recent = ReceivedMail.objects.filter(sender=letter.sender, received_at__gt=at - timedelta(hours=1))
    refusal = why_not_take_in(
        machine=letter.machine,
        sender=letter.sender,
        own=own_address(),
        from_sender_this_hour=recent.count() if letter.sender else 0,
        written=bool(letter.text.strip() or letter.subject or letter.enclosures),
        too_large=too_large,
    )
    row = ReceivedMail(
        key=letter.key, sender=letter.sender, sender_name=letter.sender_name, subject=letter.subject, text=letter.text,
        received_at=at, outcome=MailOutcome.REFUSED, refusal=refusal, sha256=digest,
    )  # fmt: skip
    if refusal:
        return _saved(row)
    return _settle(row, letter, at)


def _settle(row: ReceivedMail, letter: Letter, at: datetime) -> ReceivedMail:
    """Tie a mail to the request it belongs to, or make one of it."""
    sender = account_of_sender(letter.sender)
    known = request_answered_by(letter.answers) or request_numbered_in(letter.subject, letter.sender, sender)
    if known is None:
        row.outcome, row.request = MailOutcome.REQUEST, _new_request(letter, sender, at)
    else:
        row.outcome, row.request = MailOutcome.ADDED, known
    row.refusal = ""
    row.left_out = _attach_all(letter, row.request, at)
    row.save()
    if known is not None:
        told = own_words(letter.text) or letter.subject
        event = MailAdded(sender=letter.sender_name or letter.sender, text=told[:2000], mail_id=str(row.pk))
        record(
            event, by=None, about=known, at=at
        )  # an address can be forged: no account is said to have written
    if known is None or row.left_out:
        _acknowledge(row, row.request, letter)
    return row


def _new_request(letter: Letter, sender: Account | None, at: datetime) -> Request:
    hull = hull_named_in(f"{letter.subject}\n{letter.text}")
    vessel = _ship_of(sender, hull)
    text = "\n\n".join(filter(None, (letter.subject, letter.text))).strip()
    with translation.override("zh-hans" if reads_chinese(text) else "en"):
        unnamed = _("not named")
    return receive_request(
        by=None,
        id=new_id(),
        channel=Channel.MAIL,
        text=text[:LONGEST_REQUEST] if len(text) > 3 else f"{text} —".strip(),
        reporter_name=letter.sender_name or (sender.name if sender else letter.sender[:60]),
        reporter_phone=letter.sender[:60],
        reporter_mail=letter.sender,
        vessel=vessel,
        vessel_text="" if vessel else hull or unnamed,
        language="zh-hans" if reads_chinese(text) else "en",
        at=at,
    )


def _ship_of(sender: Account | None, hull: str) -> Vessel | None:
    """Return the ship that a known sender names, or the only one they reach; a stranger's word names no ship."""
    if sender is None:
        return None
    seen = Vessel.objects.visible_to(sender).select_related("station", "customer", "open_to_yard")
    if hull:
        return seen.filter(hull_code__iexact=hull).first()
    own = list(seen[:2]) if not sender.is_house else []
    return own[0] if len(own) == 1 else None


@dataclass
class _Enclosed:
    """An enclosure as the files' door takes it."""

    name: str | None
    content: bytes

    @property
    def size(self) -> int | None:
        return len(self.content)

    def read(self, num_bytes: int = -1, /) -> bytes:
        return BytesIO(self.content).read(num_bytes)


def _attach_all(letter: Letter, request: Request, at: datetime) -> list[dict[str, str]]:
    """Attach what the files' door takes; return the names of the others, each with the reason."""
    left_out = []
    for number, enclosure in enumerate(letter.enclosures):
        try:
            if number >= FILES_AT_MOST:
                raise Refused([_("More than %s files came with one mail.") % FILES_AT_MOST])
            attach(
                _Enclosed(enclosure.name, enclosure.content), by=None, about=request, purpose="mail", at=at
            )
        except Refused as refused:
            left_out.append({"name": enclosure.name[:150], "why": str(refused)[:300]})
    if len(letter.text) > LONGEST_REQUEST:
        attach(_Enclosed("mail.txt", letter.text.encode()), by=None, about=request, purpose="mail", at=at)
    return left_out


def _acknowledge(row: ReceivedMail, request: Request, letter: Letter) -> None:
    """Tell the sender the number, and which files we could not take."""
    if not mail_is_set_up():
        return
    with translation.override("zh-hans" if reads_chinese(letter.subject + letter.text) else "en"):
        lines = [_("Dear %s,") % (letter.sender_name or letter.sender), ""]
        if row.outcome == MailOutcome.REQUEST:
            lines += [
                _("Your message has arrived. Its number is %s.") % request.number,
                _("To add to it, answer this mail and leave the number in the subject."),
                "",
            ]
        if row.left_out:
            lines.append(_("These files could not be taken in:"))
            lines += [f"- {one['name']}: {one['why']}" for one in row.left_out]
            lines.append("")
        lines.append(_("This is an automatic confirmation; a person reads your message next."))
        put(
            key=f"ack {row.pk}",
            kind="ack",
            to=letter.sender,
            subject=f"[{request.number}] {letter.subject}".strip(),
            body="\n".join(lines) + "\n",
            at=row.received_at,
            about=request,
            headers=_reply_headers(row.key),
        )


def _reply_headers(key: str) -> dict[str, Any]:
    thread = {"In-Reply-To": key, "References": key} if key.startswith("<") else {}
    return thread | {"Auto-Submitted": "auto-replied"}


def mail_answer(request: Request, answer: str, at: datetime) -> None:
    """Send the words that closed a request to whoever wrote the mail it came from."""
    first = request.mails.order_by("received_at").first()
    if not (request.reporter_mail and mail_is_set_up()):
        return
    with translation.override(request.language):
        body = "\n".join([_("Dear %s,") % request.reporter_name, "", answer, ""])
        subject = f"[{request.number}] {first.subject if first else request.text[:60]}"
    put(
        key=f"answer {request.pk}", kind="answer", to=request.reporter_mail, subject=subject, body=body, at=at, about=request,
        headers={key: value for key, value in _reply_headers(first.key if first else "").items() if key != "Auto-Submitted"},
    )  # fmt: skip


@transaction.atomic
def take_in_after_all(*, by: Account, mail: ReceivedMail, at: datetime) -> Request:
    """Make a request of a mail that was refused; one that is taken in already stays as it is."""
    require(may_take_in_mail(by))
    mail = ReceivedMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.request is not None:
        return mail.request
    kept = shelf.place_of(mail.sha256)
    if not kept.exists():
        raise Refused(
            [
                _(
                    "The mail as it came is no longer kept here. Open it in the mailbox and enter the request by hand."
                )
            ]
        )
    letter = read_letter(kept.read_bytes())
    if not letter.sender:
        raise Refused([_("The mail names no sender. Open it in the mailbox and enter the request by hand.")])
    request = _new_request(letter, account_of_sender(letter.sender), at)
    mail.outcome, mail.refusal, mail.request = MailOutcome.REQUEST, "", request
    mail.left_out = _attach_all(letter, request, at)
    mail.save(update_fields=["outcome", "refusal", "request", "left_out"])
    record(MailTakenInByHand(sender=letter.sender), by=by, about=request, at=at)
    return request
