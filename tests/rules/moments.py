"""Short ways to write instants in tests of rules: local time in Shanghai."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    """``local("2025-03-03 08:30")`` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
