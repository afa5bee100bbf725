"""Real mail servers: SMTP (aiosmtpd) in this process, IMAP (pymap) as a process of its own."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.doors.servers.processes import free_port, running

USER, PASSWORD = "service", "harbour light"


class Post:
    """What an SMTP server took, and what it answers next instead of taking."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []
        self.refused_recipient = ""
        self.url = ""

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Refuse one recipient for good."""
        if address == self.refused_recipient:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a message, or answer what the test wants."""
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def smtp() -> Iterator[Post]:
    """Run an SMTP server."""
    post = Post()
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    post.url = f"smtp://127.0.0.1:{port}"
    try:
        yield post
    finally:
        controller.stop()


class Letterbox:
    """An IMAP server's inbox, filled as the postman does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/INBOX"

    def drop(self, *letters: bytes) -> None:
        """Put letters into the inbox."""
        with self.opened() as server:
            for letter in letters:
                state, told = server.append("INBOX", "", None, letter)
                assert state == "OK", told

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        """Look into the inbox as a person would."""
        server = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        server.login(USER, PASSWORD)
        server.select("INBOX")
        yield server
        server.logout()

    def empty(self) -> None:
        """Throw away what lies in the inbox."""
        with self.opened() as server:
            server.store("1:*", "+FLAGS", r"(\Deleted)")
            server.expunge()

    def unread(self) -> int:
        """Return how many letters nobody has read."""
        with self.opened() as server:
            return len(server.search(None, "UNSEEN")[1][0].split())


@contextmanager
def imap() -> Iterator[Letterbox]:
    """Run an IMAP server."""
    port = free_port()
    start = "import sys; sys.argv[0] = 'pymap'; from pymap.main import main; sys.exit(main())"
    command = [
        "-c", start, "--host", "127.0.0.1", "--port", str(port), "--no-tls",
        "dict", "--demo-user", USER, "--demo-password", PASSWORD, "--demo-data",
    ]  # fmt: skip
    with running(command, port):
        yield Letterbox(port)
