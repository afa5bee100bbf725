"""Rows to what programs receive, and what they sent to values, shared by the routes of visits."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from aftersail.core.refusals import NotThere
from aftersail.visits.actions.recording import FACTS
from aftersail.visits.api.shapes import VisitOut
from aftersail.visits.models import Visit

VISIT_FIELDS = {
    **{name: name for name in VisitOut.model_fields if name not in {"case_id", "vessel_id", "vessel", "lead"}},
    "case_id": "order__case_id", "vessel_id": "order__case__vessel_id", "vessel": "order__case__vessel__name", "lead": "lead__name",
}  # fmt: skip


def moment_of(data: Any) -> datetime:
    """Return when it happened by the device, or now."""
    return data.at or timezone.now()


def one_of(model: Any, key: UUID | None) -> Any:
    """Return the record of a register everybody may read; None for no id."""
    if key is None:
        return None
    found = model.objects.filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def shown(found: Visit) -> dict[str, Any]:
    """Return a visit as `VisitOut`."""
    case = found.order.case
    own = {
        name: getattr(found, name)
        for name in VISIT_FIELDS
        if name not in {"case_id", "vessel_id", "vessel", "lead"}
    }
    return own | {
        "case_id": case.pk,
        "vessel_id": case.vessel_id,
        "vessel": case.vessel.name,
        "lead": found.lead.name,
    }


def whole(found: Visit) -> dict[str, Any]:
    """Return a visit as `RecordOut`."""
    facts = {name: getattr(found, name) for name in FACTS}
    rows = {
        name: list(getattr(found, name).all()) for name in ("steps", "hours", "findings", "parts", "reports")
    }
    return shown(found) | facts | rows
