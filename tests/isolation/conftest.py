"""One history for a whole module: made once, and taken back when its tests are over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from aftersail.core.models import Account
from aftersail.core.scope import Scope, as_system, entered
from aftersail.web.demo.small import load_small
from tests.isolation.history import History, tell_history
from tests.undone import undone

BACKEND = "aftersail.core.signin.PasswordBackend"


@pytest.fixture(scope="module")
def history(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[History]:
    """The small world with the same story told for both customers."""
    with django_db_blocker.unblock(), undone():
        with as_system():
            made = tell_history(load_small())
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def taken_back(history: History) -> Iterator[None]:
    """Undo what one test does to the history."""
    with undone():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client_of(history: History) -> Callable[[str], Client]:
    """Return a function that makes a client signed in as an account; `guest` is nobody."""

    def make(name: str) -> Client:
        client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        if name != "guest":
            with entered(Scope.everything()):
                client.force_login(Account.objects.get(pk=history.accounts[name].pk), backend=BACKEND)
        client.cookies["aftersail_language"] = "en"
        return client

    return make


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep thousands of meant refusals out of the log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
