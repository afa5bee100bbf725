"""Refusals for programs: RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse


def problem(status: int, detail: str, *, reasons: Iterable[str] = (), errors: Any = None) -> HttpResponse:
    """Return an `application/problem+json` answer that says what is wrong and what to do."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if told := [str(reason) for reason in reasons]:
        body["reasons"] = told
    if errors:
        body["errors"] = errors
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")
