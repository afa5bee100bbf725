"""Sentences are read in English here, whatever the installation's language; none of these tests has a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="package")
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
