"""Printing sheets of equipment stickers: A4, three by eight, each 70 × 37 mm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from aftersail.core.typesetting.pdf import typeset
from aftersail.fleet.labels.content import LabelItem, words_for

TEMPLATE = Path(__file__).with_name("equipment_labels.typ")
DASH = "—"
LONGEST_SHOWN = 80
# A label sheet has no date of its own; a fixed one keeps equal sheets equal.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def render_equipment_labels(
    items: Sequence[LabelItem], *, language: str, font_paths: Sequence[Path]
) -> bytes:
    """Return a PDF with one sticker for each item, 24 to a page, in the order given.

    The size fits uncut 70 × 37 mm label sheets; print at 100 %. Equal arguments give equal bytes. Raises ValueError
    for an empty list or an address too long for a QR code, FontsMissing, and KeyError for an unknown language.
    """
    if not items:
        raise ValueError("no equipment was chosen for the labels")
    words = words_for(language)
    labels = [
        {
            "qr": f"qr-{index}.svg",
            "model": _shown(item.model),
            "serial": _shown(item.serial),
            "hull_code": _shown(item.hull_code),
        }
        for index, item in enumerate(items)
    ]
    return typeset(
        TEMPLATE,
        data={"lang": "zh" if words is words_for("zh") else "en", "words": words, "labels": labels},
        pictures={label["qr"]: qr_svg(item.url) for label, item in zip(labels, items, strict=True)},
        font_paths=font_paths,
        created_at=UNDATED,
    )


def _shown(text: str) -> str:
    """The text as it fits a sticker; the page behind the code has the whole."""
    text = text.strip() or DASH
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def qr_svg(url: str) -> bytes:
    """Return the QR code as SVG: a quiet zone of four modules, and level Q, which survives a quarter of it worn away."""
    out = BytesIO()
    import segno

    segno.make_qr(url, error="q").save(out, kind="svg", border=4, xmldecl=False, omitsize=True, light="#fff")
    return out.getvalue()
