"""Reading the bodies of requests: strict JSON, and no text that the database cannot hold."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja import parser

NUL = "\x00"
ESCAPED = b"\\u0000"


class Parser(parser.Parser):
    """JSON by orjson: it takes neither NaN nor lone surrogates, and what it refuses answers 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body; ValueError where it is not JSON or some text in it holds a NUL."""
        told = orjson.loads(request.body)
        if ESCAPED in request.body and _holds_nul(told):
            raise ValueError("a text holds a NUL character, which PostgreSQL cannot keep")
        return told


def _holds_nul(told: Any) -> bool:
    if isinstance(told, str):
        return NUL in told
    if isinstance(told, list):
        return any(map(_holds_nul, told))
    if isinstance(told, dict):
        return any(NUL in key or _holds_nul(value) for key, value in told.items())
    return False
