"""Pages that say what went wrong and what to do next; programs and page scripts get problem documents."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aftersail.core.problems import problem

KNOWN = {400, 403, 404, 409, 429, 500}
UNPROCESSABLE = 422


def wants_document(request: HttpRequest) -> bool:
    """Whether a program or a page's script asked, which reads problem documents rather than pages."""
    return request.path.startswith("/api/") or "HX-Request" in request.headers


def refusal(request: HttpRequest, status: int, reasons: Sequence[str]) -> HttpResponse:
    """Return the refusal as whoever asked can read it.

    A page's script takes 422 for a form to show again; a bare refusal is 409 to it.
    """
    if request.path.startswith("/api/"):
        return problem(status, " ".join(reasons), reasons=reasons)
    if "HX-Request" in request.headers:
        return problem(409 if status == UNPROCESSABLE else status, " ".join(reasons), reasons=reasons)
    return refusal_page(request, status, reasons)


def refusal_page(request: HttpRequest, status: int, reasons: Sequence[str]) -> HttpResponse:
    """Return the error page of a status with the reasons given."""
    template = f"{status}.html" if status in KNOWN else "errors/error.html"
    return render(request, template, {"reasons": reasons, "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose secret is missing or old; what was typed is still in the browser."""
    told = _(
        "This form has been open too long, or cookies are off. Go back, reload the page and send it again."
    )
    return refusal(request, 403, [told])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what does not exist, or not for this person."""
    return refusal(request, 404, [_("There is no such page or record, or it is not yours to see.")])


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return refusal(request, 400, [_("The request could not be understood. Go back and try again.")])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is refused for want of a right."""
    return refusal(request, 403, [_("You may not do this. Ask the administrator if you need to.")])


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own failure."""
    told = _(
        "Something failed on our side. Nothing you sent was half-done. Try again; if it persists, tell the administrator."
    )
    return refusal(request, 500, [told])
