"""Printing a handover's form: the one function that turns its frozen content into a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aftersail.core.typesetting.pdf import typeset
from aftersail.core.typesetting.pictures import signature_for_print
from aftersail.fleet.handover_paper.content import content_hash

TEMPLATE = Path(__file__).with_name("handover.typ")
HASH_DIGITS_SHOWN = 16


class FrozenContentChanged(Exception):
    """The content no longer has the hash that was stored when it was signed."""


def render_handover(
    content: dict[str, Any],
    *,
    language: str,
    edition: int,
    frozen_hash: str,
    at: datetime,
    font_paths: Sequence[Path],
    picture_of: Callable[[str], bytes],
) -> bytes:
    """Return the form as an A4 PDF/A; equal arguments give equal bytes. `picture_of` returns a signature by its SHA-256.

    Raises FrozenContentChanged when what was signed no longer has its hash, FontsMissing.
    """
    signed: dict[str, Any] = content["signed"]
    digest = content_hash(signed)
    if frozen_hash and frozen_hash != digest:
        raise FrozenContentChanged(f"{signed.get('number')}: signed as {frozen_hash}, now {digest}")
    pictures: dict[str, bytes] = {}
    places = []
    for index, one in enumerate(signed["signatures"]):
        drawn = signature_for_print(picture_of(one["sha256"]))
        name = f"signature-{index}.png" if drawn else ""
        if drawn:
            pictures[name] = drawn
        places.append({**one, "picture": name})
    chinese = language.startswith("zh")
    words = signed["words"]
    sheet = {
        **signed,
        "lang": "zh" if chinese else "en",
        "region": "CN" if chinese else "GB",
        "signatures": places,
        "addenda": content.get("addenda", []),
        "draft": False,
        "mark": "mark.svg",
        "form_number": signed["number"],
        "version": words["version"].replace("{n}", str(edition)),
        "hash": " ".join(digest[start : start + 4] for start in range(0, HASH_DIGITS_SHOWN, 4)),
    }
    return typeset(TEMPLATE, data=sheet, pictures=pictures, font_paths=font_paths, created_at=at)
