"""What may be empty in a real installation, and never is in the demo."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def always(value: T | None) -> T:
    """Return a value that the demo always sets; ValueError says that the story forgot it."""
    if value is None:
        raise ValueError("the demo left something empty that it always fills")
    return value
