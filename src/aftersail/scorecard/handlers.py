"""Reactions: a case that changes makes its month due for counting."""

from __future__ import annotations

from aftersail.cases.events import CaseMoved, CaseOpened, CaseTriaged, OwnerChanged
from aftersail.cases.models import Case
from aftersail.core.events import Event, on
from aftersail.core.models import LogEntry
from aftersail.scorecard.actions import mark_month, month_of


@on(CaseOpened, CaseMoved, CaseTriaged, OwnerChanged)
def mark_month_of_case(_event: Event, entry: LogEntry) -> None:
    """Note that the month in which the case was reported has to be counted again."""
    reported = Case.objects.values_list("reported_at", flat=True).get(pk=entry.subject_id)
    mark_month(month_of(reported))
