"""The document font: where it is, whether both weights are there, and which characters it can print."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

FAMILY = "Noto Sans SC"
WEIGHTS = frozenset({400, 700})


class FontsMissing(RuntimeError):
    """The folders given hold no regular and bold TTF of the document font."""


@dataclass(frozen=True)
class DocumentFonts:
    """The loaded fonts and the ranges (first, last code point) that the family covers, in ascending order."""

    loaded: typst.Fonts
    ranges: tuple[tuple[int, int], ...]

    def covers(self, character: str) -> bool:
        """Whether the font has a glyph for one character."""
        point = ord(character)
        low, high = 0, len(self.ranges)
        while low < high:
            middle = (low + high) // 2
            if self.ranges[middle][1] < point:
                low = middle + 1
            else:
                high = middle
        return low < len(self.ranges) and self.ranges[low][0] <= point


def document_fonts(font_paths: Sequence[Path]) -> DocumentFonts:
    """Load the document font from folders of TTF files, once per process and list of folders.

    Raises FontsMissing, naming the folders, when a weight is absent: Typst would otherwise print boxes.
    """
    return _load(tuple(str(Path(path).resolve()) for path in font_paths))


@lru_cache(maxsize=8)
def _load(folders: tuple[str, ...]) -> DocumentFonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    faces = {
        font.weight: font.path for font in fonts.fonts() if font.family == FAMILY and font.style == "normal"
    }
    absent = sorted(WEIGHTS - faces.keys())
    regular = faces.get(400)
    if absent or regular is None:
        raise FontsMissing(f"{FAMILY}: no TTF of weight {absent} in {', '.join(folders) or 'an empty list'}")
    return DocumentFonts(fonts, covered_ranges(Path(regular).read_bytes()))


def covered_ranges(ttf: bytes) -> tuple[tuple[int, int], ...]:
    """Read the code point ranges of a font's format 12 character map (OpenType specification, `cmap`)."""
    tables = struct.unpack_from(">H", ttf, 4)[0]
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", ttf, 12 + 16 * index)
        if tag == b"cmap":
            return _format_12(ttf, offset)
    raise FontsMissing("the font file has no character map")


def _format_12(ttf: bytes, cmap: int) -> tuple[tuple[int, int], ...]:
    for index in range(struct.unpack_from(">H", ttf, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">HHL", ttf, cmap + 4 + 8 * index)[2]
        if struct.unpack_from(">H", ttf, start)[0] != 12:
            continue
        groups = struct.unpack_from(">L", ttf, start + 12)[0]
        rows = (struct.unpack_from(">LLL", ttf, start + 16 + 12 * group) for group in range(groups))
        return tuple((first, last) for first, last, _ in rows)
    raise FontsMissing("the font file has no format 12 character map")
