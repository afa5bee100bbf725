"""The zip that an .xlsx is: judged by its directory, then by what really comes out, before any XML is parsed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.limits import MB, Limits, as_mb

BLOCK = 1 << 16
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A part whose name begins or ends so makes the workbook something else than a table of values.
_REFUSED_PARTS = (
    ("xl/externallinks/", "xlsx.external_links"),
    ("xl/connections.xml", "xlsx.external_links"),
    ("xl/macrosheets/", "xlsx.macros"),
    ("xl/dialogsheets/", "xlsx.macros"),
    ("xl/activex/", "xlsx.macros"),
    ("xl/embeddings/", "xlsx.embedded"),
)
_REFUSED_ENDINGS = (
    ("vbaproject.bin", "xlsx.macros"),
    (".zip", "xlsx.embedded"),
    (".xlsx", "xlsx.embedded"),
    (".xlsm", "xlsx.embedded"),
    (".gz", "xlsx.embedded"),
    (".7z", "xlsx.embedded"),
    (".rar", "xlsx.embedded"),
)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeDecodeError,
)  # fmt: skip


class Package:
    """An opened workbook's parts; the stream stays the caller's."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        """Open and judge; FileRefused when damaged, locked, too large unpacked, or holding refused parts."""
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(stream)
        except (*_DAMAGE, ValueError) as error:
            raise FileRefused("xlsx.damaged") from error
        self._judge()

    def _judge(self) -> None:
        members = self._zip.infolist()
        if len(members) > self.limits.max_members:
            raise FileRefused("xlsx.too_many_parts", count=len(members), limit=self.limits.max_members)
        names = [member.filename.lower() for member in members]
        if len(set(names)) != len(names):
            raise FileRefused("xlsx.damaged")
        for member, name in zip(members, names, strict=True):
            self._judge_member(member, name)
        total = sum(member.file_size for member in members)
        if total > self.limits.max_unpacked_mb * MB:
            raise FileRefused("xlsx.bomb", size=as_mb(total), limit=f"{self.limits.max_unpacked_mb:g}")

    def _judge_member(self, member: zipfile.ZipInfo, name: str) -> None:
        if member.flag_bits & 0x1:
            raise FileRefused("file.old_or_locked_excel")
        if member.compress_type not in _PACKED:
            raise FileRefused("xlsx.damaged")
        for start, code in _REFUSED_PARTS:
            if name.startswith(start):
                raise FileRefused(code, part=member.filename)
        for ending, code in _REFUSED_ENDINGS:
            if name.endswith(ending):
                raise FileRefused(code, part=member.filename)
        if member.file_size > MB and member.file_size > self.limits.max_ratio * max(member.compress_size, 1):
            raise FileRefused(
                "xlsx.bomb", size=as_mb(member.file_size), limit=f"{self.limits.max_unpacked_mb:g}"
            )

    def has(self, name: str) -> bool:
        """Whether the package has this part."""
        return name in self._zip.NameToInfo

    def blocks(self, name: str, max_mb: float | None = None) -> Iterator[bytes]:
        """A part's bytes, counted as they come, since the declared size can lie.

        FileRefused when the part is missing or damaged (its checksum is verified at the end) or when more
        than ``max_mb`` comes out.
        """
        allowed = int((max_mb or self.limits.max_unpacked_mb) * MB)
        seen = 0
        try:
            with self._zip.open(name) as part:
                while block := part.read(BLOCK):
                    seen += len(block)
                    if seen > allowed:
                        raise FileRefused("xlsx.bomb", size=as_mb(seen) + "+", limit=f"{allowed / MB:g}")
                    yield block
        except KeyError as error:
            raise FileRefused("xlsx.damaged") from error
        except _DAMAGE as error:
            raise FileRefused("xlsx.damaged") from error
