"""An installation for each test that kills parts of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.installation import Installation


@pytest.fixture
def installation() -> Iterator[Installation]:
    """A database, web and worker of their own, in a folder with a short path that the server's account can reach."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        Path(folder).chmod(0o755)
        made = Installation(Path(folder))
        try:
            yield made
        finally:
            made.stop()
