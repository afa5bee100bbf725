"""Tests of a folder whose conftest imports this read English: refusals and labels as the source has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let refusals and labels read as the source has them; pages speak the language of their request."""
    with translation.override("en"):
        yield
