"""Pages under malformed and hostile input: told in words, never a failure on our side."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from aftersail.core.models import Account
from aftersail.core.scope import as_system
from tests.isolation.asking import routes
from tests.isolation.conftest import BACKEND, client_of, history, quiet, taken_back
from tests.isolation.history import History
from tests.isolation.records import values_for
from tests.isolation.routes import Route
from tests.undone import undone

__all__ = ["client_of", "history", "quiet", "taken_back"]

NAMES = re.compile(r'\bname="([^"]+)"')
HOSTILE_VALUES = (
    "\x00",
    "x" * 20_000,
    "🚢' OR 1=1 --",
    "<script>alert(1)</script>",
    "-1",
    "9" * 40,
    "NaN",
    "2026-13-45",
    "[]",
    "01a2095a",
)
HOSTILE_QUERIES = (
    "q=%00",
    "q=" + "%F0%9F%9A%A2" * 300,
    "q=%FF%FE%C0%80",
    "page=-1&sort=--&format=exe",
    "q=%25%5F%5C%27%22%3B--",
    "a[]=1&a[b]=2&=&&",
)
HOSTILE_PATHS = (
    "/cases/%00/", "/cases/not-an-id/", "/cases/" + "f" * 3000 + "/", "/cases/%FF%FE/", "/files/../../etc/passwd", "/files/%2e%2e%2fsettings/",
    "/r/%00/", "/r/" + "x" * 3000 + "/", "/track/%00/", "/track/%FF/", "/s/%00/", "/follow/%00/01890a5d-ac96-774b-bcce-b302099a8057/",
    "/follow/core.logentry/01890a5d-ac96-774b-bcce-b302099a8057/", "/filters/save/%00/", "/kpi/%00/cases/", "/static/../settings.py",
)  # fmt: skip


def only_pages() -> list[Route]:
    """Return what people open, not programs."""
    return [route for route in routes() if not route.is_api]


@pytest.fixture(scope="module")
def field_names(history: History) -> frozenset[str]:
    """Return the name of every field of every form that this person is shown."""
    found: set[str] = set()
    client = Client()
    with as_system():
        client.force_login(Account.objects.get(pk=history.accounts["dispatcher"].pk), backend=BACKEND)
    for route in only_pages():
        answer = client.get(route.url(**values_for(route, history, history.sides["A"], "dispatcher")))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found |= set(NAMES.findall(answer.getvalue().decode()))
    return frozenset(found - {"csrfmiddlewaretoken"})


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
@pytest.mark.parametrize("who", ["dispatcher", "guest"])
def test_no_query_makes_a_page_fail(
    who: str, query: str, history: History, client_of: Callable[[str], Client], taken_back: None
):
    client = client_of(who)
    failed = [
        f"{route}?{query}: {answer.status_code}"
        for route in only_pages()
        if (
            answer := client.get(
                route.url(**values_for(route, history, history.sides["A"], "crew" if who == "guest" else who))
                + "?"
                + query
            )
        ).status_code
        >= 500
    ]
    assert failed == []


@pytest.mark.parametrize("path", HOSTILE_PATHS)
@pytest.mark.parametrize("who", ["dispatcher", "guest"])
def test_no_address_makes_the_product_fail(
    who: str, path: str, history: History, client_of: Callable[[str], Client]
):
    client = client_of(who)
    assert client.get(path).status_code in {301, 302, 400, 404, 405}
    assert client.post(path).status_code in {302, 400, 403, 404, 405}


@pytest.mark.parametrize("value", HOSTILE_VALUES, ids=lambda value: ascii(value[:12]))
def test_no_form_fails_on_values_of_any_kind(
    value: str, history: History, client_of: Callable[[str], Client], field_names: frozenset[str]
):
    client, typed = client_of("dispatcher"), dict.fromkeys(field_names, value)
    failed = []
    for route in only_pages():
        with undone():
            answer = client.post(
                route.url(**values_for(route, history, history.sides["A"], "dispatcher")), typed
            )
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            failed.append(f"{route}: {answer.status_code}")
    assert failed == []


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00text=1", b"text=%FF%FE&id=%00", b"=" * 5000, b"--x\r\nbroken", b'{"json": 1}']
)
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=no-such",
    ],
)
def test_no_broken_body_makes_a_form_fail(
    body: bytes, kind: str, history: History, client_of: Callable[[str], Client], taken_back: None
):
    client = client_of("dispatcher")
    failed = []
    for address in (
        "/requests/new/",
        "/sign-in/",
        "/fleet/vessels/new/",
        f"/r/{history.sides['A'].unit.label_token}/",
        "/account/",
    ):
        answer = client.generic("POST", address, body, content_type=kind)
        if answer.status_code >= 500:
            failed.append(f"{address}: {answer.status_code}")
    assert failed == []


BY_SECRET_ADDRESS = {
    "core:stop_mail": "a mail program unsubscribes by one click (RFC 8058); the address is the secret"
}


def test_no_page_takes_a_form_without_its_secret(history: History):
    client = Client(enforce_csrf_checks=True)
    with as_system():
        client.force_login(Account.objects.get(pk=history.accounts["dispatcher"].pk), backend=BACKEND)
    taken = [
        f"{route}: {answer.status_code}"
        for route in only_pages()
        if route.name not in BY_SECRET_ADDRESS
        and (
            answer := client.post(
                route.url(**values_for(route, history, history.sides["A"], "dispatcher")), {}
            )
        ).status_code
        not in {403, 405}
    ]
    assert taken == []
