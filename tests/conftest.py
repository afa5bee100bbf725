"""Fixtures that every test may ask for: the worker's database, the system's eyes, a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from aftersail.core.scope import Scope, entered
from tests.postgres_plugin import DATABASES

pytest_plugins = ["tests.browser", "tests.world"]

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # no test asserts on time, and other work may run beside


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give the worker a database of its own: a clone of one that was migrated once.

    After a test that commits, the template is cloned again. Django would truncate every table, which takes
    longer, forgets the rows that migrations made, and is refused by tables that only ever grow.
    """
    databases = request.config.stash[DATABASES]
    databases.open()

    def clone_again(self: TransactionTestCase) -> None:
        connections.close_all()
        databases.clone()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clone_again)
        yield
    connections.close_all()
    databases.close()


@pytest.fixture
def system_scope() -> Iterator[None]:
    """See and change every row, as background work does; without it a test sees none."""
    with entered(Scope.everything()):
        yield
