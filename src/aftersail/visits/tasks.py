"""Background work of the visits chapter."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from aftersail.core.scope import as_system
from aftersail.visits.actions import reporting


@app.task(name=reporting.PRINT_TASK, queue="documents", retry=5)
def print_reports(visit_id: str) -> None:
    """Print the frozen editions of a visit's report that are not printed yet."""
    with as_system():
        reporting.print_reports(UUID(visit_id))
