"""The field app itself: one page for everybody, without any data in it, and the worker that keeps it on the device."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from aftersail.core.audience import GUESTS, audience
from aftersail.core.refusals import NotThere

BUILT = Path(settings.WEB) / "static" / "build" / "field"


@require_GET
@audience(*GUESTS)
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the worker keeps; who sees what is settled by what it asks the API for."""
    return _built("field.html", "text/html; charset=utf-8")


@require_GET
@audience(*GUESTS)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from inside the part of the site that it serves."""
    return _built("sw.js", "text/javascript; charset=utf-8")


@require_GET
@audience(*GUESTS)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to install the app."""
    return _built("manifest.webmanifest", "application/manifest+json")


def _built(name: str, kind: str) -> HttpResponse:
    place = BUILT / name
    if not place.exists():
        raise NotThere
    answer = HttpResponse(place.read_bytes(), content_type=kind)
    answer["Cache-Control"] = "no-cache"
    return answer
