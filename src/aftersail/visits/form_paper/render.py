"""Printing a form: the two functions that turn a blank edition or a filled form into an A4 PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aftersail.core.typesetting.pdf import typeset
from aftersail.core.typesetting.pictures import photo_for_print, signature_for_print

TEMPLATE = Path(__file__).with_name("form.typ")
HASH_DIGITS_SHOWN = 16
Photos = list[tuple[str, str, bytes]]
"""Line, caption and content of each photo."""


def render_form(
    sheet: dict[str, Any], *, drawn: Sequence[bytes], photos: Photos, at: datetime, font_paths: Sequence[Path]
) -> bytes:
    """Return a form as PDF/A; equal arguments give equal bytes. drawn: the signatures' pictures, in the sheet's order."""
    files: dict[str, bytes] = {}
    places = []
    for number, (place, content) in enumerate(zip(sheet["signatures"], drawn, strict=True)):
        picture = signature_for_print(content) if content else None
        if picture:
            files[f"signature-{number}.png"] = picture
        places.append({**place, "picture": f"signature-{number}.png" if picture else ""})
    piles: dict[str, list[dict[str, str]]] = {}
    for number, (line, caption, content) in enumerate(photos):
        if picture := photo_for_print(content):
            files[f"photo-{number}.jpg"] = picture
            piles.setdefault(line, []).append({"file": f"photo-{number}.jpg", "caption": caption})
    digest = sheet["hash"]
    data = {
        **sheet,
        "signatures": places,
        "photos": [{"heading": line, "pictures": pictures} for line, pictures in piles.items()],
        "hash": " ".join(digest[start : start + 4] for start in range(0, HASH_DIGITS_SHOWN, 4)) if digest else "",
        "lang": "zh", "region": "CN", "mark": "mark.svg",
    }  # fmt: skip
    return typeset(TEMPLATE, data=data, pictures=files, font_paths=font_paths, created_at=at)
