"""The one spelling of what was signed, and its hash: what 'unchanged since signing' is measured against."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(signed: dict[str, Any]) -> str:
    """Return sorted, compact JSON; empty values are left out, so that a field added in later years changes no old hash."""
    kept = {name: value for name, value in signed.items() if value not in (None, "", [], {})}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(signed: dict[str, Any]) -> str:
    """Return the SHA-256 (64 hex digits) of what was signed; addenda come later and have no part in it."""
    return hashlib.sha256(canonical_json(signed).encode()).hexdigest()
