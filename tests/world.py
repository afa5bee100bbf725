"""The fixture `world`: a maker, two customers, three vessels, four engineers, every account, no history."""

from __future__ import annotations

import pytest

from aftersail.core.scope import as_system
from aftersail.web.demo.small import World, load_small


@pytest.fixture
def world(db: None) -> World:
    """Return the small world, made under every row; the test chooses its own scope afterwards."""
    with as_system():
        return load_small()
