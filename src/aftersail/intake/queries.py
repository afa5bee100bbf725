"""Reads of requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.core.models import Account, OutgoingMail
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Equipment, Vessel
from aftersail.intake.models import ReceivedMail, Request
from aftersail.intake.states import RequestState

NUMBER = re.compile(r"(?<![A-Z0-9-])[A-Z]{2,4}-[A-Z0-9]+-\d{6}-\d{4,}(?![A-Z0-9-])")
WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,29}")


def requests_for(account: Account) -> QuerySet[Request]:
    """Return the requests that this account may see: its reach, and what it reported itself."""
    seen = Request.objects.visible_to(account)
    return seen.select_related("vessel", "equipment", "customer", "station")


def requests_waiting(account: Account) -> QuerySet[Request]:
    """Return the requests that nobody has settled yet, oldest first."""
    return requests_for(account).filter(state=RequestState.RECEIVED).order_by("received_at")


def request_by_id(account: Account, request_id: UUID) -> Request:
    """Return one request, or refuse as if it did not exist."""
    found = requests_for(account).filter(pk=request_id).first()
    if found is None:
        raise NotThere
    return found


def unit_of_label(token: str) -> Equipment | None:
    """Return the unit whose QR label carries this token; to be asked as the system, for guests."""
    return (
        Equipment.objects.select_related("vessel", "model").filter(label_token=token, removed_on=None).first()
    )


def request_of_tracking_code(code: str) -> Request | None:
    """Return the request a guest follows by its code; to be asked as the system, for guests."""
    cleaned = code.strip().upper().replace("-", "").replace(" ", "")
    return Request.objects.select_related("vessel", "equipment").filter(tracking_code=cleaned).first()


def vessel_named(text: str) -> Vessel | None:
    """Return the one vessel whose hull code or name is exactly this, if there is just one."""
    name = text.strip()
    found = (
        list(
            Vessel.objects.filter(Q(hull_code__iexact=name) | Q(name__iexact=name) | Q(name_en__iexact=name))[
                :2
            ]
        )
        if name
        else []
    )
    return found[0] if len(found) == 1 else None


Finder = Callable[[str], Request | None]
_finders: list[Finder] = []


def numbers_found_by(finder: Finder) -> None:
    """Let a later chapter's numbers lead to the request behind them; called from an app's `ready`."""
    _finders.append(finder)


def account_of_sender(address: str) -> Account | None:
    """Return the one open account with this address; an address by itself proves nobody, so it only names ships."""
    found = list(Account.objects.filter(email__iexact=address, is_active=True)[:2]) if address else []
    return found[0] if len(found) == 1 else None


def request_answered_by(message_ids: tuple[str, ...]) -> Request | None:
    """Return the request about which a mail answers one of ours, or another mail of the same thread."""
    for message_id in message_ids:
        ours = OutgoingMail.objects.filter(message_id=message_id, subject_type="intake.request").first()
        if (
            ours is not None
            and ours.subject_id
            and (found := Request.objects.filter(pk=ours.subject_id).first())
        ):
            return found
        theirs = ReceivedMail.objects.filter(key=message_id).exclude(request=None).first()
        if theirs is not None:
            return theirs.request
    return None


def request_numbered_in(subject: str, address: str, sender: Account | None) -> Request | None:
    """Return the request whose number stands in a subject, if the sender belongs to it: a number by itself is no key."""
    for number in NUMBER.findall(subject.upper()):
        found = Request.objects.filter(number=number).first()
        for finder in _finders:
            found = found or finder(number)
        if found is None:
            continue
        wrote = found.reporter_mail == address or found.mails.filter(sender=address).exists()
        if wrote or (sender is not None and requests_for(sender).filter(pk=found.pk).exists()):
            return found
    return None


def hull_named_in(text: str) -> str:
    """Return the hull code that stands in a text, if just one of the register does."""
    words = {word.upper() for word in WORDS.findall(text[:4000])}
    found = (
        list(Vessel.objects.filter(hull_code__in=words).values_list("hull_code", flat=True)[:2])
        if words
        else []
    )
    return found[0] if len(found) == 1 else ""


def mails_for(account: Account) -> QuerySet[ReceivedMail]:
    """Return the mails that this account may see."""
    return ReceivedMail.objects.visible_to(account).select_related("request")


def mail_by_id(account: Account, mail_id: UUID) -> ReceivedMail:
    """Return one mail, or refuse as if it did not exist."""
    found = mails_for(account).filter(pk=mail_id).first()
    if found is None:
        raise NotThere
    return found


def mails_of_request(account: Account, request: Request) -> list[ReceivedMail]:
    """Return the mails that belong to a request, oldest first."""
    return list(mails_for(account).filter(request=request).order_by("received_at")[:100])
