"""The one spelling of a report's content, and its hash: what 'unchanged since signing' is measured against."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from aftersail.visits.report.content import ServiceReport

LATER_THAN_SIGNING = frozenset({"addenda", "frozen_hash"})


def content_hash(report: ServiceReport) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of all that was signed; addenda come later."""
    return hashlib.sha256(canonical_json(report).encode(errors="surrogatepass")).hexdigest()


def canonical_json(report: ServiceReport) -> str:
    """Return sorted, compact JSON; times in UTC, numbers without trailing zeros, pictures as their SHA-256.

    Empty values are left out, so that a field added to the report in later years changes no old hash.
    """
    content = {name: value for name, value in _plain(report).items() if name not in LATER_THAN_SIGNING}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, _plain(getattr(value, field.name))) for field in fields(value))
        return {name: item for name, item in named if item not in (None, "", [], {})}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest() if value else ""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value
