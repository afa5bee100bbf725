"""Printing policy and duties: a title, paragraphs and one table, as an A4 PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aftersail.core.typesetting.pdf import typeset

TEMPLATE = Path(__file__).with_name("edition.typ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: `rows` of the table each as long as `heads`; `wide` turns the page; `foot` stands on each."""

    title: str
    subtitle: str
    paragraphs: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: str
    wide: bool = False


def render_edition(sheet: Sheet, *, language: str, at: datetime, font_paths: Sequence[Path]) -> bytes:
    """Return the PDF; equal arguments give equal bytes. Raises FontsMissing."""
    data = {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "paragraphs": list(sheet.paragraphs),
        "heads": list(sheet.heads),
        "rows": [list(row) for row in sheet.rows],
        "foot": sheet.foot,
        "wide": sheet.wide,
    }
    return typeset(TEMPLATE, data=data, pictures={}, font_paths=font_paths, created_at=at)
