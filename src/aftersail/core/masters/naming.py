"""How a record is called in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def reads_english() -> bool:
    """Whether the language in force is English."""
    return (get_language() or "").startswith("en")


def named(record: Any) -> str:
    """Return a record's name: its English name for readers of English, where it has one, with its code before it."""
    if record is None:
        return ""
    own = getattr(record, "name", "") or getattr(record, "title", "")
    english = getattr(record, "name_en", "") or getattr(record, "title_en", "")
    if reads_english() and english and own:
        return str(record).replace(own, english)
    return str(record)
