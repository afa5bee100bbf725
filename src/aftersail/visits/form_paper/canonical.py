"""The one spelling of what was signed under a form, and its hash: what 'unchanged since signing' is measured against."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aftersail.visits.models import FilledForm


def signed_content(form: FilledForm) -> dict[str, Any]:
    """Return everything that the signatures stand under, as JSON values; pictures as their SHA-256."""
    signatures = form.signatures.order_by("role").select_related("image")
    return {
        "number": form.number,
        "form": form.edition.form.code,
        "edition": form.edition.number,
        "head": {
            "station": str(form.station_id), "visit": str(form.visit_id or ""), "vessel": str(form.vessel_id or ""),
            "equipment": str(form.equipment_id or ""), "day": str(form.day or ""), "security_label": form.security_label,
            "software_version": form.software_version, "author": form.author_name,
        },
        "values": form.values,
        "skipped": form.skipped,
        "attempts": form.attempts,
        **({"witnessed": form.witnessed} if form.witnessed else {}),
        "signatures": [
            {
                "role": one.role, "name": one.name, "post": one.post, "sha256": one.image.sha256,
                "at": one.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            }
            for one in signatures
        ],
    }  # fmt: skip


def content_hash(form: FilledForm) -> str:
    """Return the SHA-256 (64 hex digits) of the signed content in sorted, compact JSON; addenda come later."""
    spelled = json.dumps(signed_content(form), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
