"""Blocks of work on the tests' database that are taken back, wider than one test where many share what was made."""

from __future__ import annotations

from django.db import transaction


def undone() -> transaction.Atomic:
    """Return a block that the tests' database backend takes for a test's own, not for the product's."""
    block = transaction.atomic()
    block._from_testcase = True
    return block
