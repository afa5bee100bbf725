"""Asking every address as one account, once, and keeping a note of each answer."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from tests.isolation.answers import text_of
from tests.isolation.belongings import picture
from tests.isolation.bodies import Ids, body_for, query_for
from tests.isolation.history import BAIT, History
from tests.isolation.records import Undeclared, kinds_of, values_for
from tests.isolation.routes import Route, operations, pages


@cache
def routes() -> tuple[Route, ...]:
    """Return every page and operation whose varying parts are known; one test alone fails for the others."""
    return tuple(route for route in every_route() if is_known(route))


@cache
def every_route() -> tuple[Route, ...]:
    """Return every page and operation."""
    return (*pages(), *operations())


def is_known(route: Route) -> bool:
    """Whether the table of records has something to put into the address."""
    try:
        kinds_of(route)
    except Undeclared:
        return False
    return True


def readable() -> list[Route]:
    """Return what can be read: pages, and operations that answer GET."""
    return [route for route in routes() if not route.methods or "GET" in route.methods]


@dataclass(frozen=True)
class Reading:
    """One answer: which address, whose records stood in it, and which secret words were in the answer."""

    route: Route
    side: str
    owner: str
    status: int
    words: dict[str, str]
    """Secret word → its surroundings."""
    trace: str = ""
    unescaped: bool = False
    """Whether a page let markup through that somebody typed."""

    def __str__(self) -> str:
        about = f" side {self.side}, things of {self.owner}" if self.route.parameters else ""
        return f"{self.route}{about}: {self.status}{self.trace}"


def read_everything(
    client: Client, history: History, name: str, stranger: str, *, thoroughly: bool = True
) -> list[Reading]:
    """Read every address with the records of both sides and the belongings of two accounts.

    thoroughly: False for an account that reaches both sides, from which no answer can leak: it reads one side, plainly.
    """
    return [
        _noted(history, route, side, owner, answer)
        for route in readable()
        for side, owner in _combinations(route, name, stranger, ("A", "B") if thoroughly else ("A",))
        for answer in readings(
            client, route, values_for(route, history, history.sides[side], owner), thoroughly=thoroughly
        )
    ]


def _combinations(
    route: Route, name: str, stranger: str, sides: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    kinds = kinds_of(route)
    for side in sides if kinds & {"sided", "secret", "common"} else ("A",):
        for owner in (name, stranger) if "personal" in kinds else (name,):
            yield side, owner


def readings(
    client: Client, route: Route, values: dict[str, Any], *, thoroughly: bool = True
) -> Iterator[HttpResponseBase]:
    """Read an address in every way that it offers: plainly, searching, as a fragment, as a file."""
    first = ask(client, route, values)
    yield first
    if first.status_code != 200 or route.parameters or not thoroughly:
        return
    yield ask(client, route, values, {"q": BAIT, "limit": "100"})
    if not route.is_api and b"format=xlsx" in first.getvalue():
        yield ask(client, route, values, {"format": "xlsx"})
        yield ask(client, route, values, {"q": BAIT, "format": "csv"})
    if not route.is_api:
        yield ask(client, route, values, {"q": BAIT}, headers={"HX-Request": "true"})


def ask(
    client: Client, route: Route, values: dict[str, Any], query: dict[str, str] | None = None, **extra: Any
) -> HttpResponseBase:
    """Read an address."""
    return client.get(route.url(**values), query_for(route) | (query or {}), **extra)


def send(
    client: Client, route: Route, method: str, values: dict[str, Any], ids: Ids = lambda name: None
) -> HttpResponseBase:
    """Send the smallest lawful body to an address; an empty form to a page."""
    kind, body = body_for(route, ids)
    url = route.url(**values)
    if query := query_for(route):
        url += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    if kind == "application/octet-stream":
        return client.generic(method, url, b"bytes", content_type=kind)
    if kind == "multipart/form-data":
        return client.post(
            url, {key: value for key, value in body.items() if key != "file"} | {"file": picture()}
        )
    if not route.is_api:
        return client.generic(method, url, "", content_type="application/x-www-form-urlencoded")
    return client.generic(method, url, json.dumps(body) if kind else "", content_type="application/json")


def every_method(
    client: Client, route: Route, values: dict[str, Any]
) -> Iterator[tuple[str, HttpResponseBase]]:
    """Use an address in every way: read it, and send to it; what a page does not take (405) is left out."""
    for method in route.methods or ("GET", "POST"):
        answer = ask(client, route, values) if method == "GET" else send(client, route, method, values)
        if answer.status_code != 405 or route.methods:
            yield method, answer


def _noted(history: History, route: Route, side: str, owner: str, answer: HttpResponseBase) -> Reading:
    told = text_of(answer)
    words = {one.word: _around(told, one.word) for one in history.sides.values() if one.word in told}
    failure = getattr(answer, "exc_info", None)
    trace = "\n" + "".join(traceback.format_exception(*failure)[-4:]) if failure else ""
    page = answer.headers.get("Content-Type", "").startswith(("text/html", "image/svg"))
    return Reading(route, side, owner, answer.status_code, words, trace, page and "<img src=x" in told)


def _around(text: str, word: str) -> str:
    place = text.index(word)
    return " ".join(text[max(0, place - 80) : place + 40].split())
