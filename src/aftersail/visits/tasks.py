"""Background work of the visits chapter."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.visits.actions import overrunning, reporting


@app.task(name=reporting.PRINT_TASK, queue="documents", retry=5)
def print_reports(visit_id: str) -> None:
    """Print the frozen editions of a visit's report that are not printed yet."""
    with as_system():
        reporting.print_reports(UUID(visit_id))


@app.periodic(cron="*/15 * * * *")
@app.task(name="visits.overruns", queue="events", queueing_lock="visits.overruns")
def find_overruns(timestamp: int) -> int:
    """Note which work goes on past its promised end; return how many."""
    with as_system():
        return overrunning.overruns_found(timezone.now())
