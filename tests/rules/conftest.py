"""Rules are read in English here, whatever the installation's language; none of these tests has a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def in_english() -> Iterator[None]:
    """Reasons are lazy; show them as they were written."""
    with translation.override("en"):
        yield
