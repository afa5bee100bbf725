"""Preparing pictures for print: upright, no larger than print needs, without the camera's hidden data."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def photo_for_print(content: bytes, *, longest_px: int = 1000) -> bytes | None:
    """Return JPEG bytes at most `longest_px` on the longer side, or None when the bytes are no readable picture.

    Re-encoding drops EXIF on purpose: a photo taken aboard carries the ship's position.
    """
    return _prepared(content, longest_px, mode="RGB", encoding="JPEG", quality=82, optimize=True)


def signature_for_print(content: bytes, *, longest_px: int = 900) -> bytes | None:
    """Return PNG bytes with transparency kept, or None when the bytes are no readable picture."""
    return _prepared(content, longest_px, mode="RGBA", encoding="PNG", optimize=True)


def _prepared(
    content: bytes, longest_px: int, *, mode: str, encoding: str, **options: object
) -> bytes | None:
    try:
        with Image.open(BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
            flat = _on_white(upright) if mode == "RGB" else upright.convert(mode)
    except UNREADABLE:
        return None
    out = BytesIO()
    flat.save(out, encoding, **options)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Flatten transparency onto white paper: converting alone would turn it black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    paper.alpha_composite(layered)
    return paper.convert("RGB")
