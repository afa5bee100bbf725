"""The one gate for outgoing mail: a message goes to the house's SMTP server, or the reason why not comes back."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils import timezone

from aftersail.core.models import OutgoingMail

TIMEOUT_S = 20


class NotSent(Exception):
    """The server did not take the message; `for_good` when trying again cannot help."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def mail_is_set_up() -> bool:
    """Whether this installation has a mail server and an address of its own."""
    return bool(settings.SMTP_URL and settings.MAIL_FROM)


def own_address() -> str:
    """Return the address from which the house writes, without a name."""
    return parseaddr(settings.MAIL_FROM)[1].lower()


def message_of(mail: OutgoingMail) -> EmailMessage:
    """Return the message as it goes out."""
    message = EmailMessage()
    name, address = parseaddr(settings.MAIL_FROM)
    user, _at, domain = address.partition("@")
    message["From"] = Address(name or settings.HOUSE_NAME, user, domain)
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = mail.message_id
    message["X-Aftersail"] = mail.kind
    for header, value in mail.headers.items():
        message[header] = " ".join(str(value).split())
    message.set_content(mail.body)
    return message


def send(mail: OutgoingMail) -> None:
    """Hand a message to the mail server. Raises `NotSent` with the reason."""
    where = urlsplit(settings.SMTP_URL)
    wish = {key: values[-1] for key, values in parse_qs(where.query).items()}
    try:
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(
                where.hostname or "", where.port or 465, timeout=TIMEOUT_S, context=_context(wish)
            )
            if where.scheme == "smtps"
            else smtplib.SMTP(where.hostname or "", where.port or 25, timeout=TIMEOUT_S)
        )
        with server:
            if wish.get("starttls") in {"1", "yes", "true"}:
                server.starttls(context=_context(wish))
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(message_of(mail), from_addr=own_address(), to_addrs=[mail.to])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise NotSent(f"{code} {_words(text)}", for_good=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{error.smtp_code} {_words(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(str(error) or type(error).__name__) from error


def _context(wish: dict[str, str]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=wish.get("ca") or None)


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
