"""The bytes of an uploaded file: their size checked before anything is parsed, readable as often as needed."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.limits import Limits, as_mb

FileLike: TypeAlias = "bytes | str | Path | BinaryIO"

# What a file begins with when it is something else than it should be, and the message that says so.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_or_locked_excel"),
    (b"%PDF", "file.pdf"),
    (b"\x1f\x8b", "file.archive"),
    (b"Rar!", "file.archive"),
    (b"7z\xbc\xaf", "file.archive"),
    (b"\x89PNG", "file.picture"),
    (b"\xff\xd8\xff", "file.picture"),
)
ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Source:
    """A file small enough to be looked at; ``path`` or ``data`` holds it."""

    size: int
    path: Path | None
    data: bytes

    def open(self) -> BinaryIO:
        """A fresh stream from the first byte; the caller closes it."""
        return self.path.open("rb") if self.path else BytesIO(self.data)

    def head(self, count: int) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(count)


def take(file: FileLike, limits: Limits) -> Source:
    """Measure a file given as bytes, path or binary stream.

    A path is read only when rows are; a stream is copied, and no further than the limit. FileRefused when the
    file is empty, reaches ``limits.max_mb``, or is recognisably not a table. OSError when a path cannot be read.
    """
    if isinstance(file, (str, Path)):
        path = Path(file)
        source = Source(path.stat().st_size, path, b"")
    elif isinstance(file, bytes):
        source = Source(len(file), None, file)
    else:
        if file.seekable():
            file.seek(0)
        data = file.read(limits.max_bytes + 1)
        source = Source(len(data), None, data)
    if source.size >= limits.max_bytes:
        over = source.path is None and not isinstance(file, bytes)
        size = as_mb(limits.max_bytes) + "+" if over else as_mb(source.size)
        raise FileRefused("file.too_large", size=size, limit=f"{limits.max_mb:g}")
    if source.size == 0:
        raise FileRefused("file.empty")
    head = source.head(8)
    for magic, code in _FOREIGN:
        if head.startswith(magic):
            raise FileRefused(code)
    return source
