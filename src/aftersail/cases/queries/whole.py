"""What hangs on a case and is shown on its page; to be asked only for a case that the account may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aftersail.cases.models import (
    Case,
    CaseComment,
    CasePart,
    CaseTask,
    ContactAttempt,
    LeftoverItem,
    Suspension,
    WorkOrder,
)
from aftersail.core.prepared import Prepared


def _of_case(model: type[Any], *related: str, **more: Any) -> Prepared:
    return Prepared(lambda case_id: model.objects.filter(case=case_id, **more).select_related(*related), UUID)


COMMENTS = _of_case(CaseComment)
OPEN_COMMENTS = _of_case(CaseComment, internal=False)
CONTACTS = _of_case(ContactAttempt, "made_by")
LEFTOVERS = _of_case(LeftoverItem, "moved_to")
ORDERS = _of_case(WorkOrder, "port", "skill", "after", "visit_with")
OWED = _of_case(CasePart, "part")
SUSPENSIONS = _of_case(Suspension)
TASKS = _of_case(CaseTask, "party", "assignee")


def of_case(parts: Prepared, case: Case) -> list[Any]:
    """Return the parts of a case, each knowing it."""
    rows = parts.rows(case.pk)
    for row in rows:
        row.case = case
    return rows
