"""Photos people attach: checked, freed of the place they were taken at, shown small."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from aftersail.core.verdicts import Refused

MOST_PIXELS = 60_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
GPS = 0x8825
EXIF = b"Exif\x00\x00"
PNG_SECRETS = {b"eXIf", b"iTXt", b"tEXt", b"zTXt"}
WEBP_SECRETS = {b"EXIF", b"XMP "}
QUALITY = 80


def check_picture(content: bytes, media_type: str) -> None:
    """Refuse a picture that is damaged, not of its kind, or so large unpacked that it would choke whoever opens it."""
    kind = FORMATS[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large()
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise Refused([_("The picture is damaged and cannot be opened. Take or export it again.")]) from error


def _too_large() -> Refused:
    return Refused([_("The picture has more than 60 million points. Send a smaller one.")])


def without_place(content: bytes, media_type: str) -> bytes:
    """Return the picture without the place where it was taken; not a point of it changes.

    JPEG keeps its other particulars (time, camera, orientation); PNG and WebP lose all that were embedded.
    """
    if media_type == "image/jpeg":
        return _jpeg_without_place(content)
    return _png_without_texts(content) if media_type == "image/png" else _webp_without_secrets(content)


def _jpeg_without_place(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        segment, body = content[at : at + 2 + length], content[at + 4 : at + 2 + length]
        if content[at + 1] != 0xE1:
            kept.append(segment)
        elif body.startswith(EXIF):
            kept.append(_exif_without_place(body))
        at += 2 + length
    return b"".join([*kept, content[at:]])


def _exif_without_place(body: bytes) -> bytes:
    exif = Image.Exif()
    try:
        exif.load(body)
        exif.pop(GPS, None)
        exif.get_ifd(GPS).clear()
        cleaned = exif.tobytes()
    except (SyntaxError, ValueError, KeyError, TypeError, OSError, struct.error):
        return b""  # unreadable particulars cannot be shown to be free of a place
    cleaned = cleaned if cleaned.startswith(EXIF) else EXIF + cleaned
    return b"\xff\xe1" + struct.pack(">H", len(cleaned) + 2) + cleaned if len(cleaned) < 65_000 else b""


def _png_without_texts(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] not in PNG_SECRETS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def _webp_without_secrets(content: bytes) -> bytes:
    chunks, at = [], 12
    while at + 8 <= len(content):
        (length,) = struct.unpack("<I", content[at + 4 : at + 8])
        chunk = content[at : at + 8 + length + (length & 1)]
        if content[at : at + 4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b0000_1100]) + chunk[9:]
        if content[at : at + 4] not in WEBP_SECRETS:
            chunks.append(chunk)
        at += 8 + length + (length & 1)
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def thumbnail(content: bytes, width: int) -> bytes:
    """Return the picture as WebP, upright, at most `width` points wide and high."""
    with Image.open(BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((width, width))
        out = BytesIO()
        mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        upright.convert(mode).save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
