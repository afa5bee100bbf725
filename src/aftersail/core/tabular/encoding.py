"""Which character encoding a text file is in: certain or refused, never a guess with replacement characters."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import BinaryIO

from aftersail.core.tabular.issues import FileRefused

BLOCK = 1 << 18
DECLARABLE = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
}
"""Names that a mapping may declare → Python's codec. GBK and GB2312 are subsets of GB18030."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMON_SHARE = 0.75
"""Least share of non-ASCII characters that must be in GB 2312 for GB18030 to be believed.

GB18030 accepts almost any bytes. Chinese business text lies above 0.98; Big5 or Western text read as GB18030
falls into rare hanzi and private areas and stays below 0.7.
"""


def find_encoding(open_file: Callable[[], BinaryIO], declared: str = "") -> str:
    """The Python codec that decodes the whole file strictly; FileRefused naming what was tried otherwise.

    A declared encoding is tried alone. Otherwise a byte-order mark decides, then zero bytes in a regular place
    (UTF-16 without a mark), then UTF-8, then GB18030 when its result looks like Chinese.
    """
    if declared:
        if declared.lower() not in DECLARABLE:
            raise FileRefused("encoding.unknown", name=declared, known=", ".join(DECLARABLE))
        codec = DECLARABLE[declared.lower()]
        reached = _decodes(open_file, codec)
        if reached is not None:
            raise FileRefused("encoding.not_as_declared", name=declared, line=reached)
        return codec
    with open_file() as stream:
        head = stream.read(4096)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            reached = _decodes(open_file, codec)
            if reached is not None:
                raise FileRefused("encoding.not_as_marked", name=codec, line=reached)
            return codec
    if b"\0" in head:
        return _without_mark(open_file, head)
    if _decodes(open_file, "utf-8") is None:
        return "utf-8"
    if _decodes(open_file, "gb18030") is None and _looks_chinese(open_file):
        return "gb18030"
    raise FileRefused("encoding.none_fits", tried="UTF-8, GB18030 (GBK), UTF-16")


def _without_mark(open_file: Callable[[], BinaryIO], head: bytes) -> str:
    """UTF-16 has its zeros only at even or only at odd places; zeros anywhere else are not text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    codec = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""
    if max(even, odd) * 20 < len(head) / 2:
        codec = ""  # stray zeros: commas, digits and line ends alone give UTF-16 more of them
    if not codec or _decodes(open_file, codec) is not None:
        raise FileRefused("file.zero_bytes")
    return codec


def _decodes(open_file: Callable[[], BinaryIO], codec: str) -> int | None:
    """None when the whole file decodes strictly, else the number of the line where it fails."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    line = 1
    with open_file() as stream:
        while True:
            block = stream.read(BLOCK)
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                # The codec's input may start before this block by the bytes it had kept back; good to a line.
                return line + error.object[: error.start].count(b"\n")
            if not block:
                return None


def _looks_chinese(open_file: Callable[[], BinaryIO]) -> bool:
    decoder = codecs.getincrementaldecoder("gb18030")("strict")
    foreign = common = 0
    with open_file() as stream:
        while block := stream.read(BLOCK):
            letters = [c for c in decoder.decode(block) if c > "\x7f"]
            foreign += len(letters)
            common += len("".join(letters).encode("gb2312", "ignore")) // 2
    return foreign > 0 and common / foreign >= COMMON_SHARE
