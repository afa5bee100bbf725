"""Pytest plugin: says where the tests' database and files will be, before Django reads its settings.

The server itself starts with the first test that asks for the database, so that tests of pure rules never wait.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.databases import Databases, test_server

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
DATABASES = pytest.StashKey[Databases]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Set the environment; a wrapper, because pytest-django's own hook already reads the settings."""
    run = os.environ.setdefault("AFTERSAIL_TEST_RUN", str(os.getpid()))
    if WORKER == "main":
        data = tempfile.mkdtemp(prefix="aftersail-test-data-")
        early_config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
        os.environ["AFTERSAIL_DATA"] = data  # xdist's workers inherit it
        Path(data, "static").mkdir()  # WhiteNoise warns where it is not there
    databases = Databases(test_server(), run, WORKER)
    early_config.stash[DATABASES] = databases
    os.environ |= {
        "DATABASE_URL": databases.url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "AFTERSAIL_FILES": str(Path(os.environ["AFTERSAIL_DATA"], "files", WORKER)),
        "AFTERSAIL_SECRET_KEY": "for-tests-only",
        # Playwright keeps an event loop in the test's thread, which Django takes for an async context.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    return (yield)
