"""Reading a mail as it came: odd encodings, HTML without text, attachments, and the marks of machines that write."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from html.parser import HTMLParser

NATIONAL = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb_2312-80": "gb18030",
}
"""Mail programs say GB2312 and write characters that only GB18030 has."""

BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
MACHINES = ("mailer-daemon@", "postmaster@")
HISTORY = re.compile(
    r"^\s*(-{2,}\s*(原始邮件|原邮件|original message|forwarded message)|on .{5,120} wrote:\s*$|在.{5,120}写道[:：]?\s*$|_{10,}\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
ANGLED = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")
BARE = re.compile(r"([^<>\s@,;:\"()]+@[^<>\s@,;:\"()]+)")
LONGEST_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, read.

    key: its Message-ID, or the hash of its bytes where it has none. answers: Message-IDs that it refers to, the
    nearest first. machine: which kind of machine wrote it (`bounce`, `auto`, `bulk`, `loop`), or nothing.
    """

    key: str
    answers: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    text: str
    enclosures: tuple[Enclosure, ...]
    machine: str


def read_letter(raw: bytes) -> Letter:
    """Return a mail, read; whatever is broken in it is read as well as it can be."""
    message = email.message_from_bytes(raw)
    sender_name, sender = _sender(message)
    plain, rich, enclosures = _parts(message)
    text = "\n\n".join(plain) if any(part.strip() for part in plain) else text_of_html("\n".join(rich))
    return Letter(
        key=_ids(message, "Message-ID")[:1][0]
        if _ids(message, "Message-ID")
        else f"sha256:{hashlib.sha256(raw).hexdigest()}",
        answers=tuple(dict.fromkeys([*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))]))[
            :50
        ],
        sender=sender,
        sender_name=sender_name,
        subject=" ".join(_header(message, "Subject").split())[:250],
        text=_clean(text)[:LONGEST_TEXT],
        enclosures=tuple(enclosures),
        machine=_machine(message, sender),
    )


def own_words(text: str) -> str:
    r"""Return what was written in an answer, without the history quoted below it.

    >>> own_words("Fixed now.\n\nOn Monday, the service wrote:\n> Is it fixed?")
    'Fixed now.'
    """
    found = HISTORY.search(text)
    kept = text[: found.start()] if found else text
    lines = kept.rstrip().split("\n")
    while lines and lines[-1].lstrip().startswith(">"):
        lines.pop()
    return "\n".join(lines).strip() or text.strip()


def decoded(content: bytes, charset: str) -> str:
    """Return a text in the charset it claims, else in the one it seems to be in; never fails."""
    claimed = NATIONAL.get(charset.strip().strip('"').lower(), charset.strip().strip('"').lower())
    for encoding in filter(None, (claimed, "utf-8", "gb18030")):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    raw = (
        str(value).encode("utf-8", "surrogateescape") if isinstance(value, str) else _bytes_of(message, name)
    )
    try:
        raw.decode("ascii")
    except UnicodeDecodeError:
        return _clean(decoded(raw, ""))
    try:
        pieces = decode_header(raw.decode("ascii"))
    except (ValueError, LookupError):
        return _clean(raw.decode("ascii"))
    return _clean("".join(p if isinstance(p, str) else decoded(p, charset or "") for p, charset in pieces))


def _bytes_of(message: Message, name: str) -> bytes:
    """Return a header that holds bytes beyond ASCII, as it came."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return str(value).encode("utf-8", "surrogateescape")
    return b""


def _sender(message: Message) -> tuple[str, str]:
    """Return name and address of who wrote; of several addresses, and of those inside a name, the last counts."""
    for name in ("From", "Sender", "Return-Path"):
        value = _header(message, name).replace("\n", " ")
        found = list(ANGLED.finditer(value)) or list(BARE.finditer(value))
        if found:
            shown = value[: found[-1].start()].strip().strip('"').strip()
            return shown[:60], found[-1][1].lower()[:254]
    return "", ""


def _ids(message: Message, name: str) -> list[str]:
    return [found[:200] for found in re.findall(r"<[^<>\s]+>", _header(message, name))]


def _machine(message: Message, sender: str) -> str:
    """Return which kind of machine wrote a mail (RFC 3834 and its elders)."""
    if message.get("X-Aftersail"):
        return "loop"
    kind = message.get_content_type()
    empty_return = _header(message, "Return-Path").strip() == "<>"
    if kind == "multipart/report" or sender.startswith(MACHINES) or empty_return:
        return "bounce"
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in {"", "no"} or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return "auto"
    if (
        _header(message, "Precedence").strip().lower() in BULK
        or message.get("List-Id")
        or message.get("List-Unsubscribe")
    ):
        return "bulk"
    return ""


def _parts(message: Message) -> tuple[list[str], list[str], list[Enclosure]]:
    plain: list[str] = []
    rich: list[str] = []
    enclosures: list[Enclosure] = []
    for part in _leaves(message):
        kind, name = part.get_content_type(), _file_name(part)
        content = _content(part)
        enclosed = name or part.get_content_disposition() == "attachment" or not kind.startswith("text/")
        if enclosed:
            enclosures.append(Enclosure(name or f"{kind.replace('/', '.')}", content))
        elif kind == "text/html":
            rich.append(decoded(content, _charset(part)))
        else:
            plain.append(decoded(content, _charset(part)))
    return plain, rich, [one for one in enclosures if one.content]


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a mail inside a mail is one enclosure."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _content(part: Message) -> bytes:
    if part.get_content_maintype() == "message" and part.is_multipart():
        return b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, Message))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    found = part.get_param("charset", "")
    return str(found[2] if isinstance(found, tuple) else found or "")


def _file_name(part: Message) -> str:
    for value in (part.get_param("filename", None, "content-disposition"), part.get_param("name")):
        if isinstance(value, tuple):
            charset, _language, text = value
            return _clean(decoded(text.encode("latin-1", "replace"), charset or ""))[:200]
        if value:
            raw = str(value).encode("utf-8", "surrogateescape")
            plain = decoded(raw, "")
            if "=?" not in plain:
                return _clean(plain)[:200]
            try:
                pieces = decode_header(plain)
            except (ValueError, LookupError):
                return _clean(plain)[:200]
            return _clean("".join(p if isinstance(p, str) else decoded(p, c or "") for p, c in pieces))[:200]
    return ""


def _clean(text: str) -> str:
    """Return a text without what no database keeps: lone surrogates, NUL and other control characters."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in whole if c in "\n\t" or ord(c) >= 32)


class _Reader(HTMLParser):
    """Collects the words of a page of HTML."""

    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote"})
    SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where the page does."""
        self._silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is silent."""
        self._silent -= tag in self.SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self._silent:
            self.words.append(data)


def text_of_html(page: str) -> str:
    """Return the words of a page of HTML, a paragraph a line.

    >>> text_of_html("<p>雷达<b>无</b>显示</p><script>x()</script>")
    '雷达无显示'
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
