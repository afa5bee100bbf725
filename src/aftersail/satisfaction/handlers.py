"""Reactions: a signed visit and a remote solution each ask for one card."""

from __future__ import annotations

from aftersail.cases.events import CaseMoved
from aftersail.cases.models import Case
from aftersail.cases.states import CaseState
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.satisfaction.actions import hand_out_card
from aftersail.satisfaction.states import CardEvent
from aftersail.visits.events import VisitSigned
from aftersail.visits.models import Visit

SOLVED = frozenset({CaseState.RESOLVED_REMOTE, CaseState.RESTORED})


@on(CaseMoved)
def ask_after_remote_help(event: CaseMoved, entry: LogEntry) -> None:
    """Ask once where a case was solved without anybody going on board; visits ask for themselves."""
    if event.target not in SOLVED or event.source == event.target:
        return
    case = Case.objects.get(pk=entry.subject_id)
    if case.visits_made == 0 and not case.cards.exists():  # type: ignore[attr-defined]
        hand_out_card(by=None, case=case, event=CardEvent.REMOTE, at=entry.at)


@on(VisitSigned)
def ask_after_visit(event: VisitSigned, entry: LogEntry) -> None:
    """Ask once for each visit that the user signed, also where it is signed again after a correction."""
    visit = Visit.objects.get(pk=event.visit_id)
    hand_out_card(
        by=None, case=Case.objects.get(pk=event.case_id), visit=visit, event=CardEvent.VISIT, at=entry.at
    )
