"""Pages that say what went wrong and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aftersail.core.problems import problem

KNOWN = {400, 403, 404, 409, 429, 500}


def refusal_page(request: HttpRequest, status: int, reasons: Sequence[str]) -> HttpResponse:
    """Return the error page of a status with the reasons given; htmx gets the reasons alone."""
    template = f"{status}.html" if status in KNOWN else "400.html"
    if request.headers.get("HX-Request"):
        template = "core/parts/_refusal.html"
    return render(request, template, {"reasons": reasons, "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose secret is missing or old; what was typed is still in the browser."""
    return refusal_page(
        request, 403, [_("This form has been open too long, or cookies are off. Go back, reload the page and send it again.")]
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what does not exist, or not for this person."""
    told = _("There is no such page or record, or it is not yours to see.")
    if request.path.startswith("/api/"):
        return problem(404, told)
    return refusal_page(request, 404, [told])


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    told = _("The request could not be understood. Go back and try again.")
    if request.path.startswith("/api/"):
        return problem(400, told)
    return refusal_page(request, 400, [told])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is refused for want of a right."""
    told = _("You may not do this. Ask the administrator if you need to.")
    if request.path.startswith("/api/"):
        return problem(403, told)
    return refusal_page(request, 403, [told])


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own failure."""
    told = _("Something failed on our side. Nothing you sent was half-done. Try again; if it persists, tell the administrator.")
    if request.path.startswith("/api/"):
        return problem(500, told)
    return refusal_page(request, 500, [told])
