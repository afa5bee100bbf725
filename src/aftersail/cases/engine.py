"""Asks the triage engine which open cases a new request resembles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from aftersail.cases.models import Case
from aftersail.cases.queries.finding import cases_for
from aftersail.cases.rules import DuplicateHint, Report, duplicate_hints
from aftersail.cases.states import OPEN_STATES
from aftersail.core.models import Account
from aftersail.engines.triage import likeness, profile
from aftersail.intake.models import Request

HINT_DAYS = 30
COMPARED = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """An open case that may be the same, with the evidence."""

    case: Case
    hint: DuplicateHint


def possible_duplicates(account: Account, request: Request) -> list[Hint]:
    """Return the open cases of the same ship that a request may be about, likeliest first (R80)."""
    if request.vessel_id is None:
        return []
    since = request.received_at - timedelta(days=HINT_DAYS)
    open_cases = list(
        cases_for(account)
        .select_related("equipment", "vessel", "mode")
        .filter(vessel=request.vessel_id, state__in=OPEN_STATES, reported_at__gte=since)[:COMPARED]
    )
    texts = [f"{case.title} {case.description}" for case in open_cases]
    reports = [_report(case) for case in open_cases]
    model = str(request.equipment.model_id) if request.equipment else ""
    new = Report(
        str(request.pk), str(request.vessel_id), request.received_at, str(request.equipment_id or ""), model
    )
    by_key = {str(case.pk): case for case in open_cases}
    words = profile(request.text)
    alike = [likeness(words, profile(text)) for text in texts]
    hints = duplicate_hints(new, zip(reports, alike, strict=True), within_days=HINT_DAYS)
    return [Hint(by_key[hint.key], hint) for hint in hints]


def _report(case: Case) -> Report:
    model = str(case.equipment.model_id) if case.equipment else ""
    return Report(
        str(case.pk),
        str(case.vessel_id),
        case.reported_at,
        str(case.equipment_id or ""),
        model,
        case.mode.code if case.mode else "",
    )
