"""Making any text printable: nothing is dropped that a reader could see, nothing prints as an empty box."""

from __future__ import annotations

import unicodedata
from typing import Any

from aftersail.core.typesetting.fonts import DocumentFonts

KEPT = {"\n", "\t"}
REPLACED_SPACES = {"\u2028": "\n", "\u2029": "\n", "\r": "\n"}


def printable(value: Any, fonts: DocumentFonts) -> Any:
    """Return JSON-like data with every string made printable; keys stay as they are."""
    if isinstance(value, str):
        return printable_text(value, fonts)
    if isinstance(value, dict):
        return {key: printable(item, fonts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, fonts) for item in value]
    return value


def printable_text(text: str, fonts: DocumentFonts) -> str:
    """Normalise (NFC) and name characters without a glyph, as in [U+1F6A2].

    Invisible controls go, because an archive PDF may hold no character that cannot be displayed.
    """
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(_shown(character, fonts) for character in normal)


def _shown(character: str, fonts: DocumentFonts) -> str:
    if character in REPLACED_SPACES:
        return REPLACED_SPACES[character]
    if character in KEPT:
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return character if character in {" ", "\u3000", "\u00a0"} else " "
    if category in {"Cc", "Cf"} or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    return character if fonts.covers(character) else f"[U+{ord(character):04X}]"
