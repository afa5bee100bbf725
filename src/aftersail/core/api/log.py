"""Route of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.audit import verify_chain
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.trail import entries_for

router = Router(tags=["audit"])
SCOPE = "log:read"


class EntryOut(Schema):
    """One thing that was done."""

    id: int
    at: datetime
    recorded_at: datetime
    event: str
    account_id: UUID | None
    account_name: str
    subject_type: str
    subject_id: UUID
    data: dict[str, Any]


class EntryFilter(Schema):
    """Which entries."""

    event: str = Field("", max_length=60)
    account_id: UUID | None = None
    subject_id: UUID | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class ChainOut(Schema):
    """What a verification of the log found."""

    whole: bool
    entries: int
    lanes: int
    breaks: list[str]


@router.get("/log", response=Listing[EntryOut], summary="The audit log")
@audience(Role.AUDITOR, Role.ADMIN, scope=SCOPE)
def list_log(request: SignedInRequest, paging: Query[Paging], wanted: Query[EntryFilter]) -> HttpResponse:
    """List what was done, newest first: auditors everything, administrators what concerns accounts and files."""
    conditions = {
        "event": wanted.event,
        "account_id": wanted.account_id,
        "subject_id": wanted.subject_id,
        "recorded_at__gte": wanted.since,
        "recorded_at__lt": wanted.until,
    }
    with as_system():
        rows = entries_for(request.user).filter(**{key: value for key, value in conditions.items() if value})
        return listing(rows, tuple(EntryOut.model_fields), paging=paging, order="-recorded_at")


@router.get("/log/verification", response=ChainOut, summary="Verify the log's hash chain")
@audience(Role.AUDITOR, Role.ADMIN, scope=SCOPE)
def verify(request: SignedInRequest) -> dict[str, Any]:
    """Recompute every digest of the log."""
    with as_system():
        report = verify_chain()
    return {
        "whole": report.whole,
        "entries": report.entries,
        "lanes": report.lanes,
        "breaks": list(report.breaks),
    }
