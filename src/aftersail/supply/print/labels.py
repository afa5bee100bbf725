"""Sheets of labels for parts, places and tools: the sticker sheet of the fleet chapter with other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aftersail.core.typesetting.pdf import typeset
from aftersail.fleet.labels.render import DASH, LONGEST_SHOWN, TEMPLATE, UNDATED, qr_svg

WORDS = {
    "zh": {"title": "库存与工具二维码标签", "call": "扫码办理", "serial": "编号", "hull_code": "类别 / 位置"},
    "en": {
        "title": "QR labels of stock and tools",
        "call": "Scan to act",
        "serial": "Number",
        "hull_code": "Class / place",
    },
}


@dataclass(frozen=True, slots=True)
class Label:
    """One sticker: the address behind its code, its name, its number, and a line below."""

    url: str
    name: str
    number: str
    line: str = ""


def label_sheet(items: Sequence[Label], *, language: str, font_paths: Sequence[Path]) -> bytes:
    """Return a PDF of stickers of 70 × 37 mm, 24 to a page. Raises ValueError for none."""
    if not items:
        raise ValueError("nothing was chosen for the labels")
    lang = language.replace("_", "-").split("-")[0].lower()
    labels = [
        {
            "qr": f"qr-{n}.svg",
            "model": _cut(one.name),
            "serial": _cut(one.number),
            "hull_code": _cut(one.line),
        }
        for n, one in enumerate(items)
    ]
    return typeset(
        TEMPLATE,
        data={"lang": lang, "words": WORDS[lang], "labels": labels},
        pictures={label["qr"]: qr_svg(one.url) for label, one in zip(labels, items, strict=True)},
        font_paths=font_paths,
        created_at=UNDATED,
    )


def _cut(text: str) -> str:
    text = text.strip() or DASH
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
