"""How much a file may hold before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file; sizes in MB of 1,000,000 bytes, and a file must be smaller than ``max_mb``.

    ``max_unpacked_mb`` counts all parts of a workbook, ``max_strings_mb`` its table of texts, which alone is
    held in memory. ``max_ratio`` is unpacked ÷ packed size, looked at only for parts above 1 MB: small parts
    of honest workbooks pack very well.
    """

    max_mb: float = 50
    max_unpacked_mb: float = 200
    max_strings_mb: float = 64
    max_ratio: float = 200
    max_members: int = 2_000
    max_rows: int = 200_000
    max_columns: int = 200
    max_cell_chars: int = 32_767

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero")

    @property
    def max_bytes(self) -> int:
        """The size in bytes that a file must stay below."""
        return int(self.max_mb * MB)


def as_mb(size: float) -> str:
    """A size in bytes as MB for a sentence: two digits, or more where the number is large."""
    mb = size / MB
    return f"{mb:.1f}" if mb < 100 else f"{mb:.0f}"
