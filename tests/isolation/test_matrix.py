"""Every address × every role × own and foreign records: who gets in, who does not, and what is never told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.isolation.answers import text_of
from tests.isolation.bodies import body_for, query_for
from tests.isolation.history import BAIT, History
from tests.isolation.records import kinds_of, values_for
from tests.isolation.routes import Route, operations, pages

BOTH, ONLY_A, ONLY_B, NOTHING = ("A", "B"), ("A",), ("B",), ()
REACHED = {
    "dispatcher": BOTH, "quality": BOTH, "executive": BOTH, "auditor": BOTH, "designer": BOTH, "finance": BOTH,
    "manager": ONLY_A, "engineer": ONLY_A, "steward": ONLY_A, "crew": ONLY_A, "owner": ONLY_A,
    "other_crew": ONLY_B, "other_engineer": ONLY_B, "yard": ONLY_B,
    "consultant": NOTHING, "admin": NOTHING, "supplier": NOTHING,
}  # fmt: skip
"""Whose records each account of the small world reaches, written down by hand."""

TELLS_NAMES = {
    "admin": "administrators keep the accounts of every organisation, and so read their names",
}
"""Accounts whose pages may name the other side, with the reason; what they read is looked at by other tests."""

WITHOUT_AUDIENCE: dict[str, str] = {}
"""Addresses that need no audience, with the reason."""


@cache
def routes() -> tuple[Route, ...]:
    """Return every page and operation."""
    return (*pages(), *operations())


def others(name: str) -> str:
    """Return an account of which this one must see nothing."""
    return "crew" if name == "other_crew" else "other_crew"


def ask(client: Client, route: Route, values: dict[str, Any], query: dict[str, str] | None = None, **headers: Any) -> HttpResponseBase:
    """Read an address."""
    return client.get(route.url(**values), query_for(route) | (query or {}), **headers)


def send(client: Client, route: Route, method: str, values: dict[str, Any], ids: Any = lambda name: None, everything: bool = False) -> HttpResponseBase:
    """Send the smallest lawful body to an address."""
    kind, body = body_for(route, ids, everything)
    url = route.url(**values)
    if query := query_for(route):
        url += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    if kind == "multipart/form-data":
        from tests.isolation.history import picture

        return client.generic(method, url) if body is None else client.post(url, body | {"file": picture()})
    data = json.dumps(body) if kind else ""
    return client.generic(method, url, data, content_type=kind or "application/json")


def admitted(route: Route, roles: Any) -> bool:
    """Whether the declared audience lets somebody with these roles in."""
    return route.is_public or bool(route.audience and route.audience & set(roles))


def test_every_address_declares_its_audience():
    missing = [str(route) for route in routes() if route.audience is None and route.name not in WITHOUT_AUDIENCE]
    assert missing == []


def test_every_varying_address_is_in_the_table_of_records():
    assert all(isinstance(kinds_of(route), set) for route in routes())


def test_every_account_of_the_world_has_its_reach_written_down(history: History):
    assert set(REACHED) == set(history.accounts)


def test_a_guest_gets_into_public_addresses_only(history: History, client_of: Callable[[str], Client], taken_back: None):
    client, side = client_of("guest"), history.sides["A"]
    wrong = []
    for route in routes():
        values = values_for(route, history, side, "crew")
        for method in route.methods or ("GET", "POST"):
            answer = ask(client, route, values) if method == "GET" else send(client, route, method, values)
            if not lawful_for_guest(route, answer):
                wrong.append(f"{route} {method}: {answer.status_code}")
    assert wrong == []


def lawful_for_guest(route: Route, answer: HttpResponseBase) -> bool:
    """Whether a guest was let in where it is public, and else asked to sign in."""
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    if route.is_public:
        return answer.status_code < 500 and answer.status_code not in {401, 403} and not to_sign_in
    if route.path.startswith("/api/"):
        return answer.status_code == 401
    return to_sign_in or answer.status_code == 405


@pytest.mark.parametrize("name", REACHED)
def test_nobody_outside_an_audience_gets_in(name: str, history: History, client_of: Callable[[str], Client], taken_back: None):
    client, roles = client_of(name), history.accounts[name].roles
    side = history.sides[(REACHED[name] or ONLY_A)[0]]
    wrong = []
    for route in routes():
        if admitted(route, roles):
            continue
        values = values_for(route, history, side, name)
        for method in route.methods or ("GET", "POST"):
            answer = ask(client, route, values) if method == "GET" else send(client, route, method, values)
            if answer.status_code not in {403, 405} or (answer.status_code == 405 and route.methods):
                wrong.append(f"{route} {method}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", REACHED)
def test_own_records_open_for_everybody_in_the_audience(name: str, history: History, client_of: Callable[[str], Client], taken_back: None):
    client, wrong = client_of(name), []
    for route, values in own_addresses(history, name):
        for answer in readings(client, route, values):
            status = answer.status_code
            if (status in {401, 403, 404} or status >= 500) and not expected_all_the_same(name, route, status):
                wrong.append(f"{route}: {status} {text_of(answer)[-300:] if status >= 500 else ''}")
    assert wrong == []


@pytest.mark.parametrize("name", REACHED)
def test_foreign_records_are_not_found_by_anybody(name: str, history: History, client_of: Callable[[str], Client], taken_back: None):
    client, wrong = client_of(name), []
    for route, values in foreign_addresses(history, name):
        for method in route.methods or ("GET", "POST"):
            answer = ask(client, route, values) if method == "GET" else send(client, route, method, values)
            if answer.status_code != 404 and not (answer.status_code == 405 and not route.methods):
                wrong.append(f"{route} {method}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", [*REACHED, "guest"])
def test_no_answer_ever_holds_the_word_of_another_customer(name: str, history: History, client_of: Callable[[str], Client], taken_back: None):
    secrets = [side.word for key, side in history.sides.items() if key not in REACHED.get(name, ONLY_A)]
    if not secrets or name in TELLS_NAMES:
        pytest.skip("reaches both customers")
    client, leaks, read = client_of(name), [], Counter[str]()
    for route, values, answer in everything_readable(client, history, name):
        read[str(route)] += 1
        told = text_of(answer)
        leaks += [f"{route} {values} {answer.status_code}: …{around(told, word)}…" for word in secrets if word in told]
    assert leaks == []
    assert set(read) == {str(route) for route in routes() if not route.methods or "GET" in route.methods}


def everything_readable(client: Client, history: History, name: str) -> Iterator[tuple[Route, dict[str, Any], HttpResponseBase]]:
    """Read every address with own and foreign records, searching for what both sides wrote, as page and as file."""
    owner = name if name != "guest" else "crew"
    for route in routes():
        if route.methods and "GET" not in route.methods:
            continue
        for key in ("A", "B"):
            if name == "guest" and kinds_of(route) == {"secret"} and key == "B":
                continue  # whoever holds the secret address may read behind it
            for whose in (owner, others(owner)):
                values = values_for(route, history, history.sides[key], whose)
                for answer in readings(client, route, values):
                    yield route, values, answer
                if not route.parameters or kinds_of(route) == {"common"}:
                    break
            if not route.parameters:
                break


def readings(client: Client, route: Route, values: dict[str, Any]) -> Iterator[HttpResponseBase]:
    """Read an address in every way that it offers."""
    first = ask(client, route, values)
    yield first
    if first.status_code == 200 and not route.parameters:
        yield ask(client, route, values, {"q": BAIT, "limit": "100"})
        if not route.is_api:
            yield ask(client, route, values, {"q": BAIT}, headers={"HX-Request": "true"})
            yield ask(client, route, values, {"format": "xlsx"})
            yield ask(client, route, values, {"format": "csv"})


def own_addresses(history: History, name: str) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Yield what this account may read: addresses of its audience with records of its side."""
    for route in routes():
        if (route.methods and "GET" not in route.methods) or not admitted(route, history.accounts[name].roles):
            continue
        if REACHED[name] == NOTHING and "sided" in kinds_of(route):
            continue
        for key in REACHED[name] or ONLY_A:
            yield route, values_for(route, history, history.sides[key], name)
            if not route.parameters:
                break


def foreign_addresses(history: History, name: str) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Yield addresses of its audience with records that are somebody else's."""
    for route in routes():
        if not admitted(route, history.accounts[name].roles):
            continue
        kinds = kinds_of(route)
        own = history.sides[(REACHED[name] or ONLY_A)[0]]
        if "sided" in kinds:
            for key in {"A", "B"} - set(REACHED[name]):
                yield route, values_for(route, history, history.sides[key], name)
        if "personal" in kinds:
            yield route, values_for(route, history, own, others(name))


def expected_all_the_same(name: str, route: Route, status: int) -> bool:
    """Whether a refusal to somebody in the audience is meant, for a reason that stands in `NARROWER`."""
    return any(route.name == wanted and name in names and status == code for wanted, code, names, _why in NARROWER)


NARROWER: tuple[tuple[str, int, frozenset[str], str], ...] = ()
"""Addresses that open for fewer people than their audience: name, answer, accounts, why."""


def around(text: str, word: str) -> str:
    """Return the place of a word in a text."""
    place = text.index(word)
    return " ".join(text[max(0, place - 80) : place + 40].split())
