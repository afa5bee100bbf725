"""Taking faxes in: their scans are kept, their receipt time starts the clocks (R87)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageSequence, UnidentifiedImageError

from aftersail.core.files import MB, Upload, attach
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.intake.actions.requests import receive_request
from aftersail.intake.models import Request
from aftersail.intake.states import Channel

TIFF_MARKS = (b"II*\x00", b"MM\x00*")
PAGES_AT_MOST = 60
PIXELS_AT_MOST = 60_000_000
BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError, struct.error,
    Image.DecompressionBombError,
)  # fmt: skip
"""What a reader of damaged pictures may raise."""

DPI = 200.0
"""The fine resolution of a fax (ITU-T T.4), near enough."""


@transaction.atomic
def receive_fax(
    *, by: Account, id: UUID, scans: Sequence[Upload], received_at: datetime, at: datetime, **told: Any
) -> Request:
    """Take a fax in; nothing is kept when a scan cannot be read. The same id again changes nothing."""
    pages = [as_readable(scan) for scan in scans]
    known = Request.objects.filter(pk=id).exists()
    request = receive_request(by=by, id=id, channel=Channel.FAX, received_at=received_at, at=at, **told)
    if not known:
        for page in pages:
            attach(page, by=by, about=request, purpose="fax", at=at)
    return request


def as_readable(scan: Upload) -> Upload:
    """Return a scan as browsers show it: a TIFF of several pages becomes a PDF; everything else stays as it is."""
    limit = settings.UPLOAD_MAX_MB * MB
    content = scan.read(limit + 1)
    name = scan.name or "fax"
    if content[:4] not in TIFF_MARKS or len(content) > limit:
        return SimpleUploadedFile(name, content)
    return SimpleUploadedFile(name.rsplit(".", 1)[0] + ".pdf", _pdf_of(content))


def _pdf_of(tiff: bytes) -> bytes:
    out, pages = BytesIO(), []
    try:
        with Image.open(BytesIO(tiff), formats=["TIFF"]) as scan:
            if getattr(scan, "n_frames", 1) > PAGES_AT_MOST:
                raise Refused([_("The fax has more than %s pages. Split it.") % PAGES_AT_MOST])
            for frame in ImageSequence.Iterator(scan):
                if frame.width * frame.height > PIXELS_AT_MOST:
                    raise Refused([_("A page of the scan is too large. Scan it at 200 dots an inch.")])
                pages.append(frame.convert("1" if frame.mode == "1" else "RGB"))
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    except BROKEN as error:
        raise Refused([_("The scan is damaged and cannot be read. Scan the fax again.")]) from error
    return out.getvalue()
