"""The shelf on disk: each content once, under its SHA-256, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def put(content: bytes) -> str:
    """Store bytes and return their SHA-256; what is there already is not written again.

    When this returns the bytes survive a power cut; when it does not, nothing half-written has the name.
    """
    digest = hashlib.sha256(content).hexdigest()
    place = place_of(digest)
    if not (place.exists() and place.stat().st_size == len(content)):
        write_whole(place, content)
    return digest


def place_of(digest: str) -> Path:
    """Return where the bytes with this SHA-256 lie."""
    return Path(settings.MEDIA_ROOT, "content", digest[:2], digest[2:4], digest)


def small_place_of(digest: str, width: int) -> Path:
    """Return where the small picture of these bytes is kept; it can be made again at any time."""
    return Path(settings.MEDIA_ROOT, "small", str(width), digest[:2], f"{digest}.webp")


def write_whole(place: Path, content: bytes) -> None:
    """Write a file by way of a temporary name beside it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    growing = place.with_name(f".{place.name}.{uuid4().hex}")
    try:
        with growing.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(place)
    finally:
        growing.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
