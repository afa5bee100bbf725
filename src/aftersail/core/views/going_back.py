"""Where to go after a form: only ever to an address of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, wanted: str | None, otherwise: str = "/") -> str:
    """Return the wanted address if it leads to this site, else the other."""
    whole = (wanted or "").startswith(
        ("/", "http://", "https://")
    )  # a bare word would be taken for a view's name
    if (
        wanted
        and whole
        and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    ):
        return wanted
    return otherwise
