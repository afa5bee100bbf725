"""Handing a stored file to a browser so that it can do no harm there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags

from aftersail.core.files import content_of, small_picture
from aftersail.core.models import StoredFile
from aftersail.core.sniffing import IMAGES

NO_SCRIPT = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
SANDBOX = f"sandbox; {NO_SCRIPT}"


def served(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """Return a file's bytes: pictures and PDF shown, everything else saved."""
    shown = stored.media_type in IMAGES or stored.media_type == "application/pdf"
    answer = _answer(request, f'"{stored.sha256}"', stored.media_type, lambda: content_of(stored))
    answer["Content-Disposition"] = content_disposition_header(not shown, stored.name) or "attachment"
    # Browsers refuse to show a PDF in a sandbox; their viewers run none of its scripts.
    answer["Content-Security-Policy"] = NO_SCRIPT if stored.media_type == "application/pdf" else SANDBOX
    return answer


def served_small(request: HttpRequest, stored: StoredFile, width: int) -> HttpResponse:
    """Return the small picture of a photo."""
    content = small_picture(stored, width)
    answer = _answer(request, f'"{stored.sha256}-{width}"', "image/webp", lambda: content)
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def _answer(request: HttpRequest, etag: str, media_type: str, content) -> HttpResponse:  # type: ignore[no-untyped-def]
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content(), content_type=media_type)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
