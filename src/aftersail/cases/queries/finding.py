"""Finding cases: by id, for lists, by ship."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import OPEN_STATES
from aftersail.core.models import Account
from aftersail.core.prepared import SeenBy
from aftersail.core.refusals import NotThere

WHOLE = (
    "vessel",
    "vessel__home_port",
    "vessel__lies_at",
    "equipment",
    "equipment__model",
    "customer",
    "station",
    "owner",
    "request",
    "mode",
    "mechanism",
    "cause",
)
TOLD = ("vessel", "vessel__home_port", "vessel__lies_at", "equipment", "station", "owner")


def _one_with(*related: str) -> SeenBy:
    return SeenBy(
        Case, lambda seen, case_id: seen.select_related(*related).filter(pk=case_id).order_by(), UUID
    )


WHOLE_CASE, TOLD_CASE = _one_with(*WHOLE), _one_with(*TOLD)


def cases_for(account: Account) -> QuerySet[Case]:
    """Return the cases that this account may see."""
    return Case.objects.visible_to(account)


def case_by_id(account: Account, case_id: UUID, asked: SeenBy = WHOLE_CASE) -> Case:
    """Return one case with what its page shows, or refuse as if it did not exist."""
    found: Case | None = asked.first(account, case_id)
    if found is None:
        raise NotThere
    return found


def told_case(account: Account, case_id: UUID) -> Case:
    """Return one case with what programs are told of it, or refuse as if it did not exist."""
    return case_by_id(account, case_id, TOLD_CASE)


def order_by_id(account: Account, order_id: UUID) -> WorkOrder:
    """Return one work order, or refuse as if it did not exist."""
    seen: Any = WorkOrder.objects.visible_to(account)
    found = (
        seen.select_related("case", "case__vessel", "case__station", "port", "skill", "task", "visit_with")
        .filter(pk=order_id)
        .first()
    )
    if found is None:
        raise NotThere
    return found  # type: ignore[no-any-return]


def open_cases_of(account: Account, vessel_id: UUID, besides: UUID | None = None) -> QuerySet[Case]:
    """Return the open cases of a ship, for merging and moving leftovers."""
    return (
        cases_for(account)
        .filter(vessel=vessel_id, state__in=OPEN_STATES)
        .exclude(pk__in=[besides] if besides else [])
    )


def overdue(now: datetime) -> dict[str, Any]:
    """Return the filter for cases whose next due instant has passed."""
    return {"next_due_at__lt": now}
