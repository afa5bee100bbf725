"""The service's mailbox, read over IMAP: what came after the last message read, nothing deleted."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_S = 30
LARGEST = 40 * 1024 * 1024


class MailboxDown(Exception):
    """The mailbox could not be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message in the mailbox; of one that is too large only its head."""

    uid: int
    raw: bytes
    too_large: bool


class Mailbox:
    """An open folder of the mailbox."""

    def __init__(self, server: imaplib.IMAP4, validity: int) -> None:
        self._server, self.validity = server, validity

    def after(self, last_uid: int) -> Iterator[Arrived]:
        """Yield the messages that came after one, oldest first, without marking them as read."""
        found = _fine(self._server.uid("SEARCH", f"UID {last_uid + 1}:*"))
        uids = [int(uid) for uid in b" ".join(part for part in found if part).split()]
        for uid in sorted(
            uid for uid in uids if uid > last_uid
        ):  # the server answers its newest even when it is older
            size = re.search(
                rb"RFC822\.SIZE (\d+)", _joined(_fine(self._server.uid("FETCH", str(uid), "(RFC822.SIZE)")))
            )
            too_large = size is not None and int(size[1]) > LARGEST
            wanted = "(BODY.PEEK[HEADER])" if too_large else "(BODY.PEEK[])"
            parts = _fine(self._server.uid("FETCH", str(uid), wanted))
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield Arrived(uid, raw, too_large)

    def mark_read(self, uid: int) -> None:
        """Mark a message as read, for people who look into the mailbox."""
        self._server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """Open the mailbox of `imaps://user:password@host:port/folder` (or `imap://…?starttls=1`). Raises `MailboxDown`."""
    where = urlsplit(url)
    wish = {key: values[-1] for key, values in parse_qs(where.query).items()}
    folder = unquote(where.path.lstrip("/")) or "INBOX"
    try:
        context = ssl.create_default_context(cafile=wish.get("ca") or None)
        server: imaplib.IMAP4 = (
            imaplib.IMAP4_SSL(where.hostname or "", where.port or 993, ssl_context=context, timeout=TIMEOUT_S)
            if where.scheme == "imaps"
            else imaplib.IMAP4(where.hostname or "", where.port or 143, timeout=TIMEOUT_S)
        )
        try:
            if wish.get("starttls") in {"1", "yes", "true"}:
                server.starttls(context)
            server.login(unquote(where.username or ""), unquote(where.password or ""))
            _fine(server.select(f'"{folder}"'))
            validity = server.response("UIDVALIDITY")[1]
            yield Mailbox(server, int(validity[0] or 0) if validity and validity[0] else 0)
        finally:
            server.logout()
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise MailboxDown(_words(error)) from error


def _fine(answer: tuple[str, list[Any]]) -> list[Any]:
    state, told = answer
    if state != "OK":
        raise imaplib.IMAP4.error(_joined(told).decode("utf-8", "replace"))
    return told


def _joined(parts: list[Any]) -> bytes:
    return b" ".join(part if isinstance(part, bytes) else b" ".join(part) for part in parts if part)


def _words(error: Exception) -> str:
    told = error.args[0] if error.args else error
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(error) or type(error).__name__
