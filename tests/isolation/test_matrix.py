"""Every address × every role × own and foreign records: who gets in, who does not, and what is never told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.isolation.answers import text_of
from tests.isolation.asking import (
    Reading,
    every_method,
    every_route,
    is_known,
    read_everything,
    readable,
    routes,
    send,
)
from tests.isolation.history import History
from tests.isolation.reach import (
    BOTH,
    FORGIVING,
    LOOKED_AFTER,
    NOTHING,
    ONLY_A,
    REACHED,
    WITHOUT_AUDIENCE,
    is_narrower,
    may_name,
    stranger_to,
)
from tests.isolation.records import SIDED, kinds_of, values_for
from tests.isolation.routes import Route

ClientOf = Callable[[str], Client]
_journals: dict[int, dict[str, list[Reading]]] = {}


@pytest.fixture
def journal(history: History, client_of: ClientOf) -> Callable[[str], list[Reading]]:
    """Return a function that reads everything as an account, once for all tests of the module."""
    kept = _journals.setdefault(id(history), {})

    def read(name: str) -> list[Reading]:
        if name not in kept:
            owner, thoroughly = "crew" if name == "guest" else name, REACHED.get(name, NOTHING) != BOTH
            kept[name] = read_everything(
                client_of(name), history, owner, stranger_to(name), thoroughly=thoroughly
            )
        return kept[name]

    return read


def none_of(wrong: list[str]) -> None:
    """Fail with every finding on a line of its own."""
    assert not wrong, "\n" + "\n".join(wrong)


def admits(route: Route, history: History, name: str) -> bool:
    """Whether the declared audience lets the account in."""
    return route.is_public or bool(route.audience and route.audience & set(history.accounts[name].roles))


def own_side(history: History, name: str) -> Any:
    """Return the side whose records stand in the addresses that an account asks for."""
    return history.sides[(REACHED[name] or ONLY_A)[0]]


def test_every_address_declares_its_audience():
    none_of(
        [
            str(route)
            for route in every_route()
            if route.audience is None and route.name not in WITHOUT_AUDIENCE
        ]
    )


def test_every_varying_part_of_an_address_is_in_the_table_of_records():
    none_of(
        [
            f"{route}: say in tests/isolation/records.py what stands there"
            for route in every_route()
            if not is_known(route)
        ]
    )


def test_every_account_of_the_world_has_its_reach_written_down(history: History):
    assert set(REACHED) == set(history.accounts)


def test_a_guest_gets_into_public_addresses_only(history: History, client_of: ClientOf, taken_back: None):
    client, side = client_of("guest"), history.sides["A"]
    none_of([
        f"{route} {method}: {answer.status_code}"
        for route in routes()
        for method, answer in every_method(client, route, values_for(route, history, side, "crew"))
        if not is_lawful_for_a_guest(route, answer)
    ])  # fmt: skip


def is_lawful_for_a_guest(route: Route, answer: HttpResponseBase) -> bool:
    """Whether a guest was let in where it is public, and else asked to sign in."""
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    if route.is_public:
        return answer.status_code < 500 and answer.status_code not in {401, 403} and not to_sign_in
    return answer.status_code == 401 if route.is_api else to_sign_in


@pytest.mark.parametrize("name", REACHED)
def test_nobody_outside_an_audience_gets_in(
    name: str, history: History, client_of: ClientOf, taken_back: None
):
    client = client_of(name)
    none_of([
        f"{route} {method}: {answer.status_code} {text_of(answer)[-200:]}"
        for route in routes()
        if not admits(route, history, name)
        for method, answer in every_method(client, route, values_for(route, history, own_side(history, name), name))
        if answer.status_code != 403
    ])  # fmt: skip


@pytest.mark.parametrize("name", REACHED)
def test_own_records_open_for_everybody_in_the_audience(
    name: str, history: History, journal: Callable[[str], list[Reading]]
):
    none_of([
        str(reading)
        for reading in journal(name)
        if admits(reading.route, history, name) and is_own(reading, name)
        and (reading.status in {401, 403, 404} or reading.status >= 500)
        and not is_narrower(name, reading.route, reading.status)
    ])  # fmt: skip


def is_own(reading: Reading, name: str) -> bool:
    """Whether everything in the address is of the account's side and its own belonging."""
    kinds = kinds_of(reading.route)
    theirs = "personal" in kinds and reading.owner != name
    return not theirs and ("sided" not in kinds or reading.side in REACHED[name])


@pytest.mark.parametrize("name", REACHED)
def test_foreign_records_are_not_found_by_anybody(
    name: str, history: History, journal: Callable[[str], list[Reading]]
):
    none_of([
        str(reading)
        for reading in journal(name)
        if admits(reading.route, history, name) and not is_own(reading, name) and reading.status not in {404, 405}
    ])  # fmt: skip


@pytest.mark.parametrize("name", REACHED)
def test_foreign_records_cannot_be_written_to(
    name: str, history: History, client_of: ClientOf, taken_back: None
):
    client, wrong = client_of(name), []
    for route in routes():
        kinds = kinds_of(route) & {"sided", "personal"}
        if not kinds or not admits(route, history, name) or route.name in FORGIVING:
            continue
        if name in LOOKED_AFTER.get(route.name, ()):
            continue
        foreign = {"A", "B"} - set(REACHED[name]) if "sided" in kinds else {"A"}
        for side in foreign:
            values = values_for(route, history, history.sides[side], stranger_to(name))
            answers = [
                (method, send(client, route, method, values))
                for method in route.methods or ("POST",)
                if method != "GET"
            ]
            wrong += [
                f"{route} {method} {side}: {a.status_code} {text_of(a)[-200:]}"
                for method, a in answers
                if a.status_code not in {404, 405}
            ]
    none_of(wrong)


@pytest.mark.parametrize("name", [*REACHED, "guest"])
def test_no_answer_ever_holds_the_word_of_another_customer(
    name: str, history: History, journal: Callable[[str], list[Reading]]
):
    kept = {side.word for key, side in history.sides.items() if key not in REACHED.get(name, NOTHING)}
    none_of([
        f"{reading}: …{reading.words[word]}…"
        for reading in journal(name)
        for word in kept & set(reading.words)
        if not may_name(name, reading.route) and not is_own_secret(history, reading, word)
    ])  # fmt: skip


@pytest.mark.parametrize("name", [*REACHED, "guest"])
def test_markup_that_somebody_typed_never_reaches_a_browser_as_markup(
    name: str, journal: Callable[[str], list[Reading]]
):
    none_of([str(reading) for reading in journal(name) if reading.unescaped])


def is_own_secret(history: History, reading: Reading, word: str) -> bool:
    """Whether the answer stands behind an unguessable address of that very side."""
    return kinds_of(reading.route) == {"secret"} and history.sides[reading.side].word == word


@pytest.mark.parametrize(
    "name", ["crew", "owner", "other_crew", "yard", "manager", "engineer", "steward", "consultant"]
)
def test_naming_a_foreign_record_in_a_body_neither_shows_nor_links_it(
    name: str, history: History, client_of: ClientOf, taken_back: None
):
    client, wrong = client_of(name), []
    foreign = next(side for key, side in history.sides.items() if key not in REACHED[name])

    def ids(field: str) -> str | None:
        key = f"{field}_id" if f"{field}_id" in SIDED else field
        return str(SIDED[key](history, foreign, {})) if key in SIDED else None

    for route in routes():
        if not route.is_api or "GET" in route.methods or not admits(route, history, name):
            continue
        values = values_for(route, history, own_side(history, name), name)
        answer = send(client, route, route.methods[0], values, ids)
        if foreign.word in text_of(answer) or answer.status_code >= 500:
            wrong.append(f"{route}: {answer.status_code} {text_of(answer)[:400]}")
    none_of(wrong)


def test_everything_that_can_be_read_was_read_in_every_role(
    history: History, journal: Callable[[str], list[Reading]], capsys: pytest.CaptureFixture[str]
):
    everything = {str(route) for route in readable()}
    lines = []
    for name in (*REACHED, "guest"):
        read = journal(name)
        assert {str(reading.route) for reading in read} == everything
        statuses = Counter(reading.status for reading in read)
        lines.append(
            f"{name:15} {len(read):5} answers  "
            + "  ".join(f"{code}: {n}" for code, n in sorted(statuses.items()))
        )
    with capsys.disabled():
        head = (
            f"{len(routes())} addresses, {len(everything)} of them readable, each read in {len(lines)} roles"
        )
        sys.stdout.write("\n".join(["", head, *lines, ""]))
