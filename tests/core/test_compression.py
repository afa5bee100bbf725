"""Answers travel compressed, and their length tells nothing about what they hold."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from aftersail.core.middleware import CompressionMiddleware

LONG = "续航 " * 400


def answer(text: str = LONG, accepted: str = "br, gzip", **headers: str) -> HttpResponse:
    """Return what the middleware makes of a page."""
    made = HttpResponse(text, headers=headers)
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return CompressionMiddleware(lambda _request: made)(request)


def test_a_page_travels_compressed_and_reads_the_same() -> None:
    sent = answer()
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.content) < len(LONG.encode()) / 10
    assert int(sent.headers["Content-Length"]) == len(sent.content)
    assert gzip.decompress(sent.content).decode() == LONG
    assert "Accept-Encoding" in sent.headers["Vary"]


def test_the_length_of_an_answer_varies_while_its_text_does_not() -> None:
    lengths = {len(answer().content) for _n in range(60)}
    assert len(lengths) > 20


def test_a_strong_tag_becomes_weak() -> None:
    assert answer(ETag='"7"').headers["ETag"] == 'W/"7"'


@pytest.mark.parametrize(
    "sent",
    [
        answer(accepted="identity"),
        answer("short"),
        answer(**{"Content-Type": "image/png"}),
        answer(**{"Content-Encoding": "br"}),
    ],
    ids=["not understood", "short", "a picture", "compressed already"],
)
def test_what_gains_nothing_is_left_as_it_is(sent: HttpResponse) -> None:
    assert sent.headers.get("Content-Encoding") != "gzip"
