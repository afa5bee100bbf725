"""What mail asks of cases: which request a number leads to, and what cannot wait until the morning."""

from __future__ import annotations

from uuid import UUID

from aftersail.cases.models import Case
from aftersail.cases.states import OPEN_STATES
from aftersail.fleet.states import Severity
from aftersail.intake.models import Request


def request_of_case(number: str) -> Request | None:
    """Return the request behind a case's number; to be asked as the system."""
    case = Case.objects.select_related("request").filter(number=number).first()
    return case.request if case else None


def is_s1(case_id: UUID) -> bool:
    """Whether this is an open case of unusable or dangerous equipment: news of it break quiet hours."""
    return Case.objects.filter(pk=case_id, severity=Severity.S1, state__in=OPEN_STATES).exists()
