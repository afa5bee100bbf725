"""The API is what it says: its description is lawful, and no input makes it fail or answer otherwise."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.openapi import from_dict

from aftersail.core.audience import scopes_declared
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.tokens import make_token
from aftersail.web.demo.small import load_small
from tests.isolation.history import History, tell_history
from tests.isolation.records import keys_of, values_for
from tests.isolation.routes import Route, operations
from tests.undone import undone

SEED = 20260311
EXAMPLES, WALKS, STEPS = 6, 6, 5
ROLES = ("dispatcher", "crew")
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, database=InMemoryExampleDatabase(), phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@cache
def described() -> schemathesis.BaseSchema:
    """Return the API's description, answered by the application itself, in this process."""
    from aftersail.web.api import api
    from aftersail.web.wsgi import application

    schema = from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)))
    schema.app = application
    return schema


def all_operations() -> list[Any]:
    """Return what the description holds, one operation each."""
    return [result.ok() for result in described().get_all_operations()]


@pytest.fixture(scope="module")
def history(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[History]:
    """The same story told for two customers, so that ids in addresses lead somewhere."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # they would end the transaction that holds the history
    with django_db_blocker.unblock(), undone():
        with as_system():
            made = tell_history(load_small())
        yield made
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def bearer(history: History) -> dict[str, dict[str, str]]:
    """Headers with a token of every scope, by role."""
    headers = {}
    for role in ROLES:
        with as_system():
            account = Account.objects.get(pk=history.accounts[role].pk)
            _token, key = make_token(
                by=account, name="fuzz", scopes=sorted(scopes_declared()), days=None, at=account.created_at
            )
        headers[role] = {
            "Authorization": f"Bearer {key}",
            "Accept-Language": "en",
            "Accept-Encoding": "identity",
        }
    return headers


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep thousands of meant refusals out of the log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def lawful_problems(answer: Any) -> None:
    """Fail when a refusal is not a problem document (RFC 9457) that says why."""
    if answer.status_code >= 400 and answer.status_code != 405:
        assert answer.headers["content-type"][0].startswith("application/problem+json"), answer.headers
        told = answer.json()
        assert told["status"] == answer.status_code
        assert told["title"]
        assert told["detail"]


def test_the_description_is_lawful_openapi_3_1():
    from aftersail.web.api import api

    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    assert schema["openapi"].startswith("3.1")
    described().validate()
    for name, component in schema["components"]["schemas"].items():
        (
            jsonschema_rs.meta.validate(
                {"$schema": "https://json-schema.org/draft/2020-12/schema", **component}
            ),
            name,
        )


def test_every_operation_is_described_once_with_a_summary_and_an_id_of_its_own():
    found = [operation.definition.raw for operation in all_operations()]
    ids = [one["operationId"] for one in found]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    assert [one["operationId"] for one in found if not one.get("summary")] == []
    assert len(found) == len(list(operations()))


def test_no_address_ends_in_a_slash():
    """A program that forgets or adds one must not be sent elsewhere, where its body is lost."""
    assert [path for path in described().raw_schema["paths"] if path.endswith("/")] == []


def test_no_two_shapes_of_the_api_share_a_name():
    """The description keeps one of each name, so that a second one would be described by the first."""
    from ninja import Schema

    waiting, places = list(Schema.__subclasses__()), dict[str, set[str]]()
    while waiting:
        shape = waiting.pop()
        waiting += shape.__subclasses__()
        if shape.__module__.startswith("aftersail.") and "[" not in shape.__name__:
            places.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {
        name: found
        for name, found in places.items()
        if len(found) > 1 and name in described().raw_schema["components"]["schemas"]
    } == {}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", all_operations(), ids=lambda operation: operation.label)
def test_no_input_makes_an_operation_fail_or_answer_against_its_description(
    operation: Any, role: str, history: History, bearer: dict[str, dict[str, str]]
):
    records = known_records(operation, history)

    @seed(SEED)
    @BOUNDED
    @given(case=operation.as_strategy(), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known:
            case.path_parameters = (case.path_parameters or {}) | records
        answer = case.call_and_validate(headers=bearer[role], excluded_checks=LAX)
        lawful_problems(answer)

    with undone():
        ask()
        transaction.set_rollback(True)


LAX: list[Any] = schemathesis.checks.CHECKS.get_by_names([
    "positive_data_acceptance",  # a record that does not exist, a state that does not allow it
    "negative_data_rejection",  # a query parameter that nobody asked for is left alone, as in forms
    "unsupported_method", "missing_required_header", "ignored_auth", "use_after_free", "ensure_resource_availability",
])  # fmt: skip
"""Checks that judge what the description cannot say."""


def known_records(operation: Any, history: History) -> dict[str, Any]:
    """Return path parameters that lead to a record of the history."""
    names = tuple(p.name for p in operation.path_parameters)
    route = Route(
        operation.label,
        operation.full_path if hasattr(operation, "full_path") else operation.path,
        (operation.method.upper(),),
        None,
    )
    assert set(keys_of(route)) == set(names)
    return {
        name: str(value) for name, value in values_for(route, history, history.sides["A"], "crew").items()
    }


@pytest.mark.parametrize("role", ROLES)
def test_walking_from_answer_to_answer_never_fails(
    role: str, history: History, bearer: dict[str, dict[str, str]]
):
    headers = bearer[role]

    class Walk(described().as_state_machine()):  # type: ignore[misc]
        """Use what one operation answered as input of the next."""

        def setup(self) -> None:
            """Begin from the history."""
            self.block = undone()
            self.block.__enter__()

        def teardown(self) -> None:
            """Take back what the walk did."""
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            super().teardown()

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            """Send the token along."""
            return {"headers": headers}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            """Judge as single calls are judged."""
            case.validate_response(response, excluded_checks=LAX)

    walk: Callable[..., None] = seed(SEED)(Walk).run  # type: ignore[assignment]
    walk(settings=settings(BOUNDED, max_examples=WALKS, stateful_step_count=STEPS))
